"""Paid orders that lose their seats: none was left, canceled by staff, or the whole event is canceled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from core.models import User
from donations.ledger.benefits import Marking, mark_benefits
from donations.models import Benefit
from donations.online.checkout import (
    CannotOpen,
    GivingIsOff,
)
from events.models import Event, Order
from events.orders import seats
from events.orders.payments import NotPayable, cancel_unpaid, dinner_markings
from events.orders.services import end_hold, guests_inside


class AlreadyResolved(Exception):
    """This order does not, or no longer, wait for seats it was paid for."""


@transaction.atomic
def resolve_no_seat(*, order: Order, wish: str, by: User | None, at: datetime) -> Order:
    """Resolve a paid order without a seat, by `wish`.

    WAIT seats it now, GIFT keeps the payment as a gift, REFUND notes that it was refunded. Raises `NoSeats` for WAIT
    while too few are free, `AlreadyResolved` when the order is not “paid, no seat”, and `NotPayable` when it is not yet
    refunded.
    """
    fresh = Order.objects.locked(order)
    if fresh.state != Order.State.PAID_NO_SEAT:
        raise AlreadyResolved(fresh)
    if wish == Order.Wish.REFUND and fresh.money_left:
        raise NotPayable(fresh)
    status, words = "", ""
    if wish == Order.Wish.WAIT:
        seats.reserve(event=fresh.event, seats=seats.seats_of(fresh.pk))
        status, words = Benefit.Status.ACCEPTED, "seated later"
    elif wish == Order.Wish.GIFT:
        status, words = Benefit.Status.DECLINED, "kept as a gift without seats"
    source = f"{fresh.spoken_number}: {words}"
    dinners = dinner_markings(fresh, status, source=source, at=at, was=Benefit.Status.NOT_PROVIDED) if status else ()
    benefit_changes = mark_benefits(markings=dinners)
    before, fresh.wish = audit.values(fresh), wish
    fresh.state = Order.State.PAID if wish == Order.Wish.WAIT else Order.State.CANCELLED
    fresh.save(update_fields=["wish", "state"])
    audit.record(by, "order.resolved", fresh, wish=str(wish), changes=benefit_changes + audit.since(before, fresh))
    return fresh


@transaction.atomic
def cancel_paid_order(*, order: Order, by: User, at: datetime, reason: str) -> Order:
    """Release the seats of a paid order before the event. The gift stays active until it is refunded.

    Raises `NotPayable` when the order is not paid, the event has begun, or a guest is checked in.
    """
    fresh = Order.objects.locked(order)
    if fresh.state != Order.State.PAID or fresh.event.is_over(at) or guests_inside(fresh):
        raise NotPayable(fresh)
    seats.release(event=fresh.event, seats=seats.seats_of(fresh.pk))
    refunded = fresh.is_refunded
    source = f"{fresh.spoken_number}: order {'refunded' if refunded else 'cancelled'}"
    status = Benefit.Status.REFUNDED if refunded else Benefit.Status.RETURNED
    benefit_changes = mark_benefits(markings=dinner_markings(fresh, status, source=source, at=at))
    fresh.state = Order.State.CANCELLED
    fresh.save(update_fields=["state"])
    fresh.guests.update(table=None)
    off = audit.FieldChange("state", Order.State.PAID, Order.State.CANCELLED)
    audit.record(by, "order.cancelled", fresh, reason=reason, changes=[*benefit_changes, off])
    return fresh


def cancel_event(*, event: Event, by: User, at: datetime, reason: str) -> Event:
    """Cancel an event: release unpaid orders and mark the benefits of paid ones as not provided.

    A payment made meanwhile becomes “paid, no seat”. Refunds are made gift by gift; a buyer who waives a refund in
    writing gives the dinner's value on that day (receipt rules, section 2.4). Must not run inside a transaction.
    """
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED)
        orders = Order.objects.filter(event=event).select_related("event", "gift", "intent")
        released = _release_unpaid(orders)
        paid = list(orders.filter(state=Order.State.PAID))
        dinners = mark_benefits(markings=[marking for order in paid for marking in _dinners_off(order, at)])
        counts, off = (
            {"released": len(released), "paid": len(paid)},
            audit.FieldChange("state", event.state, "cancelled"),
        )
        audit.record(by, "event.cancelled", event, reason=reason, changes=[*released, *dinners, off], **counts)
    for order in orders.filter(state=Order.State.HELD):
        with suppress(CannotOpen, GivingIsOff):  # then the page expires by itself, and the worker settles the order
            cancel_unpaid(order=order, by=by, at=at, reason="Event canceled")
    event.refresh_from_db()
    return event


def _release_unpaid(orders: QuerySet[Order]) -> list[audit.FieldChange]:
    """Cancel the orders waiting for a check; returns each one's change for the audit entry."""
    was, now = Order.State.AWAITING_CHECK, Order.State.CANCELLED
    ended = [order for order in orders.filter(state=was).order_by("pk") if end_hold(order, now)]
    return [audit.FieldChange("state", was, now, of=order) for order in ended]


def _dinners_off(order: Order, at: datetime) -> Iterator[Marking]:
    """Mark the benefits of a paid order as not provided, as the event is canceled."""
    return dinner_markings(
        order, Benefit.Status.EVENT_CANCELLED, source=f"{order.spoken_number}: event canceled", at=at
    )
