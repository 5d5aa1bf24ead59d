"""How orders are paid: online through the shared checkout, or by a check that staff record.

The processor code makes the gift from the intent's lines and knows nothing of events. `process_payments` is the job
that finds paid intents and confirms their orders, and releases orders that will never be paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.forms import sent
from core.http import card_testing
from core.jobs import retries
from core.models import User
from crm.models import Supporter
from donations.intents.donor_matching import is_same_name
from donations.ledger.benefits import Marking, mark_benefits
from donations.ledger.current_entries import left_of
from donations.ledger.drafts import GiftDraft, Reference
from donations.ledger.services import record_gift
from donations.models import Benefit, Gift, GiftIntent
from donations.online.checkout import (
    CannotOpen,
    DonorDetails,
    GivingIsOff,
    IntentDetails,
    close_others,
    close_session,
    open_session,
    prepare_intent,
)
from events.models import Event, Guest, Order
from events.orders import seats
from events.orders.checks import lapse_orders
from events.orders.drafts import OrderDraft, gift_lines
from events.orders.emails import BOOKED, write_to_buyer
from events.orders.seats import NoSeats
from events.orders.services import asked, asked_under, guests_inside, place_order, release_order, sold_lines
from events.orders.unpaid import check_room

KIND = "order.settle"
#: An order whose checkout was never opened (the process died) can never be paid.
ORPHANED_AFTER = timedelta(hours=1)
NEVER_PAID = (GiftIntent.State.EXPIRED, GiftIntent.State.FAILED)


class NotPayable(Exception):
    """This order is paid already, or its buyer is on the payment page right now."""


class CannotClosePaymentPage(CannotOpen):
    """The payment page of an earlier order from the same form could not be closed."""


class NotOpened(CannotOpen):
    """The payment page of `order` could not be opened. The seats are held; the order's own page retries."""

    def __init__(self, order: Order) -> None:
        super().__init__(str(order))
        self.order = order


class TooLittle(Exception):
    """The amount is below the order's total, which is `total`."""

    def __init__(self, total: Decimal) -> None:
        super().__init__(f"The order total is ${total:,.2f}.")
        self.total = total


def order_and_pay(
    *, event: Event, draft: OrderDraft, at: datetime, left: str = "", who: card_testing.Visitor | None = None
) -> tuple[Order, str]:
    """Hold the seats for a visitor, store the intent with them, and open the payment page.

    Returns the order and the URL to send the buyer to. Must not run inside a transaction. Raises what `order_by_check`
    does, `TooManyUnpaid`, `GivingIsOff` and `NotOpened`.
    """
    release_former_order(event=event, draft=draft, state=Order.State.HELD, at=at, left=left)
    with transaction.atomic():
        order = place_order(event=event, draft=draft, state=Order.State.HELD, by=None, at=at)
        if order.intent_id is None and order.state == Order.State.HELD:
            check_room(order=order, who=who)
            order.intent = _intent(order)
            order.save(update_fields=["intent"])
    try:
        return order, payment_page(order=order, at=at)
    except CannotOpen as error:
        raise NotOpened(order) from error


def order_by_check(*, event: Event, draft: OrderDraft, at: datetime, left: str = "") -> Order:
    """Request seats to be paid by check; they are held once the email address is confirmed (`checks.hold_seats`).

    Must not run inside a transaction. Raises what `place_order` does, and `CannotClosePaymentPage` when an earlier
    order of the same form cannot be closed.
    """
    release_former_order(event=event, draft=draft, state=Order.State.ASKED, at=at, left=left)
    order = place_order(event=event, draft=draft, state=Order.State.ASKED, by=None, at=at)
    _leave(sent.before(order.nonce), at)
    return order


def release_former_order(*, event: Event, draft: OrderDraft, state: str, at: datetime, left: str = "") -> None:
    """Release orders that this one replaces: those of the same form with other content, and the one whose payment page
    this browser left (`left`, the intent's public id). Must not run inside a transaction. Raises
    `CannotClosePaymentPage`."""
    _leave(sent.asked_before(**asked(event=event, draft=draft, state=state)), at)
    if not left or Order.objects.filter(asked_under(str(draft.nonce)), intent__public_id=left).exists():
        return
    _let_go_of(Order.objects.filter(state=Order.State.HELD, intent__public_id=left), at)
    try:
        with suppress(GivingIsOff):
            close_others(left=[left], at=at)
    except CannotOpen as error:
        raise CannotClosePaymentPage(left) from error


def _leave(nonces: Sequence[str], at: datetime) -> None:
    _let_go_of(Order.objects.filter(state__in=(*Order.OWING, Order.State.ASKED), nonce__in=nonces), at)


