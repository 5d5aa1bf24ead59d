"""Filters in use, in words."""

import re
from urllib.parse import urlencode

import pytest

from tests.core.listing.entries import admin, make_entries, urls
from tests.support.markup import one_line

__all__ = ["urls", "admin"]
pytestmark = pytest.mark.django_db


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
