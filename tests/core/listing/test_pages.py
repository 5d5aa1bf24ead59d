"""List pages: filters, order, pages, files, empty states; all of it with and without htmx."""

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlencode

import django_filters
import django_tables2 as tables
import pytest
from django.db.models import Value
from django.test import override_settings
from django.urls import include, path
from django_tables2.rows import BoundRow
from openpyxl import load_workbook

from core import extend
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import CountColumn, FileColumn, ListTable, MoneyColumn
from core.models import AuditEntry
from core.money import MoneyField
from tests.support.markup import one_line

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


class OpenList(EntryList):
    export_permission = None


urlpatterns = [
    path("", include("config.urls")),
    path("entries/", EntryList.as_view()),
    path("open/", OpenList.as_view()),
]


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


def acts(answer):
    return [row.record.act for row in answer.context["table"].paginated_rows]


def test_a_list_shows_its_rows_its_count_and_its_figures(admin):
    make_entries(2)

    answer = admin.get("/entries/")

    assert acts(answer) == ["act 000", "act 001"]
    assert answer.context["table"].totals == [("2", "entries"), ("$12.50", "each")]
    assert b'<span class="money">$12.50</span>' in answer.content


def test_a_list_needs_its_permission(client_as):
    assert client_as("board").get("/entries/").status_code == 403


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-act", ["act 002", "act 001", "act 000"]),
        ("object_id", ["act 002", "act 001", "act 000"]),
        ("-amount", ["act 002", "act 001", "act 000"]),
        ("reason", ["act 000", "act 001", "act 002"]),
        ("actor__password", ["act 000", "act 001", "act 002"]),
        ("__class__", ["act 000", "act 001", "act 002"]),
        (",".join(["act"] * 3_000), ["act 000", "act 001", "act 002"]),
    ],
)
def test_only_the_columns_of_the_table_can_be_sorted_by(admin, sort, expected):
    make_entries(3)

    assert acts(admin.get("/entries/", {"sort": sort})) == expected


@pytest.mark.parametrize(
    ("number", "first"),
    [
        ("2", "act 050"),
        ("9" * 30, "act 100"),
        ("10**9", "act 000"),
        ("-3", "act 000"),
        ("0", "act 000"),
        ("", "act 000"),
    ],
)
def test_a_page_that_is_not_there_gives_one_that_is(admin, number, first):
    make_entries(101)

    assert acts(admin.get("/entries/", {"page": number}))[0] == first


def test_pages_have_fifty_rows_whatever_the_address_asks(admin):
    make_entries(101)

    assert len(acts(admin.get("/entries/", {"per_page": "100000"}))) == 50


def test_rows_that_tie_are_on_one_page_only(admin):
    make_entries(120, object_id=7)

    pages = [acts(admin.get("/entries/", {"sort": "-object_id", "page": page})) for page in (1, 2, 3)]

    assert sorted(sum(pages, [])) == [f"act {number:03}" for number in range(120)]


def test_queries_do_not_grow_with_the_rows(admin, django_assert_max_num_queries):
    make_entries(3)
    with django_assert_max_num_queries(12) as few:
        admin.get("/entries/")
    make_entries(60)
    with django_assert_max_num_queries(12) as many:
        admin.get("/entries/")

    assert len(many) == len(few)


def test_the_search_box_and_the_filters_narrow_the_list(admin):
    make_entries(12)

    assert acts(admin.get("/entries/", {"q": "  ACT 011 "})) == ["act 011"]
    assert acts(admin.get("/entries/", {"act": "act 003"})) == ["act 003"]
    assert acts(admin.get("/entries/", {"q": "x" * 100_000})) == []


def test_a_filter_that_makes_no_sense_is_said_and_shows_no_rows(admin):
    make_entries(2)

    answer = admin.get("/entries/", {"act": "far too long for an act of this list", "q": "001"})

    assert acts(answer) == []
    assert b"Fix 1 error" in answer.content


