"""The page that asks what columns mean."""

import pytest

from imports import services
from imports.models import ImportBatch, SavedMapping
from tests.imports.mapping.odd_files import ODD, SAID, fund, newest, say, upload
from tests.support.builders import make_user

__all__ = ["fund"]

pytestmark = pytest.mark.usefixtures("organization")


def test_the_first_rows_are_shown_as_they_would_be_understood_and_nothing_is_kept(client_as, fund):
    client = client_as("development")
    upload(client, ODD)

    page = say(client, {**SAID, "fund": fund.pk}, "show")

    tried = page.context["tried"]
    assert [(row.row, str(row.date), str(row.amount), row.method, name) for row, name in tried.rows] == [
        (2, "2024-04-03", "1250.50", "wire", "General"), (3, "2024-06-05", "20.00", "wire", "General")
    ]  # fmt: skip
    assert (tried.counts, tried.is_whole) == ({"accept": 2, "ignore": 1}, True)
    assert (SavedMapping.objects.count(), newest().format) == (0, "")


def test_a_file_without_titles_is_refused_with_what_to_do(client_as, fund):
    answer = upload(client_as("development"), b"1,2,3\n4,5,6\n7,8,9\n")

    assert answer.status_code == 422
    assert "add a title above each column" in answer.content.decode()
    assert ImportBatch.objects.count() == 0


def test_hostile_titles_and_values_are_shown_as_text(client_as, fund):
    client = client_as("development")
    answer = upload(client, b"<script>x</script>,b,c\n<img src=x>,=cmd,z\n")

    page = client.get(answer["Location"]).content.decode()

    assert "<script>x" not in page
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_only_who_may_import_explains(client_as, fund):
    by = make_user("development")
    batch = services.upload(name="spenden.csv", content=ODD, by=by)

    assert client_as("events").get(f"/imports/{batch.pk}/columns/").status_code in (403, 404)


def test_columns_sent_twice_are_one_mapping_and_the_same_rows_and_changed_ones_the_newest(client_as, fund):
    client = client_as("development")
    upload(client, ODD)
    rows = []

    for more in ({}, {}, {"method": "check"}):
        say(client, {**SAID, "fund": fund.pk, **more})
        rows.append([(row.decision, row.plan["amount"], row.plan["method"]) for row in newest().rows.order_by("row")])

    assert rows[0] == rows[1]
    assert [{method for _, _, method in planned} for planned in rows] == [{"wire"}, {"wire"}, {"check"}]
    assert (SavedMapping.objects.count(), ImportBatch.objects.count()) == (1, 1)
