"""Which page an address asks for, and what it says of its place."""

from datetime import date

import pytest

from core.listing.paging.counts import Count, count
from core.listing.paging.order import Order
from core.listing.paging.pages import find
from donations.models import Gift
from tests.core.listing.paging.plain import SIZE, plain
from tests.support.builders import make_gift


def test_rows_that_another_adds_or_takes_away_move_no_page_that_is_reached_from_a_row(gifts):
    rows = Gift.objects.order_by("gift_on")
    second = find(Order(rows), count(rows), size=SIZE, asked={"page": "1"}).next

    make_gift(gift_on=date(2024, 1, 1))

    expected = plain(Gift.objects.exclude(gift_on=date(2024, 1, 1)), "gift_on", "pk", down=False)
    assert find(Order(rows), count(rows), size=SIZE, asked=second).keys == expected[SIZE : 2 * SIZE]


@pytest.mark.parametrize("key", ["0", "-1", "9" * 40, "x", "", "2147483647"])
def test_a_row_that_is_not_in_the_list_leaves_the_page_to_its_number(gifts, key):
    rows = Gift.objects.order_by("gift_on")
    expected = plain(Gift.objects.all(), "gift_on", "pk", down=False)

    for name in ("after", "before"):
        asked = {"page": "3", name: key}
        assert find(Order(rows), count(rows), size=SIZE, asked=asked).keys == expected[2 * SIZE : 3 * SIZE]


def test_the_place_of_a_page_is_told_from_the_end_where_nobody_counted_to_it(gifts):
    rows, about = Gift.objects.order_by("gift_on"), Count(1_000_000, exact=False)
    last = find(Order(rows), about, size=SIZE, asked={"page": "last"})
    before = find(Order(rows), about, size=SIZE, asked=last.previous)

    assert (str(last), str(before)) == ("Last 4 of about 1,000,000", "5–8 from the end of about 1,000,000")
    assert str(find(Order(rows), about, size=SIZE, asked={"page": "2"})) == "5–8 of about 1,000,000"
    assert find(Order(rows), about, size=SIZE, asked=before.next).keys == last.keys


def test_a_number_far_behind_gives_a_page_within_reach(gifts):
    rows, about = Gift.objects.order_by("gift_on"), Count(1_000_000, exact=False)

    far = find(Order(rows), about, size=SIZE, asked={"page": "5"}, reach=8)
    end = find(Order(rows), about, size=SIZE, asked={"page": "300000"}, reach=8)

    assert (far.place, end.place) == ("9–12", "Last 4")