def _let_go_of(open_: QuerySet[Order], at: datetime) -> None:
    for order in open_.select_related("event", "intent").order_by("pk"):
        try:
            cancel_unpaid(order=order, by=None, at=at, reason="Changed on the order form")
        except (CannotOpen, GivingIsOff) as error:
            raise CannotClosePaymentPage(order) from error


def payment_page(*, order: Order, at: datetime) -> str:
    """The URL where the buyer of a held order pays; the order's own page when there is nothing to pay. Not inside a
    transaction."""
    if order.intent is None or order.state != Order.State.HELD:
        return reverse("events:order", args=[order.token])
    _leave(sent.before(order.nonce), at)
    return open_session(intent=order.intent, at=at)


def _intent(order: Order) -> GiftIntent:
    back = reverse("events:order", args=[order.token])
    guests = list(order.guests.all())
    on = order.created_at.astimezone(order.event.zone).date()
    return prepare_intent(
        lines=gift_lines(order=order, lines=_lines(order), guests=guests, on=on),
        donor=DonorDetails(
            full_name=order.name, email=order.email, language=order.language, supporter_id=order.supporter_id
        ),
        details=IntentDetails(
            title=order.event.name,
            return_to=f"{back}?paid={{intent}}",
            cancel_to=back,
            purpose="event",
            campaign_id=order.event.campaign_id,
        ),
        key=f"order-{order.nonce}",
    )


def cancel_unpaid(*, order: Order, by: User | None, at: datetime, reason: str) -> Order:
    """Release an unpaid order. Its payment page is closed first; if the buyer paid meanwhile, it is paid.

    Raises `CannotOpen` when the processor can't be reached. Must not run inside a transaction.
    """
    if order.state == Order.State.HELD and order.intent is not None:
        close_session(intent=order.intent, at=at)
        process_payments()
    elif not Order.objects.filter(pk=order.pk, state=Order.State.ASKED).update(state=Order.State.CANCELLED):
        release_order(order=order, state=Order.State.CANCELLED, by=by, at=at, reason=reason)
    return Order.objects.select_related("event", "intent", "gift", "supporter").get(pk=order.pk)


def process_payments() -> int:
    """Confirm orders whose payment arrived and release those that will never be paid; returns how many.

    Each separately: one that fails is retried later, and the others continue.
    """
    now = timezone.now()
    waiting = [*_paid().order_by("pk").values_list("pk", flat=True)]
    waiting += _never_paid(now).order_by("pk").values_list("pk", flat=True)
    return retries.work_off(kind=KIND, keys=waiting, act=confirm_or_release).done + lapse_orders(at=now)


def confirm_or_release(pk: int) -> bool:
    """Confirm a paid order, or release one that will never be paid. False when neither was due."""
    now = timezone.now()
    order = _paid().filter(pk=pk).select_related("intent__gift").first()
    if order and order.intent and order.intent.gift:
        return confirm_paid(order=order, gift=order.intent.gift, at=now)
    order = _never_paid(now).filter(pk=pk).select_related("event").first()
    return _lapse(order, now) if order else False


def _paid() -> QuerySet[Order]:
    return Order.objects.filter(intent__state=GiftIntent.State.PAID, intent__gift__isnull=False, gift__isnull=True)


def _never_paid(at: datetime) -> QuerySet[Order]:
    orphaned = Q(intent__isnull=True, created_at__lt=at - ORPHANED_AFTER)
    return Order.objects.filter(Q(intent__state__in=NEVER_PAID) | orphaned, state=Order.State.HELD)


@transaction.atomic
def _lapse(order: Order, at: datetime) -> bool:
    """End a hold that can no longer be paid online: release its seats, or keep them as owed if a guest is
    checked in."""
    if guests_inside(order):
        return bool(Order.objects.filter(pk=order.pk, state=Order.State.HELD).update(state=Order.State.AWAITING_CHECK))
    return release_order(order=order, state=Order.State.EXPIRED, by=None, at=at, reason="Payment not completed")


@transaction.atomic
def confirm_paid(*, order: Order, gift: Gift, at: datetime, by: User | None = None) -> bool:
    """Link a paid order with its gift; returns whether this was new.

    Seats released meanwhile are taken again when free; otherwise the order becomes “paid, no seat”.
    """
    fresh = Order.objects.locked(order)
    if fresh.gift_id is not None:
        return False
    if not left_of(gift):
        return _confirm_refunded(fresh, gift, by, at)
    seated = _is_seated(fresh)
    before, fresh.gift, fresh.supporter_id = audit.values(fresh), gift, gift.supporter_id
    fresh.state, fresh.lapses_at = Order.State.PAID if seated else Order.State.PAID_NO_SEAT, None
    fresh.save(update_fields=["gift", "supporter", "state", "lapses_at"])
    _join_buyers_seat(fresh, before["supporter_id"])
    source, status = f"{fresh.spoken_number}: paid when no seat was left", Benefit.Status.NOT_PROVIDED
    benefit_changes = [] if seated else mark_benefits(markings=dinner_markings(fresh, status, source=source, at=at))
    if seated:
        write_to_buyer(order=fresh, news=BOOKED)
    audit.record(
        by, "order.paid", fresh, seated=seated, total=gift.amount, changes=benefit_changes + audit.since(before, fresh)
    )
    return True


