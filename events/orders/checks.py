"""Orders paid by check: requested, held once the email address is confirmed, and released after a deadline.

An order by check from the public page holds no seats at first. An email with a link goes to its address; opening the
link holds the seats until `lapses_at`, within limits per mailbox and event. Staff can hold them without the link, or
keep them without a deadline. `lapse_orders` is the job that releases seats whose check did not come.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from core import audit
from core.jobs import retries
from core.mail.mailboxes import mailbox_of
from core.models import User
from events.models import Event, Guest, Order
from events.orders import seats
from events.orders.emails import HELD, RELEASED, proof_of, write_to_buyer
from events.orders.services import NotOnSale, release_order

KIND = "order.lapse"
#: The most seats one mailbox may have waiting for checks at an event.
SEATS_OF_ADDRESS = 10
#: How long we wait for a check, and how long before the event seats are released at the latest.
CHECK_DAYS, FREE_BEFORE = timedelta(days=10), timedelta(days=3)
#: How long a link stays valid.
LINK_DAYS = timedelta(days=3)


class TooManyWait(Exception):
    """Too many seats wait for checks: those of this address when `mine`, else those of the whole event."""

    def __init__(self, *, mine: bool) -> None:
        super().__init__(
            ("Too many unpaid seats for this address.") if mine else "Too many seats held for unpaid checks."
        )
        self.mine = mine


def is_proof(order: Order, proof: str) -> bool:
    """Whether `proof` is the secret that only the email to the order's address contains."""
    return constant_time_compare(proof, proof_of(order))


def lapse_of(event: Event, at: datetime) -> datetime:
    """When seats held at `at` for a check expire: 11:59 PM at the venue, ten days later, but at least three days before
    the event. At least one day from `at`, and never after the event begins."""
    wanted = min(at + CHECK_DAYS, event.starts_at - FREE_BEFORE)
    day = max(wanted, at + timedelta(days=1)).astimezone(event.zone).date()
    return min(datetime.combine(day, time(23, 59), event.zone), event.starts_at)


@transaction.atomic
def hold_seats(*, order: Order, at: datetime, by: User | None = None) -> Order:
    """Hold the seats of a requested order: its address is confirmed, or staff (`by`) know the buyer.

    Repeating it changes nothing. Raises `NotOnSale`, `NoSeats` and, unless staff decide, `TooManyWait`.
    """
    event = Event.objects.get(pk=order.event_id)
    if by is None and (event.state != Event.State.OPEN or event.is_over(at)):
        raise NotOnSale("Tickets are no longer on sale.")
    values = {"proved_at": at, "lapses_at": lapse_of(event, at)} if by is None else {"lapses_at": None}
    unconfirmed = Order.objects.filter(pk=order.pk, state=Order.State.ASKED)
    if unconfirmed.update(state=Order.State.AWAITING_CHECK, **values):
        wanted = seats.seats_of(order.pk)
        seats.reserve(event=event, seats=wanted)  # locks the event: one order at a time
        if by is None:
            _check_room(order, event)
        fresh = Order.objects.select_related("event").get(pk=order.pk)
        write_to_buyer(order=fresh, news=HELD)
        changes = [audit.FieldChange("state", Order.State.ASKED, Order.State.AWAITING_CHECK)]
        audit.record(by, "order.held", fresh, seats=sum(wanted.values()), changes=changes)
    return Order.objects.select_related("event", "supporter", "gift", "intent").get(pk=order.pk)


def _check_room(order: Order, event: Event) -> None:
    """Raise `TooManyWait` when, with this order, more seats would wait for checks than allowed."""
    waiting = Guest.objects.filter(order__in=waiting_orders(event), returned_at__isnull=True)
    emails = waiting.order_by().values_list("order__email", flat=True)
    if sum(mailbox_of(email) == mailbox_of(order.email) for email in emails) > SEATS_OF_ADDRESS:
        raise TooManyWait(mine=True)
    if waiting.count() > event.most_by_check:
        raise TooManyWait(mine=False)


def waiting_orders(event: Event) -> QuerySet[Order]:
    """Orders of the public page that wait for a check and were not confirmed by staff."""
    return Order.objects.filter(event=event, state=Order.State.AWAITING_CHECK, lapses_at__isnull=False)


@transaction.atomic
def hold_without_deadline(*, order: Order, by: User, at: datetime) -> Order:
    """Staff confirm an order by check: its seats wait without a deadline, and are held if they were only requested.
    Raises `NoSeats`."""
    fresh = hold_seats(order=order, at=at, by=by)
    held = Order.objects.filter(pk=order.pk, state=Order.State.AWAITING_CHECK, lapses_at__isnull=False)
    if held.update(lapses_at=None):
        audit.record(by, "order.kept", fresh, changes=[audit.FieldChange("lapses_at", fresh.lapses_at, None)])
        fresh.lapses_at = None
    return fresh


def bring_forward(*, event: Event, at: datetime, by: User | None) -> int:
    """Shorten the deadlines of seats waiting for checks after an event moved to an earlier day; returns how many orders
    changed."""
    last = lapse_of(event, at)
    late = list(waiting_orders(event).filter(lapses_at__gt=last).order_by("pk"))
    for order in late:
        Order.objects.filter(pk=order.pk).update(lapses_at=last)
        audit.record(by, "order.moved", order, changes=[audit.FieldChange("lapses_at", order.lapses_at, last)])
    return len(late)


def lapse_orders(*, at: datetime) -> int:
    """Release seats whose check did not come in time, and requests whose link nobody opened; returns how many.

    Each order separately: one that fails is retried later, and the others continue.
    """
    due = list(_due(at).order_by("pk").values_list("pk", flat=True))
    freed = retries.work_off(kind=KIND, keys=due, act=partial(lapse, at=at)).done
    old = Order.objects.filter(state=Order.State.ASKED, created_at__lt=at - LINK_DAYS)
    return freed + old.update(state=Order.State.EXPIRED)


def lapse(pk: int, *, at: datetime | None = None) -> bool:
    """Release the seats of one order whose deadline has passed. False when it has not."""
    now = at or timezone.now()
    order = _due(now).filter(pk=pk).select_related("event").first()
    return _lapse(order, now) if order else False


def _due(at: datetime) -> QuerySet[Order]:
    return Order.objects.filter(state=Order.State.AWAITING_CHECK, lapses_at__lte=at)


@transaction.atomic
def _lapse(order: Order, at: datetime) -> bool:
    """Release one order's seats, unless its check came, staff kept it meanwhile, or a guest is checked in."""
    still = Order.objects.filter(pk=order.pk, state=Order.State.AWAITING_CHECK, lapses_at__lte=at)
    if not still.select_for_update(of=("self",)).exists():
        return False
    done = release_order(order=order, state=Order.State.EXPIRED, by=None, at=at, reason="Check not received in time")
    if done:
        write_to_buyer(order=order, news=RELEASED)
    else:  # guests are in and owe the amount: their seats are never released
        Order.objects.filter(pk=order.pk).update(lapses_at=None)
    return done
