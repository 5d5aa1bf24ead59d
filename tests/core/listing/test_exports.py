"""Files of a list: for whom, for which reason, and with which rows."""

import csv
import io
from decimal import Decimal

import pytest
from django_tables2.rows import BoundRow
from openpyxl import load_workbook

from core.models import AuditEntry
from tests.core.listing.entries import EntryList, EntryTable, admin, make_entries, urls

__all__ = ["urls", "admin"]
pytestmark = pytest.mark.django_db


def test_a_file_that_holds_people_asks_what_it_is_for(admin):
    make_entries(3)

    page = admin.get("/entries/", {"export": "csv", "q": "act"}).content.decode()

    assert "Export 3 entries as CSV" in page
    assert list(AuditEntry.objects.filter(act="list.exported")) == []


def test_without_a_reason_there_is_no_file(admin):
    make_entries(1)

    answer = admin.post("/entries/?export=csv", {"reason": "  "})

    assert answer.status_code == 422
    assert list(AuditEntry.objects.filter(act="list.exported")) == []


def test_a_file_holds_the_filtered_rows_in_their_order_and_is_logged(admin):
    make_entries(12, reason="=cmd()")

    answer = admin.post("/entries/?export=csv&q=act+01&sort=-act", {"reason": "Audit of March"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    entry = AuditEntry.objects.get(act="list.exported")

    assert rows == [
        ["Act", "Object", "Amount", "Reason"],
        ["act 011", "1", "12.50", "'=cmd()"],
        ["act 010", "2", "12.50", "'=cmd()"],
    ]
    assert (entry.actor, entry.reason) == (admin.user, "Audit of March")
    assert entry.data == {"list": "Entries", "form": "csv", "rows": 2, "filters": ["q"]}


def test_a_workbook_holds_the_same_rows(admin):
    make_entries(2)

    answer = admin.post("/entries/?export=xlsx", {"reason": "Audit of March"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]

    assert [[cell.value for cell in row] for row in sheet] == [
        ["Act", "Object", "Amount", "Reason"],
        ["act 000", 2, 12.5, None],
        ["act 001", 1, 12.5, None],
        [None] * 4,
        ["Total of 2 rows", 3, 25, None],
    ]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="entries-')


def test_files_need_their_own_permission(client_as, monkeypatch):
    monkeypatch.setattr(EntryList, "permission_required", "reports.board")
    client = client_as("board")

    assert client.get("/entries/?export=csv").status_code == 403
    assert client.post("/entries/?export=csv", {"reason": "Curiosity"}).status_code == 403
    assert b"export=csv" not in client.get("/entries/").content


def test_a_list_without_people_is_taken_home_at_once(admin):
    make_entries(1)

    answer = admin.get("/open/?export=csv")

    assert answer.getvalue().decode("utf-8-sig").splitlines() == ["Act,Object,Amount,Reason", "act 000,1,12.50,"]
    assert AuditEntry.objects.get(act="list.exported").data["rows"] == 1


def test_files_hold_what_the_library_would_give(database):
    make_entries(3, reason="Why")
    table = EntryTable(EntryList().get_queryset())
    names = [column.name for column in table.exported]

    expected = [[BoundRow(record, table=table).get_cell_value(name) for name in names] for record in table.data.data]

    assert [list(row) for row in table.file_rows()] == expected
    assert expected[0] == ["act 000", 3, Decimal("12.50"), "Why"]


@pytest.mark.parametrize("form", ["pdf", "", "../x"])
def test_an_unknown_kind_of_file_is_not_found(admin, form):
    assert admin.get("/entries/", {"export": form}).status_code == 404


def test_posting_to_a_list_without_a_file_in_mind_is_refused(admin):
    assert admin.post("/entries/").status_code == 405
