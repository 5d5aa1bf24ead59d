"""List pages: filters, order, pages, files, empty states; all of it with and without htmx."""

import re

import pytest
from django.db.models import Value

from core import extend
from core.listing.tables import CountColumn
from tests.core.listing.entries import acts, admin, make_entries, urls
from tests.support.markup import one_line

__all__ = ["urls", "admin"]
pytestmark = pytest.mark.django_db


def test_a_list_shows_its_rows_its_count_and_its_figures(admin):
    make_entries(2)

    answer = admin.get("/entries/")

    assert acts(answer) == ["act 000", "act 001"]
    assert answer.context["table"].totals == [("2", "entries"), ("$12.50", "each")]
    assert b'<span class="money">$12.50</span>' in answer.content


def test_a_list_needs_its_permission(client_as):
    assert client_as("board").get("/entries/").status_code == 403


@pytest.mark.parametrize(("rows", "links"), [(1, []), (50, []), (51, ["First", "Previous", "Next", "Last"])])
def test_a_list_of_one_page_has_its_count_alone_below(admin, rows, links):
    make_entries(rows)

    pager = admin.get("/entries/").text.partition('<nav class="pager"')[2].partition("</nav>")[0]

    assert f"of {rows}" in pager
    assert re.findall(r">(First|Previous|Next|Last)</a>", pager) == links


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
