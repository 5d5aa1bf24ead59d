"""Gifts to page through, and what one plain query says of their order."""

from datetime import date
from decimal import Decimal
from random import Random

from django.db.models import F

from core.listing.paging.order import Order
from core.listing.paging.pages import find
from tests.support.builders import make_gift, make_supporter

SIZE = 4


def make_gifts():
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
