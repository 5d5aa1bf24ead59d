"""Line items with inline prices."""

import pytest

from sandbox.errors import ApiError
from sandbox.objects import line_items
from tests.sandbox.support.worlds import make_world

PRICE = {"currency": "USD", "unit_amount": 2500, "product_data": {"name": "Gift"}}


def test_an_item_makes_a_price_and_a_product_of_its_own():
    world = make_world()

    (item,) = line_items.build(world, [{"price_data": PRICE, "quantity": 3}])

    assert (item["amount_total"], item["description"], item["currency"]) == (7500, "Gift", "usd")
    assert world.store.get(item["price"]["id"], "price")["unit_amount_decimal"] == "2500"
    assert world.store.get(item["price"]["product"], "product")["name"] == "Gift"


@pytest.mark.parametrize(
    ("item", "param"),
    [
        ({"price": "price_1"}, "line_items[0][price]"),
        ({"quantity": 1}, "line_items[0][price_data]"),
        ({"price_data": PRICE}, "line_items[0][quantity]"),
        ({"price_data": PRICE, "quantity": 0}, "line_items[0][quantity]"),
        ({"price_data": PRICE | {"currency": "eur"}, "quantity": 1}, "currency=eur"),
        (
            {"price_data": {"currency": "usd", "unit_amount": 1}, "quantity": 1},
            "line_items[0][price_data][product_data]",
        ),
        ({"price_data": PRICE | {"unit_amount": None}, "quantity": 1}, "line_items[0][price_data][unit_amount]"),
        ({"price_data": PRICE | {"unit_amount": 100_000_000}, "quantity": 1}, "line_items[0][price_data][unit_amount]"),
    ],
)
def test_what_is_missing_or_wrong_is_named(item, param):
    with pytest.raises(ApiError) as refused:
        line_items.build(make_world(), [item])

    assert refused.value.error["param"] == param


def test_a_session_has_at_most_a_hundred_items():
    with pytest.raises(ApiError, match="at most 100"):
        line_items.build(make_world(), [{}] * 101)
