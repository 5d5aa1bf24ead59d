"""Pages read from index to index show what one plain query would: the same rows in the same order, both ways."""

from itertools import product

import pytest

from core.listing.paging.counts import Count
from core.listing.paging.order import Order
from crm.models import Supporter
from donations.ledger.giving_summary import with_last_gift, with_lifetime
from donations.models import Gift
from tests.core.listing.paging.plain import plain, walk

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


@pytest.mark.parametrize(("model", "path", "terms"), ORDERS)
def test_pages_hold_what_a_plain_query_does_forward_and_backward(gifts, model, path, terms):
    every = with_last_gift(with_lifetime(model.objects.all())) if model is Supporter else model.objects.all()

    for down, exact in product([True, False], [True, False]):
        rows = every.order_by(f"-{path}" if down else path)
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
