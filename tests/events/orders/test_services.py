"""Placing, releasing, naming and giving back."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import sent
from donations.models import Benefit
from events.models import Event, Guest, Meal, Order
from events.orders.drafts import OrderDraft
from events.orders.services import NotOnSale, TooLate, name_guest, place_order, release_order, return_seats
from tests.events.builders import (
    NOW,
    draft_order,
    guests,
    make_event,
    make_order,
    make_paid_order,
    make_ticket,
    taken,
)
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


def test_an_order_has_a_guest_for_every_seat():
    event = make_event()
    seat, table = make_ticket(event), make_ticket(event, Decimal("1500"), seats=10)
    draft = OrderDraft(
        tickets={seat.pk: 2, table.pk: 1},
        name="Amina Testperson",
        guests=guests("Amina Testperson", "Yusuf Testperson"),
    )

    order = place_order(event=event, draft=draft, state=Order.State.AWAITING_CHECK, by=None, at=NOW)

    assert order.spoken_number == "E-0001"
    assert order.total == Decimal("1800.00")  # 2 × 150 + 1500
    assert [guest.name for guest in order.guests.all()] == ["Amina Testperson", "Yusuf Testperson", *[""] * 10]
    assert (taken(seat), taken(table)) == ((2, 12), (10, 12))


def test_one_form_sent_twice_is_one_order():
    ticket, nonce = make_ticket(make_event()), uuid.uuid4()

    first, again = make_order(ticket, nonce=nonce), make_order(ticket, nonce=nonce)

    assert first == again
    assert taken(ticket) == (1, 1)


def test_one_form_sent_with_other_content_is_another_order():
    ticket, nonce = make_ticket(make_event()), uuid.uuid4()

    first, other = make_order(ticket, nonce=nonce), make_order(ticket, 3, nonce=nonce)

    assert (other.nonce, sent.before(other.nonce)) == (f"{nonce}.2", (first.nonce,))
    assert taken(ticket) == (4, 4)


def test_a_dinner_given_back_while_ordering_takes_no_seat():
    ticket = make_ticket(make_event())

    order = make_order(ticket, 4, guests=guests("A", "B", "C", back=1))

    assert taken(ticket) == (3, 3)
    assert [bool(guest.returned_at) for guest in order.guests.all()] == [False, False, False, True]
    assert order.total == Decimal("600.00")


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"state": Event.State.DRAFT}, NOW),
        ({"state": Event.State.CLOSED}, NOW),
        ({"state": Event.State.CANCELLED}, NOW),
        ({}, NOW + timedelta(days=21)),
    ],
)
def test_nothing_is_sold_before_opening_after_closing_or_from_the_first_minute_on(changes, at):
    ticket = make_ticket(make_event(**changes))

    with pytest.raises(NotOnSale):
        make_order(ticket, at=at)

    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "sold"),
    [(date(2026, 6, 14), True), (date(2026, 6, 15), True), (date(2026, 6, 16), True), (date(2026, 6, 17), False)],
)
def test_a_ticket_is_sold_through_its_last_day_at_the_place(day, sold):
    ticket = make_ticket(make_event(), sale_until=date(2026, 6, 16))
    at = NOW + timedelta(days=(day - date(2026, 6, 15)).days, hours=11)  # 11 at night in Indiana, tomorrow in London

    if sold:
        make_order(ticket, at=at)
    else:
        with pytest.raises(NotOnSale):
            make_order(ticket, at=at)

    assert Order.objects.count() == sold


def test_staff_sell_what_the_public_page_does_not():
    ticket = make_ticket(make_event(), public=False)

    with pytest.raises(NotOnSale):
        make_order(ticket)
    order = make_order(ticket, by=make_user("events"))

    assert order.state == Order.State.AWAITING_CHECK


def test_a_ticket_of_another_event_is_refused():
    event, foreign = make_event(), make_ticket(make_event())

    with pytest.raises(NotOnSale):
        place_order(event=event, draft=draft_order(foreign), state=Order.State.AWAITING_CHECK, by=None, at=NOW)


@pytest.mark.parametrize("quantity", [0, -1, 21])
def test_a_senseless_number_of_tickets_is_refused(quantity):
    with pytest.raises(ValidationError):
        make_order(make_ticket(make_event()), quantity)

    assert Order.objects.count() == 0


def test_a_released_order_gives_its_seats_back_once():
    ticket = make_ticket(make_event())
    order = make_order(ticket, 4)

    first = release_order(order=order, state=Order.State.EXPIRED, by=None, at=NOW)
    again = release_order(order=order, state=Order.State.EXPIRED, by=None, at=NOW)

    assert (first, again) == (True, False)
    assert taken(ticket) == (0, 0)


def test_a_seat_returned_before_the_event_is_free_and_its_dinner_a_gift():
    ticket = make_ticket(make_event())
    order = make_paid_order(ticket, 4)
    first = order.guests.first()

    count = return_seats(order=order, guests=[first.pk, first.pk], source="the order page", by=None, at=NOW)
    again = return_seats(order=order, guests=[first.pk], source="the order page", by=None, at=NOW)

    assert (count, again) == (1, 0)
    assert taken(ticket) == (3, 3)
    rows = Benefit.objects.order_by("pk").values_list("quantity", "status", "status_on", "status_source")
    assert list(rows) == [
        (3, "accepted", None, ""),
        (1, "returned_before_event", date(2026, 6, 15), "E-0001: the order page"),
    ]


def test_a_seat_of_an_order_not_paid_yet_is_given_back_too():
    ticket = make_ticket(make_event())
    order = make_order(ticket, 2)

    count = return_seats(order=order, guests=[order.guests.first().pk], source="the order page", by=None, at=NOW)

    assert (count, taken(ticket)) == (1, (1, 1))
    assert Benefit.objects.count() == 0


def test_a_seat_is_not_returned_once_the_event_has_begun():
    ticket = make_ticket(make_event())
    order = make_paid_order(ticket, 2)
    begun = order.event.starts_at

    with pytest.raises(TooLate):
        return_seats(order=order, guests=[order.guests.first().pk], source="a call", by=None, at=begun)
    last_moment = return_seats(
        order=order, guests=[order.guests.first().pk], source="a call", by=None, at=begun - timedelta(seconds=1)
    )

    assert last_moment == 1
    assert Benefit.objects.filter(status=Benefit.Status.RETURNED).count() == 1


def test_guests_of_other_orders_are_not_returned():
    ticket = make_ticket(make_event())
    mine, theirs = make_order(ticket), make_order(ticket)

    count = return_seats(order=mine, guests=[theirs.guests.get().pk], source="x", by=None, at=NOW)

    assert count == 0
    assert taken(ticket) == (2, 2)


def test_a_guest_is_named_later_but_not_with_a_meal_of_another_event():
    guest = make_order(make_ticket(make_event())).guests.get()
    foreign = Meal.objects.create(event=make_event(), name="Lamb karahi")

    name_guest(guest=guest, values={"name": "Zara Testperson", "needs": "Nut allergy"}, by=None)
    with pytest.raises(ValidationError):
        name_guest(guest=guest, values={"meal": foreign}, by=None)

    guest = Guest.objects.get()
    assert (guest.name, guest.needs, guest.meal) == ("Zara Testperson", "Nut allergy", None)


def test_a_protected_guest_is_a_code_and_an_alias_stands_before_both():
    hidden = make_supporter("Hidden Testperson", protected=True)
    guest = make_order(make_ticket(make_event()), name="Hidden Testperson", supporter_id=hidden.pk).guests.get()
    guest.supporter, guest.name = hidden, "Hidden Testperson"

    by_code = guest.shown_name
    guest.alias = "Friend of the house"

    assert (by_code, guest.shown_name) == (hidden.code, "Friend of the house")
    assert guest.order.shown_name == hidden.code
