"""What an empty list says."""

import pytest

from tests.core.listing.entries import admin, make_entries, urls
from tests.support.markup import one_line

__all__ = ["urls", "admin"]
pytestmark = pytest.mark.django_db


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
