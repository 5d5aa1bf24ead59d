"""Pages read from index to index show what one plain query would: the same rows in the same order, both ways."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db.models import F

from core.listing.paging.counts import Count, count
from core.listing.paging.order import Order
from core.listing.paging.pages import find
from core.models import SavedView
from crm.models import Supporter
from donations.ledger.giving_summary import with_last_gift, with_lifetime
from donations.models import Gift
from tests.support.builders import make_gift, make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

SIZE = 4


@pytest.fixture
def gifts():
    """Gifts with many ties, of people some of whom have the same name and some gave nothing."""
    dice = Random(7)
    people = [make_supporter(dice.choice(["Amna Sample", "Bilal Sample", "Chand Sample"])) for _ in range(9)]
    for _ in range(30):
        day = date(2025, dice.randint(1, 2), dice.randint(1, 3))
        make_gift(Decimal(dice.choice([5, 10, 20])), supporter=dice.choice(people[:6]), gift_on=day)


def plain(rows, *terms, down):
    """The keys as one query gives them."""
    ordered = [F(term).desc(nulls_last=True) if down else F(term).asc(nulls_last=True) for term in terms]
    return list(rows.order_by(*ordered).values_list("pk", flat=True))


def walk(rows, counted, *, start, step):
    """The keys of all pages, from the first onward or from the last backward."""
    found, link = [], {"page": start}
    while link:
        page = find(Order(rows), counted, size=SIZE, asked=link)
        found.append(page.keys)
        link = getattr(page, step)
    pages = found if step == "next" else found[::-1]
    return list(dict.fromkeys(sum(pages, [])))  # counted from the end, the first two pages may overlap


ORDERS = [
    (Gift, "gift_on", ("gift_on", "pk")),
    (Gift, "amount", ("amount", "pk")),
    (Gift, "number", ("number",)),
    (Gift, "supporter__sort_name", ("supporter__sort_name", "supporter", "pk")),
    (Gift, "campaign__name", ("campaign__name", "campaign", "pk")),
    (Gift, "received_on", ("received_on", "pk")),
    (Supporter, "sort_name", ("sort_name", "pk")),
    (Supporter, "lifetime", ("giving__lifetime", "pk")),
    (Supporter, "last_gift_on", ("giving__last_on", "pk")),
]


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize(("model", "path", "terms"), ORDERS)
def test_pages_hold_what_a_plain_query_does_forward_and_backward(gifts, model, path, terms, down, exact):
    rows = with_last_gift(with_lifetime(model.objects.all())) if model is Supporter else model.objects.all()
    rows = rows.order_by(f"-{path}" if down else path)
    expected = plain(model.objects.all(), *terms, down=down)
    counted = Count(len(expected), exact=exact)

    assert list(Order(rows).ordered().values_list("pk", flat=True)) == expected
    assert walk(rows, counted, start="1", step="next") == expected
    assert walk(rows, counted, start="last", step="previous") == expected


def test_the_empty_values_come_last_page_by_page(gifts):
    rows = with_lifetime(Supporter.objects.all()).order_by("-lifetime")

    found = walk(rows, Count(9, exact=False), start="1", step="next")

    silent = list(Supporter.objects.filter(giving__isnull=True).order_by("-pk").values_list("pk", flat=True))
    assert (len(silent), found[-len(silent) :]) == (3, silent)


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


def test_counting_stops_and_estimates(gifts, organization):
    assert count(Gift.objects.all(), most=30) == Count(30)
    assert count(Gift.objects.filter(amount__gt=Decimal("5")), most=3).exact is False
    assert count(Gift.objects.all(), most=3).number == 30
    assert count(SavedView.objects.all()) == Count(0)
