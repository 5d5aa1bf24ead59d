"""Never oversold: the counters, and what races them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Event, Guest, Order, TicketType
from events.orders import seats
from events.orders.seats import NoSeats
from events.orders.services import place_order
from tests.events.builders import NOW, draft_order, make_event, make_order, make_ticket, taken
from tests.support.builders import make_organization
from tests.support.databases import race


@pytest.mark.parametrize("guard", ["room", "ticket"])
def test_two_hundred_orders_at_once_sell_exactly_ten_seats(own_database, guard):
    make_organization()
    event = make_event(capacity=10 if guard == "room" else 500)
    ticket = make_ticket(event, capacity=10 if guard == "ticket" else None)

    def order(number: int) -> object:
        draft = draft_order(ticket, name=f"Buyer {number}")
        return place_order(event=event, draft=draft, state=Order.State.AWAITING_CHECK, by=None, at=NOW)

    outcomes = race(200, order)

    placed = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, NoSeats)]
    assert (len(placed), len(refused)) == (10, 190)
    assert taken(ticket) == (10, 10)
    assert Guest.objects.expected().count() == 10
    assert sorted(order.number for order in placed) == list(range(1, 11))


def test_without_the_guard_the_same_race_is_refused_by_the_database(own_database, monkeypatch):
    """The twin that reads first and writes then: only the constraint stands between it and an eleventh guest."""
    make_organization()
    event = make_event(capacity=10)
    ticket = make_ticket(event)

    def unguarded(*, event, seats, hosted=0):
        row = Event.objects.get(pk=event.pk)
        Event.objects.filter(pk=event.pk).update(taken=row.taken + sum(seats.values()))
        for key, count in seats.items():
            kind = TicketType.objects.get(pk=key)
            TicketType.objects.filter(pk=key).update(taken=kind.taken + count)

    monkeypatch.setattr(seats, "reserve", unguarded)

    def order(number: int) -> object:
        draft = draft_order(ticket, name=f"Buyer {number}")
        return place_order(event=event, draft=draft, state=Order.State.AWAITING_CHECK, by=None, at=NOW)

    outcomes = race(20, order)

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, NoSeats)] == []
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes) or Guest.objects.count() > 10
    # What the twin did is its own mess, not the ledger's: the counters are set right again.
    Event.objects.update(taken=min(10, Guest.objects.count()))
    TicketType.objects.update(taken=Guest.objects.count())
    Event.objects.update(capacity=100)
    Event.objects.update(taken=Guest.objects.count())


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "fits"), [(2, True), (3, True), (4, False)])
def test_a_ticket_sells_up_to_its_capacity(wanted, fits):
    ticket = make_ticket(make_event(), capacity=3)

    if fits:
        make_order(ticket, wanted)
    else:
        with pytest.raises(NoSeats) as refused:
            make_order(ticket, wanted)
        assert refused.value.ticket_type == ticket

    assert taken(ticket) == ((wanted, wanted) if fits else (0, 0))
    assert Order.objects.count() == (1 if fits else 0)


@pytest.mark.django_db
def test_a_table_needs_all_its_seats():
    event = make_event(capacity=19)
    table = make_ticket(event, Decimal("1500"), seats=10)

    make_order(table)
    with pytest.raises(NoSeats) as refused:
        make_order(table)

    assert refused.value.ticket_type is None
    assert taken(table) == (10, 10)
    table.refresh_from_db()
    event.refresh_from_db()
    assert table.left(event) == 0


@pytest.mark.django_db
def test_the_database_refuses_what_code_forgets():
    ticket = make_ticket(make_event(capacity=5), capacity=3)

    for rows, count in ((Event.objects.all(), 6), (TicketType.objects.filter(pk=ticket.pk), 4)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(taken=count)


@pytest.mark.django_db
def test_a_capacity_below_the_seats_taken_is_refused_in_words():
    ticket = make_ticket(make_event())
    make_order(ticket, 4)
    event = Event.objects.get(pk=ticket.event_id)

    event.capacity = 3

    with pytest.raises(ValidationError, match="More seats than this are already taken"):
        event.full_clean()
