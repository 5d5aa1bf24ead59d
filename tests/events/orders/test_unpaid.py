"""Seats held without money: nobody keeps more than a part of the room from the others."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client

from events.models import Event, Order
from events.orders.unpaid import most_from_one_network, most_unpaid
from tests.events.builders import make_ticket
from tests.events.orders.test_payments import soon
from tests.support.databases import race
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]
SAID = "Too many of your seats are still unpaid."


def order(ticket, quantity: int, *, email: str, network: str):
    """Somebody's first visit: another browser each time."""
    sent = {f"q_{ticket.pk}": quantity, "extra": "0", "name": "Amina Testperson", "email": email, "pay": "now"}
    path = f"/e/{ticket.event.slug}/order/"
    return Client(REMOTE_ADDR=network).post(path, {**sent, "nonce": str(uuid.uuid4())})


def taken(event: Event) -> int:
    return Event.objects.values_list("taken", flat=True).get(pk=event.pk)


@pytest.mark.parametrize(
    ("email", "network", "status"),
    [
        ("amina@example.org", "192.0.2.7", 422),
        ("Amina@Example.org", "198.51.100.9", 422),
        ("amina+more@example.org", "198.51.100.9", 422),
        ("omar@example.org", "192.0.2.7", 302),
        ("omar@example.org", "198.51.100.9", 302),
    ],
    ids=["the same", "the same address", "the same mailbox", "the same network", "somebody else"],
)
def test_more_than_a_part_of_the_room_is_not_held_for_one_visitor(shop, email, network, status):
    event = soon(capacity=50)
    ticket = make_ticket(event)
    first = order(ticket, most_unpaid(event), email="amina@example.org", network="192.0.2.7")

    more = order(ticket, 1, email=email, network=network)

    assert (first.status_code, more.status_code, SAID in more.text) == (302, status, status == 422)
    assert taken(event) == most_unpaid(event) + (status == 302)


def test_one_network_leaves_a_part_of_the_room_to_others_under_however_many_addresses(shop):
    event = soon(capacity=50)
    ticket = make_ticket(event)

    answers = [order(ticket, 10, email=f"guest{n}@example.org", network="192.0.2.7").status_code for n in range(5)]

    assert answers == [302] * 4 + [422]
    assert taken(event) == most_from_one_network(event) == 40


def test_one_order_is_not_larger_either(shop):
    event = soon(capacity=50)
    table = make_ticket(event, Decimal("1500"), seats=10)

    answer = order(table, 5, email="amina@example.org", network="192.0.2.7")

    assert (answer.status_code, SAID in answer.text, taken(event)) == (422, True, 0)


def test_what_is_paid_counts_no_more(shop):
    event = soon(capacity=50)
    ticket = make_ticket(event)
    order(ticket, most_unpaid(event), email="amina@example.org", network="192.0.2.7")
    shop.pay(Order.objects.get().intent)
    shop.settle()

    assert order(ticket, 5, email="amina@example.org", network="192.0.2.7").status_code == 302


def test_at_once_no_more_is_held_than_one_after_the_other(shop):
    event = soon(capacity=50)
    ticket = make_ticket(event)

    race(8, lambda _: order(ticket, 5, email="amina@example.org", network="192.0.2.7"))

    assert 0 < taken(event) <= most_unpaid(event)


def test_a_large_room_gives_more_and_the_smallest_two_tables():
    assert [most_unpaid(Event(capacity=size)) for size in (5, 50, 140, 600)] == [20, 20, 46, 200]
