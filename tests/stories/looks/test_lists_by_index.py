"""Every list reads a page by an index, whatever it is sorted by: none sorts its rows while somebody waits.

The plans are asked of the database. PostgreSQL would sort a few rows rather than walk an index; told not to, it sorts
only where no index gives the order.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import OrderBy, QuerySet
from django.urls import reverse

from config.roles import ROLES
from core.listing.exports import list_page
from core.listing.pages import TablePage
from core.listing.paging.counts import Count
from core.listing.paging.order import Order
from core.listing.paging.pages import find
from crm.models import Supporter
from donations.ledger.services import record_gifts
from donations.models import Gift, SupporterGiving
from imports import services as imports
from tests.events.builders import make_event
from tests.imports.books import small_log
from tests.support.builders import TODAY, draft_gift, make_supporter, make_user
from tests.test_access import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

#: Lists of what somebody sets up by hand, or of one evening's seats: never more than a few thousand rows.
FEW = {
    *("donations:fund-list", "donations:campaign-list", "imports:kind-list"),
    *("events:event-list", "events:order-list", "events:guest-list", "events:invitation-list"),
}
#: Figures put together from the ledger, not rows of a table; in the list by decision until they are stored.
COMPUTED = {"reports:movements"}

#: What PostgreSQL is told not to do.
WAYS = ("sort", "seqscan", "bitmapscan", "hashjoin", "mergejoin", "material")


def view_of(pattern: Any) -> Any:
    """The class behind a route."""
    return getattr(pattern.callback, "view_class", object)


PAGES = {name: pattern for name, pattern in routes() if issubclass(view_of(pattern), TablePage)}


@pytest.fixture
def large(database):
    """SQLite's statistics of a million rows in every table, ten of each of a hundred thousand supporters: few values
    where there is a choice, else many."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        for model in apps.get_models():
            table, rows = model._meta.db_table, 100_000 if model in (Supporter, SupporterGiving) else 1_000_000
            few = {field.column for field in model._meta.concrete_fields if field.choices} | {"purpose"}
            cursor.execute(f'PRAGMA index_list("{table}")')
            for _, index, unique, *_ in cursor.fetchall():
                cursor.execute(f'PRAGMA index_info("{index}")')
                columns = [row[2] for row in cursor.fetchall()]
                shares = [100_000 if column in few else 10 for column in columns[:-1]]
                shares.append(1 if unique or columns[-1] in ("id", "number") else 100_000 if columns[-1] in few else 10)
                stat = " ".join(map(str, [rows, *(min(shares[: place + 1]) for place in range(len(shares)))]))
                cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", [table, index, stat])
        cursor.execute("ANALYZE sqlite_schema")


@pytest.fixture
def page_of(large):
    """Gives a list page, loaded, in the order of a column."""
    event = make_event()
    batch = imports.upload(name="a.xlsx", content=small_log(), by=None)
    user = make_user(*ROLES)

    def load(name: str, sort: str = "") -> TablePage:
        known = {"slug": event.slug, "pk": batch.pk}
        path = reverse(name, kwargs={key: known[key] for key in PAGES[name].pattern.converters})
        page = list_page(path, f"sort={sort}" if sort else "", user)
        page.request.session = {}
        page.table_for_file()
        return page

    return load


def parts(rows: Order) -> Iterator[tuple[QuerySet, int]]:
    """The queries that a page of some order asks for its keys, and how many tables their order goes through."""
    for part in rows._parts:
        terms = (OrderBy(term, descending=rows.down) for term in part.terms)
        yield part.rows.order_by(*terms).values_list("pk", flat=True)[:51], len(part.terms)


def sorts(query: QuerySet) -> bool:
    """Whether the database would sort all rows of a query. The last term alone, within equal ones, is no such sort
    where it tells rows of one supporter apart."""
    if connection.vendor == "sqlite":
        return "TEMP B-TREE FOR ORDER BY" in query.explain()
    with connection.cursor() as cursor:
        for way in WAYS:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = query.explain()
        for way in WAYS:
            cursor.execute(f"SET LOCAL enable_{way} = on")
    partly = re.search(r"Sort Key: (.*)\n\s*Presorted Key: (.*)", plan)
    if partly and len(partly[2].split(", ")) >= max(1, len(partly[1].split(", ")) - 1) and ".sort_name" in plan:
        return False
    return bool(re.search(r"(?m)^\s*(->\s*)?(Incremental )?Sort\b", plan))


@pytest.mark.parametrize("name", sorted(PAGES.keys() - FEW - COMPUTED))
def test_a_page_is_read_by_an_index_in_every_order(page_of, name):
    columns = [column.name for column in page_of(name).table.columns.iterall() if column.orderable]

    asked = ["", *columns, *(f"-{column}" for column in columns)]
    found = {sort: [sorts(query) for query, _ in parts(page_of(name, sort).order)] for sort in asked}

    assert columns
    assert {sort: each for sort, each in found.items() if any(each)} == {}


def test_only_lists_that_are_known_to_be_short_sort_without_an_index():
    assert {name for name, page in PAGES.items() if view_of(page).table_class.few} == FEW


@pytest.mark.sqlite  # counts the steps of its own machine
@pytest.mark.parametrize("path", ["gift_on", "-amount", "supporter__sort_name"])
def test_the_first_the_hundredth_and_the_last_page_cost_the_same(path):
    people = [make_supporter() for _ in range(5)]
    record_gifts(drafts=[draft_gift(supporter=people[number % 5]) for number in range(120)], by=None, today=TODAY)
    rows = Gift.objects.active().order_by(path)
    keys = list(Order(rows).ordered().values_list("pk", flat=True))
    about = Count(1_000_000, exact=False)

    first = steps(rows, {"page": "1"})
    deep = steps(rows, {"page": "100", "after": str(keys[100])}), steps(rows, {"page": "99", "before": str(keys[100])})
    last = steps(rows, {"page": "last"})

    assert find(Order(rows), about, size=2, asked={"page": "100", "after": str(keys[99])}).keys == keys[100:102]
    assert max(*deep, last) <= 3 * first  # one look at the row beside, and one more comparison a row


def steps(rows: QuerySet, asked: dict[str, str]) -> int:
    """How many steps SQLite takes to find a page's keys."""
    taken = [0]

    def count() -> None:
        taken[0] += 1

    connection.ensure_connection()
    connection.connection.set_progress_handler(count, 1)
    try:
        find(Order(rows), Count(1_000_000, exact=False), size=2, asked=asked)
    finally:
        connection.connection.set_progress_handler(None, 1)
    return taken[0]


def test_every_list_of_the_product_is_looked_at():
    assert len(PAGES) > 20
    assert PAGES.keys() >= FEW | COMPUTED
