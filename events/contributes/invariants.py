"""What must always be true of events; `check_ledger` asks it, and so does every test that writes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, F, Q

from core.extend import Invariant
from core.money import ZERO
from events.models import CheckIn, Event, Guest, Order, TicketType


def wrong_event_counters() -> Iterator[str]:
    held = dict(Guest.objects.expected().values_list("event").annotate(count=Count("pk")).order_by())
    for event in Event.objects.all():
        if event.taken != held.get(event.pk, 0):
            yield f"{event} says {event.taken} seats are taken, its guests are {held.get(event.pk, 0)}"


def wrong_ticket_counters() -> Iterator[str]:
    rows = Guest.objects.expected().filter(line__isnull=False).values_list("line__ticket_type")
    held = dict(rows.annotate(count=Count("pk")).order_by())
    for kind in TicketType.objects.select_related("event"):
        if kind.taken != held.get(kind.pk, 0):
            yield f"{kind} of {kind.event} says {kind.taken} seats are taken, its guests are {held.get(kind.pk, 0)}"


def orders_without_their_seats() -> Iterator[str]:
    for order in Order.objects.prefetch_related("lines").annotate(seats=Count("guests")):
        bought = sum(line.all_seats for line in order.lines.all())
        if order.seats != bought:
            yield f"{order} bought {bought} seats and has {order.seats}"


def paid_orders_without_their_gift() -> Iterator[str]:
    settled = Order.objects.filter(state__in=Order.SETTLED)
    for order in settled.filter(Q(gift__isnull=True) | ~Q(supporter=F("gift__supporter"))).exclude(
        gift__reversal__isnull=False
    ):
        yield f"{order} is paid and its gift is missing or another's"


def gifts_that_cost_something_else() -> Iterator[str]:
    rows = Order.objects.filter(gift__isnull=False).select_related("gift").prefetch_related("lines")
    for order in rows:
        total: Decimal = sum((line.amount for line in order.lines.all()), ZERO) + order.donation
        if order.gift and order.gift.amount != total:
            yield f"{order} costs {total}, its gift is {order.gift.amount}"


def guests_let_in_twice_or_not_expected() -> Iterator[str]:
    expected = Guest.objects.expected().values("pk")
    for row in CheckIn.objects.filter(standing=True).exclude(guest__in=expected):
        yield f"Check-in {row.pk} is of a guest whose seat nobody holds"


INVARIANTS = (
    Invariant("An event counts the seats that are held", wrong_event_counters),
    Invariant("A ticket counts the seats that are held", wrong_ticket_counters),
    Invariant("An order has a guest for every seat it bought", orders_without_their_seats),
    Invariant("A paid order has its gift", paid_orders_without_their_gift),
    Invariant("An order's gift is what it costs", gifts_that_cost_something_else),
    Invariant("Only expected guests are in", guests_let_in_twice_or_not_expected),
)
