"""Runs of many receipts: what is the same for all is asked once, and one that fails stops no other."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from receipts.issuing import services
from receipts.models import Receipt
from receipts.printing import drawing
from tests.support.builders import TODAY, make_gift

pytestmark = pytest.mark.django_db


def issue(*gifts) -> services.Issued:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY)


@pytest.fixture(autouse=True)
def unprinted(organization, monkeypatch):
    """Leave the PDFs to the worker."""
    monkeypatch.setattr(services, "PRINTED_AT_ONCE", 0)


def test_many_receipts_ask_what_a_few_do():
    few, many = ([make_gift(Decimal("300")) for _ in range(count)] for count in (3, services.TOGETHER))

    with CaptureQueriesContext(connection) as for_few:
        issue(*few)
    with CaptureQueriesContext(connection) as for_many:
        done = issue(*many)

    assert [receipt.number for receipt in done.new] == [f"2026-{seq:04}" for seq in range(4, 4 + len(many))]
    assert (len(for_many) <= len(for_few), len(for_many) < 3 * len(many)) == (True, True)


def test_a_receipt_is_printed_with_one_file_and_one_update():
    (receipt, _) = issue(make_gift(Decimal("300")), make_gift(Decimal("300"))).new

    with CaptureQueriesContext(connection) as asked:
        file = drawing.print_receipt(receipt)

    written = [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert written == ["INSERT", "UPDATE"]
    assert Receipt.objects.get(pk=receipt.pk).pdf == file


def test_what_fails_for_all_is_tried_one_by_one(monkeypatch):
    gifts, write = [make_gift(Decimal("300")) for _ in range(3)], services._write

    def fails_for_one(printed, *args, **options):
        if gifts[1].pk in {found.gift.pk for found, _ in printed}:
            raise RuntimeError
        return write(printed, *args, **options)

    monkeypatch.setattr(services, "_write", fails_for_one)

    done = issue(*gifts)

    assert [receipt.number for receipt in done.new] == ["2026-0001", "2026-0002"]
    assert ([each.gift for each in done.not_issued], done.existing) == ([gifts[1]], [])


def test_no_transaction_takes_more_than_a_part_of_a_run(monkeypatch):
    parts, write = [], services._write
    monkeypatch.setattr(services, "TOGETHER", 2)
    monkeypatch.setattr(services, "_write", lambda printed, *args: parts.append(len(printed)) or write(printed, *args))

    done = issue(*(make_gift(Decimal("300")) for _ in range(5)))

    assert (parts, [receipt.seq for receipt in done.new]) == ([2, 2, 1], [1, 2, 3, 4, 5])
