"""Invariants of events, checked by `check_ledger` and by every test that writes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, F, Q

from core.extend import Invariant
from core.money import ZERO
from donations.models import Gift
from events.models import CheckIn, Event, Guest, Order, TicketType


def wrong_event_counters() -> Iterator[str]:
    held = dict(Guest.objects.expected().values_list("event").annotate(count=Count("pk")).order_by())
    for event in Event.objects.all():
        if event.taken != held.get(event.pk, 0):
            yield f"{event} shows {event.taken} seats taken but has {held.get(event.pk, 0)} guests"


def wrong_ticket_counters() -> Iterator[str]:
    rows = Guest.objects.expected().filter(line__isnull=False).values_list("line__ticket_type")
    held = dict(rows.annotate(count=Count("pk")).order_by())
    for kind in TicketType.objects.select_related("event"):
        if kind.taken != held.get(kind.pk, 0):
            yield f"{kind} of {kind.event} shows {kind.taken} seats taken but has {held.get(kind.pk, 0)} guests"


def orders_without_their_seats() -> Iterator[str]:
    for order in Order.objects.prefetch_related("lines").annotate(seats=Count("guests")):
        bought = sum(line.all_seats for line in order.lines.all())
        if order.seats != bought:
            yield f"{order} ordered {bought} seats but has {order.seats} guests"


def paid_orders_without_their_gift() -> Iterator[str]:
    settled = Order.objects.filter(state__in=Order.SETTLED)
    for order in settled.filter(Q(gift__isnull=True) | ~Q(supporter=F("gift__supporter"))).exclude(
        gift__status=Gift.Status.REVERSED
    ):
        yield f"{order} is paid, but its gift is missing or has a different donor"


def gifts_that_cost_something_else() -> Iterator[str]:
    rows = Order.objects.filter(gift__isnull=False).select_related("gift").prefetch_related("lines")
    for order in rows:
        total: Decimal = sum((line.amount for line in order.lines.all()), ZERO) + order.donation
        if order.gift and order.gift.amount != total:
            yield f"{order} totals {total} but its gift is {order.gift.amount}"


def guests_let_in_twice_or_not_expected() -> Iterator[str]:
    expected = Guest.objects.expected().values("pk")
    for row in CheckIn.objects.filter(active=True).exclude(guest__in=expected):
        yield f"Check-in {row.pk} is for a guest with no seat"


INVARIANTS = (
    Invariant(name="An event's seats taken match its guests", broken=wrong_event_counters),
    Invariant(name="A ticket's seats taken match its guests", broken=wrong_ticket_counters),
    Invariant(name="An order has one guest per seat ordered", broken=orders_without_their_seats),
    Invariant(name="A paid order has its gift", broken=paid_orders_without_their_gift),
    Invariant(name="An order's gift equals its total", broken=gifts_that_cost_something_else),
    Invariant(name="Only expected guests are checked in", broken=guests_let_in_twice_or_not_expected),
)