def _join_buyers_seat(order: Order, known: int | None) -> None:
    """Link the seat with the buyer's name to the paying supporter, if it was linked before or the name matches. For a
    protected supporter always, as the name is then shown by their code."""
    payer = order.supporter
    if payer and (payer.pk == known or payer.protected or is_same_name(payer, order.name)):
        seat = Guest.objects.filter(order=order, supporter__isnull=True, name=order.name)
        seat.update(supporter=payer.pk)


def _confirm_refunded(order: Order, gift: Gift, by: User | None, at: datetime) -> bool:
    """An order refunded before it was confirmed: it gets no seat, and no email is sent."""
    if order.is_live:
        seats.release(event=order.event, seats=seats.seats_of(order.pk))
    before, order.gift, order.supporter_id = audit.values(order), gift, gift.supporter_id
    order.state = Order.State.CANCELLED
    order.save(update_fields=["gift", "supporter", "state"])
    source = f"{order.spoken_number}: refunded before it was confirmed"
    benefit_changes = mark_benefits(markings=dinner_markings(order, Benefit.Status.REFUNDED, source=source, at=at))
    audit.record(by, "order.refunded", order, changes=[*benefit_changes, *audit.since(before, order)])
    return True


def _is_seated(order: Order) -> bool:
    """Whether the order has its seats, taken again if they had been released; never at a canceled event."""
    if Event.objects.filter(pk=order.event_id, state=Event.State.CANCELLED).exists():
        if order.is_live:
            seats.release(event=order.event, seats=seats.seats_of(order.pk))
        return False
    if order.is_live:
        return True
    try:
        with transaction.atomic():
            seats.reserve(event=order.event, seats=seats.seats_of(order.pk))
    except NoSeats:
        return False
    return True


def dinner_markings(
    order: Order, status: str, *, source: str, at: datetime, was: str = Benefit.Status.ACCEPTED
) -> Iterator[Marking]:
    """Markings for every benefit of an order with status `was`, to get another status."""
    on = None if status == Benefit.Status.ACCEPTED else at.astimezone(order.event.zone).date()
    for _, line in sold_lines(order):
        count = sum(benefit.quantity for benefit in line.benefits.all() if benefit.status == was)
        if count:
            yield Marking(line, count, status, on, source, was)


@transaction.atomic
def mark_paid(
    *,
    order: Order,
    supporter: Supporter,
    amount: Decimal,
    method: str,
    gift_on: date,
    by: User | None,
    today: date,
    at: datetime,
    check_number: str = "",
) -> Order:
    """Record a check or cash for an order as one gift, with a line for each kind of ticket.

    An amount above the order's total is added to its donation. Raises `NotPayable` when it is paid already or its buyer
    is on the payment page, `TooLittle` and `BadDraft`.
    """
    fresh = _payable(order, amount)
    draft = _gift_draft(fresh, supporter, method=method, gift_on=gift_on, check_number=check_number)
    gift = record_gift(draft=draft, by=by, today=today)
    confirm_paid(order=fresh, gift=gift, at=at, by=by)
    return Order.objects.get(pk=fresh.pk)


def _gift_draft(order: Order, supporter: Supporter, *, method: str, gift_on: date, check_number: str) -> GiftDraft:
    return GiftDraft(
        supporter_id=supporter.pk,
        lines=gift_lines(order=order, lines=_lines(order), guests=order.guests.all(), on=gift_on),
        method=method,
        gift_on=gift_on,
        campaign_id=order.event.campaign_id,
        check_number=check_number,
        anonymous=supporter.anonymous,
        origin=Gift.Origin.EVENT,
        references=(Reference("event", "order", order.spoken_number),),
    )


def _payable(order: Order, amount: Decimal) -> Order:
    """The order, locked; an excess of `amount` over its total is added to its donation."""
    fresh = Order.objects.locked(order)
    if fresh.gift_id is not None or fresh.state == Order.State.HELD:
        raise NotPayable(fresh)
    if amount < fresh.total:
        raise TooLittle(fresh.total)
    if amount > fresh.total:
        fresh.donation += amount - fresh.total
        fresh.save(update_fields=["donation"])
    return fresh


def _lines(order: Order) -> Iterable:
    return order.lines.select_related("ticket_type")