def test_what_was_typed_is_shown_and_never_run(admin):
    answer = admin.get("/entries/", {"q": '"><script>alert(1)</script>'})

    assert b"<script>alert" not in answer.content
    assert b"&lt;script&gt;alert(1)" in answer.content


def test_an_empty_list_says_what_to_do_next(admin):
    page = one_line(admin.get("/entries/").content)

    assert "Nothing happened" in page
    assert '<a class="btn pri" href="/">Begin</a>' in page


def test_a_list_emptied_by_its_filters_offers_to_clear_them(admin):
    make_entries(2)

    page = one_line(admin.get("/entries/", {"q": "nobody"}).content)

    assert "No entries found" in page
    assert "No matches for “nobody”. Try a shorter search or another spelling." in page
    assert '<a class="btn pri" href="/entries/">Clear filters</a> <a class="btn" href="/">Begin</a>' in page


def test_a_list_emptied_by_a_choice_says_to_take_it_off(admin):
    make_entries(2)

    page = one_line(admin.get("/entries/", {"act": "nothing", "sort": "-act"}).content)

    assert "No matches for Act: nothing. Remove a filter." in page
    assert '<a class="btn pri" href="/entries/?sort=-act">Clear filters</a>' in page


def test_each_filter_in_use_is_a_chip_that_takes_it_off_and_leaves_the_rest(admin):
    make_entries(2)

    page = one_line(admin.get("/entries/", {"act": "act 001", "q": "act", "sort": "-act", "page": "1"}).content)

    assert re.findall(r'class="chip phone-only"> ([^<]+) <a href="([^"]+)"', page) == [
        ("Act: act 001", "/entries/?q=act&amp;sort=-act")
    ]


def test_what_several_hidden_filters_ask_is_one_chip_that_takes_all_of_them_off(client_as, organization):
    at = {"added_after": "2026-11-01T09:00:00+00:00", "added_until": "2026-11-02T09:00:00+00:00", "added_besides": "1"}

    page = one_line(client_as("finance").get("/gifts/", {**at, "at_least": "100"}).content)

    assert re.findall(r'class="chip[^>]*> ([^<]+) <a href="([^"]+)"', page) == [
        ("At least $100", f"/gifts/?{urlencode(at).replace('&', '&amp;')}"),
        ("Added by others Nov 1, 2026, 4:00 AM – Nov 2, 2026, 4:00 AM", "/gifts/?at_least=100"),
    ]


def test_htmx_gets_the_table_alone_with_what_follows_it(admin):
    make_entries(2)

    answer = admin.get("/entries/", {"sort": "-act", "q": "act"}, headers={"HX-Request": "true"})
    page = one_line(answer.content)

    assert "<html" not in page
    assert page.count('id="list"') == 1
    assert '<input type="hidden" name="sort" value="-act" form="list-filters">' in page
    assert 'href="/entries/?sort=-act&amp;q=act&amp;export=csv"' in page
    assert "HX-Request" in answer.headers["Vary"]


def test_htmx_gets_the_whole_page_when_it_restores_one(admin):
    answer = admin.get("/entries/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert b"<html" in answer.content


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


def test_another_app_adds_a_column_for_those_who_may_see_it(admin, client_as, monkeypatch):
    make_entries(2)
    column = extend.ListColumn(
        on="test entries",
        name="twice",
        permission="audit.view",
        order=1,
        column=lambda: CountColumn(verbose_name="Twice"),
        annotate=lambda rows: rows.annotate(twice=Value(4)),
    )
    monkeypatch.setitem(extend.registry._entries, extend.ListColumn, [column])

    shown = admin.get("/entries/", {"sort": "-twice"})

    assert [cell for _, cell in shown.context["table"].rows[0].items()][1:] == [
        "act 001",
        "1",
        '<span class="money">$12.50</span>',
        "4",
    ]
    assert extend.list_columns("test entries", client_as("board").user) == []
