"""Refunds made at the processor: recorded on the current entry, or kept for staff; and refunds that fail later.

Each refund is handled separately: one that cannot be recorded never stops the others, its gift or its payout.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from core.display import money_text
from core.models import Organization
from core.money import CENT
from donations.gateways.base import Broken, PaymentFacts, RefundFacts
from donations.gateways.units import to_minor
from donations.ledger.current_entries import is_reversed, latest
from donations.ledger.refunds import RefundTooLarge, fail_refund, refund_gift
from donations.models import (
    GatewayEvent,
    Gift,
    Refund,
    RefundRequest,
    UnmatchedPayment,
    UnmatchedRefund,
)
from donations.models.gifts import STRIPE
from donations.processor.balance_transactions import save_balance_transaction

log = logging.getLogger(__name__)
DONE, FAILED = "succeeded", ("failed", "canceled")


class CannotFollow(Exception):
    """This refund cannot be recorded automatically; the message tells staff why."""


def of_gift(payment: PaymentFacts, gift: Gift, *, at: datetime) -> None:
    """Apply the refunds of a payment to its gift. Call inside the transaction that applies the payment."""
    if payment.charge is None:
        return
    note_broken(payment.charge.broken, livemode=payment.livemode, at=at)
    for facts in payment.charge.refunds:
        _answer_wish(facts)
        try:
            with transaction.atomic():
                _apply(facts, gift, payment, at)
        except (CannotFollow, RefundTooLarge, ValidationError) as error:
            reason = str(error) if isinstance(error, CannotFollow) else _why_not(facts, gift)
            _save_unmatched(facts, payment, reason, gift=latest(gift))


def of_unmatched(payment: PaymentFacts, waiting: UnmatchedPayment, *, at: datetime) -> None:
    """Update an unmatched payment from its refunds."""
    if payment.charge is None:
        return
    note_broken(payment.charge.broken, livemode=payment.livemode, at=at)
    for facts in payment.charge.refunds:
        if facts.status == DONE:
            _save_unmatched(facts, payment, "The payment has no gift yet.", payment_row=waiting)
        elif facts.status in FAILED:
            _fail_unmatched(facts, payment)
        for row in (facts.balance, facts.failure_balance):
            save_balance_transaction(row, livemode=payment.livemode, unmatched=waiting)
    count_units(waiting)


def count_units(waiting: UnmatchedPayment) -> None:
    """Update how much of a payment was refunded."""
    sent = waiting.refunds.filter(failed=False).aggregate(total=Sum("minor_units"))["total"] or 0
    UnmatchedPayment.objects.filter(pk=waiting.pk).update(refunded_units=sent)


def note_broken(broken: tuple[Broken, ...], *, livemode: bool, at: datetime) -> None:
    """Record each row that cannot be read as a failed notification (`note_failed`)."""
    for row in broken:
        note_failed(kind=row.kind, external_id=row.id, livemode=livemode, why=row.why, at=at)


def note_failed(*, kind: str, external_id: str, livemode: bool, why: str, at: datetime) -> None:
    """Record an object that could not be read as a failed notification: it is retried, shown to staff, and can be
    discarded."""
    mine = {"event_id": f"found_{kind}_{external_id}"[:120], "livemode": livemode}
    values = {
        "type": f"{kind}.found"[:80],
        "object_kind": kind[:40],
        "object_id": external_id[:120],
        "received_at": at,
        "due_at": at,
        "status": GatewayEvent.Status.FAILED,
        "error": why[:300],
    }
    GatewayEvent.objects.bulk_create([GatewayEvent(**mine, **values)], ignore_conflicts=True)
    closed = GatewayEvent.objects.filter(**mine).exclude(status__in=GatewayEvent.OPEN)
    closed.exclude(status=GatewayEvent.Status.DISCARDED).update(
        status=GatewayEvent.Status.FAILED, due_at=at, error=why[:300], attempts=0
    )


def _answer_wish(facts: RefundFacts) -> None:
    """Mark the refund staff requested as done, if its own answer never arrived."""
    if facts.request:
        mine = RefundRequest.objects.filter(nonce=facts.request, state=RefundRequest.State.ASKED)
        mine.update(state=RefundRequest.State.ACCEPTED, external_id=facts.id, error="")


def _apply(facts: RefundFacts, gift: Gift, payment: PaymentFacts, at: datetime) -> None:
    there = Refund.objects.filter(system=STRIPE, reference=facts.id).first()
    if facts.status in FAILED:
        _fail(facts, there, payment, at)
        _fail_unmatched(facts, payment)
    elif facts.status == DONE and not _is_answered(facts, payment):
        there = there or _book(facts, gift, payment, at)
        _close_unmatched(facts, payment, there)
    for row in (facts.balance, facts.failure_balance):
        save_balance_transaction(row, livemode=payment.livemode, gift=there.gift if there else gift, refund=there)


def _book(facts: RefundFacts, gift: Gift, payment: PaymentFacts, at: datetime) -> Refund:
    """Record a refund. For one that staff requested, the request names who and why; one made at the processor has
    neither."""
    if is_reversed(gift):
        raise CannotFollow(f"{gift} was reversed earlier, so nothing remains to refund.")
    now = latest(gift)
    wish = RefundRequest.objects.filter(nonce=facts.request).first() if facts.request else None
    return refund_gift(
        gift=now,
        amount=wish.amount if wish else home_amount(facts.amount, facts.currency, now),
        refunded_on=max(_day(facts.created_at), now.gift_on),
        posted_on=max(_day(at), now.posted_on),
        by=wish.by if wish else None,
        reason=wish.reason if wish else "Refunded in Stripe",
        reference=(STRIPE, facts.id),
    )


def home_amount(amount: Decimal, currency: str, gift: Gift) -> Decimal:
    """A refund in the organization's currency, at the rate the gift was recorded with. Raises `CannotFollow` for a
    currency the gift was not made in."""
    if currency == Organization.current().currency.lower():
        return amount
    foreign = getattr(gift, "foreign", None)
    if foreign is None or foreign.currency.lower() != currency:
        raise CannotFollow(f"The refund was made in {currency.upper()}, but {gift} was not given in that currency.")
    return _in_proportion(to_minor(amount, currency), foreign.minor_units, gift.amount, gift.net_amount)


def _in_proportion(units: int, of_units: int, amount: Decimal, left: Decimal) -> Decimal:
    """The share `units / of_units` of `amount`, rounded to cents. Returns `left` when the two differ by at most a cent,
    so that rounding leaves no remainder."""
    share = (amount * units / of_units).quantize(CENT, ROUND_HALF_UP)
    return left if abs(share - left) <= CENT else share


def _fail(facts: RefundFacts, there: Refund | None, payment: PaymentFacts, at: datetime) -> None:
    """A recorded refund failed afterwards: the gift has its money again."""
    cause = facts.failure_reason.replace("_", " ") or facts.status
    RefundRequest.objects.filter(external_id=facts.id).update(
        state=RefundRequest.State.FAILED, error=f"{cause.capitalize()}."
    )
    moment = facts.failure_balance.created_at if facts.failure_balance else at
    mine = UnmatchedRefund.objects.filter(external_id=facts.id, livemode=payment.livemode)
    for refund in [there] if there else Refund.objects.filter(unmatched__in=mine).select_related("gift"):
        fail_refund(
            refund=refund,
            failed_on=max(_day(moment), refund.refunded_on),
            posted_on=max(_day(at), refund.posted_on),
            by=None,
            reason=f"Refund not received: {cause}",
        )


def _fail_unmatched(facts: RefundFacts, payment: PaymentFacts) -> None:
    """An unmatched refund failed: the money never left, and nothing has to be done."""
    mine = UnmatchedRefund.objects.filter(external_id=facts.id, livemode=payment.livemode)
    mine.update(failed=True)
    mine.filter(closed_at__isnull=True).update(closed_at=timezone.now(), closed_reason="Refund not received.")


def _save_unmatched(
    facts: RefundFacts,
    payment: PaymentFacts,
    reason: str,
    *,
    gift: Gift | None = None,
    payment_row: UnmatchedPayment | None = None,
) -> None:
    """Keep a refund for staff. If staff already closed its payment, it is closed as well."""
    answer = _answer_for(payment_row) if payment_row else {}
    if not answer:
        log.warning("%s needs review.", facts.id)
    UnmatchedRefund.objects.get_or_create(
        external_id=facts.id,
        livemode=payment.livemode,
        defaults={
            "gift": gift,
            "payment": payment_row,
            "minor_units": to_minor(facts.amount, facts.currency),
            "currency": facts.currency,
            "refunded_at": facts.created_at,
            "reason": reason[:300],
            **answer,
        },
    )
    if gift is not None:
        save_balance_transaction(facts.balance, livemode=payment.livemode, gift=gift)


def _answer_for(payment: UnmatchedPayment) -> dict[str, Any]:
    """The closing reason for a refund of a payment that was closed without a gift; '' for others."""
    closed = UnmatchedPayment.objects.filter(pk=payment.pk, gift__isnull=True, closed_at__isnull=False)
    return closed.values("closed_at", "closed_by_id", "closed_reason").first() or {}


def _is_answered(facts: RefundFacts, payment: PaymentFacts) -> bool:
    """Whether staff already said what this refund is."""
    mine = UnmatchedRefund.objects.filter(external_id=facts.id, livemode=payment.livemode)
    return mine.filter(closed_by__isnull=False).exists()


def _close_unmatched(facts: RefundFacts, payment: PaymentFacts, booked: Refund) -> None:
    """Close an unmatched refund that could be recorded automatically after all."""
    mine = UnmatchedRefund.objects.filter(external_id=facts.id, livemode=payment.livemode, closed_at__isnull=True)
    for row in mine:
        row.booked.add(booked)
        mine.filter(pk=row.pk).update(closed_at=timezone.now(), closed_reason="Recorded")


def _why_not(facts: RefundFacts, gift: Gift) -> str:
    now = latest(gift)
    refunded, left = money_text(facts.amount, facts.currency.upper()), money_text(now.net_amount)
    return f"{refunded} was refunded, but only {left} of {now} remains."


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(Organization.current().time_zone)).date()
