"""The preview of a file as a list: rows that need a person first, by outcome."""

import re
from collections import Counter

import pytest

from imports import overview
from imports.models import ImportBatch
from tests.imports.books import small_log
from tests.imports.views.uploads import funds, upload
from tests.support.lists import queries
from tests.support.markup import one_line

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_every_problem_is_named_by_sheet_and_row(client_as, funds):
    client = client_as("development")
    upload(client, small_log())

    page = client.get(f"/imports/{ImportBatch.objects.get().pk}/", {"decision": "review"}).content.decode()

    assert "2024, row 10" in page
    assert "names a month but no day" in page


def test_the_preview_asks_a_constant_number_of_queries(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    small = ImportBatch.objects.get()
    extra = [["2024-07-01", f"Zainab Newcomer{n}", "30.00", "Cash", "General", ""] for n in range(30)]
    upload(client, small_log(extra=extra), "more.xlsx")
    large = ImportBatch.objects.exclude(pk=small.pk).get()

    assert len(queries(client, f"/imports/{large.pk}/")) == len(queries(client, f"/imports/{small.pk}/"))


def test_the_rows_that_need_a_person_come_first_with_counts_by_outcome(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    page = one_line(client.get(f"/imports/{batch.pk}/").content)

    tabs = re.findall(
        r'<a href="\?show=([\w-]+)"(?:\s+aria-current="(page)")?[^>]*>.*?<span class="count">(\d+)', page, re.S
    )
    shown = {slug: int(count) for slug, _, count in tabs}
    decisions = Counter(batch.rows.values_list("decision", flat=True))
    assert [slug for slug, current, _ in tabs if current] == ["held"]
    assert shown == {
        "held": decisions["review"],
        "unusable": decisions["reject"],
        "rate": 1,
        "import": decisions["accept"] - 1,
        "no-gift": decisions["ignore"],
        "all": batch.rows.count(),
    }
    assert "names a month but no day" in page
    assert "Sameena" not in page


def test_every_outcome_holds_each_row_once(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    def rows_by_outcome():
        return sum(count for _, count in overview.outcomes(ImportBatch.objects.get(pk=batch.pk)))

    planned = rows_by_outcome()
    client.post(f"/imports/{batch.pk}/commit/")

    assert (planned, rows_by_outcome()) == (batch.rows.count(), batch.rows.count())
