"""Whose record the seats of an order belong to: the buyer's own seat is the buyer's, under no other name."""

import pytest

from core.models import Change
from events.models import Guest, Order
from events.orders.payments import mark_paid
from events.orders.services import name_guest, name_guests
from tests.events.builders import NOW, guests, make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import TODAY, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
BUYER = "Gulnaz Testperson"


def pay(order: Order, payer) -> Guest:
    """Pay an order with somebody's check; its first seat."""
    mark_paid(
        order=order, supporter=payer, amount=order.total, method="cash", gift_on=TODAY, by=None, today=TODAY, at=NOW
    )
    return order.guests.order_by("pk")[0]


def unpaid(*names: str, **override) -> Order:
    ticket = make_ticket(make_event())
    return make_order(ticket, 2, name=BUYER, guests=guests(*names), state="awaiting_check", at=NOW, **override)


@pytest.mark.parametrize(
    ("payer", "protected", "joined"),
    [
        ("Gulnaz Testperson", False, True),
        ("Testperson, Gulnaz", False, True),
        ("Omar Testperson", False, False),
        ("Sample Charitable", False, False),
        ("Omar Testperson", True, True),
    ],
)
def test_the_buyers_seat_is_the_payers_only_where_they_are_the_buyer(payer, protected, joined):
    person = make_supporter(payer, protected=protected)

    seat = pay(unpaid(BUYER, "Omar Testperson"), person)

    assert (seat.supporter_id == person.pk) is joined
    assert (seat.listed_name == BUYER) is not protected


def test_and_where_staff_said_so_before():
    person = make_supporter("G. Testperson")

    assert pay(unpaid(BUYER, supporter_id=person.pk), person).supporter == person


@pytest.mark.parametrize(
    ("name", "stays"), [("Gulnaz Testpersan", True), ("G. Testperson", True), ("Omar Khalil", False), ("", False)]
)
def test_a_seat_that_is_named_anew_is_theirs_while_it_may_be(name, stays):
    party, buyer = guests(BUYER, "Hina Testperson"), make_supporter(BUYER)
    order = make_paid_order(make_ticket(make_event()), 2, name=BUYER, guests=party, supporter=buyer)
    seat, other = order.guests.order_by("pk")

    name_guests(order=order, values=[(seat, {"name": name}), (other, {"name": BUYER})], by=None)

    assert (Guest.objects.get(pk=seat.pk).supporter == order.supporter) is stays
    assert Guest.objects.get(pk=other.pk).supporter is None
    assert Change.objects.filter(field="supporter").exists() is not stays


def test_a_protected_persons_seat_stays_theirs_under_their_alias():
    person = make_supporter(BUYER, protected=True)
    seat = pay(unpaid(BUYER), person)

    name_guest(guest=seat, values={"alias": "G. Testperson"}, by=None)
    name_guest(guest=Guest.objects.get(pk=seat.pk), values={"name": "Omar Khalil"}, by=None)
    before = Guest.objects.get(pk=seat.pk)
    name_guest(guest=Guest.objects.get(pk=seat.pk), values={"name": "Omar Example", "alias": ""}, by=None)

    assert (before.supporter, before.listed_name) == (person, person.code)
    assert Guest.objects.get(pk=seat.pk).shown_name == "Omar Example"
