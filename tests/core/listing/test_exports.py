"""Files of a list: for whom, for which reason, and with which rows."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import django_filters
import django_tables2 as tables
import pytest
from django.db.models import Value
from django.test import override_settings
from django_tables2.rows import BoundRow
from openpyxl import load_workbook

from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import CountColumn, FileColumn, ListTable, MoneyColumn
from core.models import AuditEntry
from core.money import MoneyField

pytestmark = pytest.mark.django_db


class EntryTable(ListTable):
    act = tables.Column(attrs={"td": {"class": "c-main"}})
    object_id = CountColumn(verbose_name="Object")
    amount = MoneyColumn(lead=True)
    reason = FileColumn()

    caption = "Entries"


class EntryFilter(ListFilter):
    act = django_filters.CharFilter(label="Act", max_length=20)

    class Meta:
        model = AuditEntry
        fields = ["act"]

    def search(self, rows, text):
        return rows.filter(act__icontains=text)


class EntryList(TablePage):
    permission_required = "audit.view"
    title, noun = "Entries", ("entry", "entries")
    table_class, filter_class = EntryTable, EntryFilter
    columns_on = "test entries"
    empty = Empty(
        "Nothing happened", "What people do stands here.", action="Begin", url_name="home", permission="audit.view"
    )

    def get_queryset(self):
        rows = AuditEntry.objects.exclude(act="list.exported").order_by("act")
        return rows.annotate(amount=Value(Decimal("12.50"), output_field=MoneyField()))

    def get_totals(self, rows):
        return [("$12.50", "each")]


@pytest.fixture(autouse=True)
def urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def admin(client_as):
    return client_as("admin")


def make_entries(count, **values):
    at = datetime(2026, 3, 1, tzinfo=UTC)
    rows = [
        AuditEntry(**{"act": f"act {number:03}", "object_id": count - number, "at": at, **values})
        for number in range(count)
    ]
    AuditEntry.objects.bulk_create(rows)


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

    assert list(table.file_rows()) == expected
    assert expected[0] == ["act 000", 3, Decimal("12.50"), "Why"]


@pytest.mark.parametrize("form", ["pdf", "", "../x"])
def test_an_unknown_kind_of_file_is_not_found(admin, form):
    assert admin.get("/entries/", {"export": form}).status_code == 404


def test_posting_to_a_list_without_a_file_in_mind_is_refused(admin):
    assert admin.post("/entries/").status_code == 405
