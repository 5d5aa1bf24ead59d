"""The lists of an event's orders and guests: what each row says, on the screen and in a file."""

from decimal import Decimal

import pytest

from donations.ledger.refunds import refund_gift
from events.models import Order
from tests.events.builders import guests, make_paid_order
from tests.events.views.dinner import event, order_of, seat
from tests.support.builders import TODAY, make_user
from tests.support.lists import assert_constant_queries

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


def table_of(client, address: str):
    return client.get(address).context["table"]


def test_an_order_says_what_it_costs_and_how_many_come(client_as, event, seat):
    order_of(seat, 2, name="Omar Example", donation=Decimal("25"))

    table = table_of(client_as("events"), "/events/indiana/orders/")

    (row,) = table.rows
    assert (row.record.cost, row.record.party) == (Decimal("325.00"), 2)
    assert table.value_name(row.record) == "Omar Example"


def test_a_refunded_order_says_so_before_its_status(client_as, event, seat):
    order = make_paid_order(seat, name="Omar Example", guests=guests("Omar Example"))
    refund_gift(
        gift=order.gift, amount=order.gift.amount, refunded_on=TODAY, posted_on=TODAY, by=make_user(), reason="ill"
    )

    table = table_of(client_as("events"), "/events/indiana/orders/")

    assert table.value_state(table.rows[0].record).startswith("Refunded, ")


def test_a_list_asks_as_much_for_many_orders_as_for_one(client_as, event, seat):
    order_of(seat)
    client = client_as("events")
    for part in ("orders", "guests"):
        assert_constant_queries(client, f"/events/indiana/{part}/", lambda: order_of(seat), times=3)


def test_a_list_of_an_event_that_is_not_there_is_not_there(client_as):
    assert client_as("events").get("/events/nowhere/orders/").status_code == 404
    assert Order.objects.count() == 0
