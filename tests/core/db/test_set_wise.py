"""Many rows changed by one statement."""

from decimal import Decimal

import pytest

from core.db.set_wise import update_many
from crm.models import Household
from donations.models import Gift
from imports.models import ImportBatch, ImportRow
from tests.imports.fetched import fetched
from tests.support.builders import make_gift

pytestmark = pytest.mark.usefixtures("organization")


def make_rows(count: int) -> list[ImportRow]:
    file = ImportBatch._meta.get_field("file").related_model.store(
        content=b"x", name="x.csv", purpose="upload", media_type="text/csv", owner=None
    )
    batch = ImportBatch.objects.create(file=file, name="x.csv", sha256=file.sha256)
    rows = [ImportRow(batch=batch, row=place, decision="accept", plan={"n": place}) for place in range(count)]
    return ImportRow.objects.bulk_create(rows)


def test_values_of_every_kind_are_written_to_their_rows_and_no_others():
    gift = make_gift(Decimal("20"))
    one, two, other = make_rows(3)
    one.plan, one.state, one.gift, one.date = {"é": ["'", None]}, "applied", gift, gift.gift_on
    two.plan, two.state, two.waits_for = {}, "waiting", "100% %s"
    other.state = "undone"

    update_many([one, two], ["plan", "state", "waits_for", "gift", "pledge", "date"])

    columns = ("plan", "state", "waits_for", "gift", "pledge", "date")
    assert list(ImportRow.objects.order_by("pk").values_list(*columns)) == [
        ({"é": ["'", None]}, "applied", "", gift.pk, None, gift.gift_on),
        ({}, "waiting", "100% %s", None, None, None),
        ({"n": 2}, "open", "", None, None, None),
    ]


def test_columns_of_nothing_but_null_keep_their_kind():
    rows = make_rows(2)
    ImportRow.objects.update(gift=make_gift(Decimal("20")))

    update_many(rows, ["gift", "date"])

    assert Gift.objects.filter(import_rows__isnull=False).count() == 0


def test_a_statement_takes_hundreds_of_rows():
    rows = make_rows(1_200)
    for row in rows:
        row.reason = f"Row {row.row}"

    with fetched() as found:
        update_many(rows, ["reason"])

    assert found.queries == 3
    assert ImportRow.objects.get(row=1_199).reason == "Row 1199"


def test_nothing_is_asked_for_no_rows():
    with fetched() as found:
        update_many([], ["name"])

    assert (found.queries, Household.objects.count()) == (0, 0)
