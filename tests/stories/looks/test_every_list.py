"""No list of the product asks more queries for many rows than for few: every `TablePage` without arguments."""

from datetime import UTC, datetime
from itertools import count

import pytest
from django.urls import get_resolver, resolve, reverse

from core.listing.pages import Empty, TablePage
from imports import services as imports
from tests.imports.books import small_log
from tests.support.builders import make_campaign, make_fund, make_gift, make_household, make_pledge, make_supporter
from tests.support.lists import assert_constant_queries

pytestmark = pytest.mark.usefixtures("organization")
_number = count(1)


def list_pages():
    """Names of every list that needs no argument."""
    found = []
    for namespace, (_, resolver) in get_resolver().namespace_dict.items():
        for pattern in resolver.url_patterns:
            view = getattr(pattern.callback, "view_class", None)
            if view and issubclass(view, TablePage) and not pattern.pattern.converters:
                found.append(f"{namespace}:{pattern.name}")
    return sorted(found)


def grow():
    """One more of most things lists show."""
    person = make_supporter(emails=(f"person{next(_number)}@example.org",))
    make_household(person, make_supporter())
    make_gift(supporter=person)
    make_gift(supporter=person, history=True)
    make_pledge(supporter=person)
    make_fund()
    make_campaign()
    rows = [["2024-07-01", f"Zainab Newcomer{next(_number)}", "30.00", "Cash", "General", ""]]
    imports.upload(name=f"{datetime.now(UTC):%H%M%S%f}.xlsx", content=small_log(extra=rows), by=None)


@pytest.mark.parametrize("name", list_pages())
def test_a_list_asks_as_many_queries_for_many_rows_as_for_few(client_as, name):
    grow()

    assert_constant_queries(client_as("finance", "admin", "development", "events"), reverse(name), grow, times=3)


def test_every_list_without_rows_says_what_comes_there_and_how_to_go_on(client_as):
    """Two different sentences: when there is nothing, and when the filters hide what there is."""
    client, silent, same = client_as("admin", "finance", "events"), [], []

    for name in list_pages():
        view = resolve(reverse(name)).func.view_class
        none = client.get(reverse(name), {"q": "nobody has this"}).text
        if view.empty == Empty() or not view.empty.text:
            silent.append(name)
        if view.filter_class and ("No matches for “nobody has this”" not in none or "Clear filters" not in none):
            same.append(name)
        if view.empty.action:
            assert reverse(view.empty.url_name), name

    assert (silent, same) == ([], [])
