"""Payments without an intent, and refunds that could not be recorded: staff say what each is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from core import audit
from core.display import money_text
from core.models import Organization, User
from core.money import CENT, ZERO
from crm.models import Supporter
from donations.ledger.current_entries import is_reversed, latest
from donations.ledger.drafts import ForeignDraft, GiftDraft, LineDraft
from donations.ledger.refunds import RefundTooLarge, refund_gift
from donations.ledger.services import record_gift
from donations.models import BalanceTransaction, Fund, Gift, Refund, UnmatchedPayment, UnmatchedRefund
from donations.models.gifts import STRIPE
from donations.processor.returned_money import CannotFollow, home_amount
from donations.processor.sync import references
from donations.tax_facts import payment_dates

BEFORE = "Refunded in Stripe before the payment was matched"


class AlreadyResolved(Exception):
    """This payment or refund was already resolved."""


class NeedsRate(Exception):
    """The payment was made in another currency: a gift needs an exchange rate and its source."""


class DoesNotFit(Exception):
    """The chosen refunds are more than was refunded, or the rest is more than remains of the gift."""


@transaction.atomic
def resolve_payment(
    *,
    payment: UnmatchedPayment,
    supporter: Supporter,
    fund: Fund,
    by: User,
    today: date,
    at: datetime,
    rate: Decimal | None = None,
    rate_source: str = "",
) -> Gift:
    """Record an unmatched payment as a gift of a supporter, with the refunds it had meanwhile.

    `rate` is units of our currency per unit of the payment's, on the day it was paid. Raises `AlreadyResolved`,
    `NeedsRate`, `KnownButReversed` where it was recorded before and reversed, and `BadDraft`.
    """
    _claim(payment, by, at, "")
    payment.refresh_from_db()
    draft = _draft(payment, supporter, fund, rate, rate_source)
    gift = record_gift(draft=draft, by=by, today=max(today, draft.gift_on))
    UnmatchedPayment.objects.filter(pk=payment.pk).update(gift=gift)
    audit.record(by, "payment.settled", payment, paid=payment.text, changes=[audit.FieldChange("gift", None, gift)])
    _own(payment, gift)
    _book_refunds(payment, latest(gift), by, at)
    return gift


@transaction.atomic
def close_payment(*, payment: UnmatchedPayment, by: User, at: datetime, reason: str) -> None:
    """Close an unmatched payment that is not a gift, with a reason. Raises `AlreadyResolved`."""
    _claim(payment, by, at, reason)
    open_ = payment.refunds.filter(closed_at__isnull=True)
    open_.update(closed_at=at, closed_by=by, closed_reason=reason)
    audit.record(by, "payment.closed", payment, reason=reason, paid=payment.text)


@transaction.atomic
def resolve_refund(*, refund: UnmatchedRefund, same: Sequence[Refund], by: User, at: datetime) -> Refund | None:
    """Link recorded refunds (`same`) that are the same money, and record the remainder.

    Returns the refund recorded now, or None when nothing remained. Raises `AlreadyResolved`, `DoesNotFit`, and
    `CannotFollow` when there is no gift the remainder could be taken from.
    """
    _claim_refund(refund, by, at, "")
    gift = latest(refund.gift) if refund.gift else None
    if gift is None:
        raise CannotFollow("Resolve the payment first.")
    refund.booked.add(*same)
    rest = home_amount(refund.amount, refund.currency, gift) - sum((one.amount for one in same), ZERO)
    if rest < ZERO:
        raise DoesNotFit("The refunds you chose add up to more than was refunded.")
    made = _book(refund, gift, rest, by, at) if rest else None
    rows = BalanceTransaction.objects.filter(livemode=refund.livemode, source_id=refund.external_id)
    owner = made or next(iter(same), None)
    rows.update(gift=gift, refund=owner)
    audit.record(by, "refund.matched", gift, refunds=len(same), booked=rest)
    return made


@transaction.atomic
def close_refund(*, refund: UnmatchedRefund, by: User, at: datetime, reason: str) -> None:
    """Close an unmatched refund that needs no entry, with a reason. Raises `AlreadyResolved`. For a reversed entry it
    also closes the payment."""
    _claim_refund(refund, by, at, reason)
    if refund.gift is not None and is_reversed(refund.gift):
        rows = BalanceTransaction.objects.filter(gift=refund.gift, refund__isnull=True, explained="")
        rows.update(explained=reason, explained_by=by, explained_at=at)
    audit.record(by, "refund.closed", refund, reason=reason, paid=refund.text)


@transaction.atomic
def explain_row(*, row: BalanceTransaction, by: User, at: datetime, text: str) -> bool:
    """Store staff's explanation of a balance transaction that belongs to no gift; False when it belongs to one."""
    mine = BalanceTransaction.objects.filter(pk__in=BalanceTransaction.objects.unowned().values("pk"), pk=row.pk)
    if not mine.update(explained=text, explained_by=by, explained_at=at):
        return False
    audit.record(by, "payout_row.explained", row, reason=text, amount=row.net)
    return True


def _draft(
    payment: UnmatchedPayment, supporter: Supporter, fund: Fund, rate: Decimal | None, rate_source: str
) -> GiftDraft:
    organization = Organization.current()
    gift_on = payment_dates.gift_day(
        payment.paid_at, method=payment.method, country="", postal_code="", time_zone=organization.time_zone
    )
    foreign, amount = None, payment.amount
    if payment.currency.lower() != organization.currency.lower():
        if rate is None or not rate_source.strip():
            raise NeedsRate(payment)
        amount = (amount * rate).quantize(CENT, ROUND_HALF_UP)
        foreign = ForeignDraft(payment.minor_units, payment.currency.upper(), rate, rate_source.strip(), gift_on)
    return GiftDraft(
        supporter_id=supporter.pk,
        lines=(LineDraft(fund_id=fund.pk, amount=amount),),
        method=payment.method,
        gift_on=gift_on,
        received_on=gift_on,
        anonymous=supporter.anonymous,
        origin=Gift.Origin.ONLINE,
        references=references(payment_id=payment.external_id, charge_id=payment.charge_id),
        foreign=foreign,
    )


def _own(payment: UnmatchedPayment, gift: Gift) -> None:
    """Link the balance transactions of a payment to its gift."""
    rows = BalanceTransaction.objects.filter(livemode=payment.livemode)
    rows.filter(unmatched=payment).update(gift=gift)
    rows.filter(source_id=payment.charge_id).exclude(source_id="").update(gift=gift)


def _book_refunds(payment: UnmatchedPayment, gift: Gift, by: User, at: datetime) -> None:
    """Record the refunds a payment had before it became a gift, in order; one that does not fit is kept for staff."""
    units, done = 0, ZERO
    for row in payment.refunds.filter(failed=False, closed_at__isnull=True).order_by("refunded_at", "pk"):
        units += row.minor_units
        # Summed from the first, so that refunding all of the payment refunds all of the gift despite rounding.
        share = (gift.amount * units / payment.minor_units).quantize(CENT, ROUND_HALF_UP) - done
        done += share
        UnmatchedRefund.objects.filter(pk=row.pk).update(gift=gift)
        try:
            with transaction.atomic():
                _claim_refund(row, by, at, "")
                made = _book(row, gift, share, by, at)
        except DoesNotFit as error:
            UnmatchedRefund.objects.filter(pk=row.pk).update(reason=str(error)[:300])
            continue
        mine = BalanceTransaction.objects.filter(livemode=row.livemode, source_id=row.external_id)
        mine.update(gift=gift, refund=made)


def _book(row: UnmatchedRefund, gift: Gift, amount: Decimal, by: User, at: datetime) -> Refund:
    zone = ZoneInfo(Organization.current().time_zone)
    try:
        made = refund_gift(
            gift=gift,
            amount=amount,
            refunded_on=max(row.refunded_at.astimezone(zone).date(), gift.gift_on),
            posted_on=max(at.astimezone(zone).date(), gift.posted_on),
            by=by,
            reason=BEFORE if row.payment_id else "Refunded in Stripe",
            reference=(STRIPE, row.external_id),
        )
    except RefundTooLarge:
        gift.refresh_from_db()
        refunded, left = money_text(amount), money_text(gift.net_amount)
        raise DoesNotFit(f"{refunded} was refunded, but only {left} of {gift} remains.") from None
    row.booked.add(made)
    return made


def _claim(payment: UnmatchedPayment, by: User, at: datetime, reason: str) -> None:
    still = UnmatchedPayment.objects.filter(pk=payment.pk, closed_at__isnull=True)
    if not still.update(closed_at=at, closed_by=by, closed_reason=reason):
        raise AlreadyResolved(payment)


def _claim_refund(refund: UnmatchedRefund, by: User, at: datetime, reason: str) -> None:
    still = UnmatchedRefund.objects.filter(pk=refund.pk, closed_at__isnull=True)
    if not still.update(closed_at=at, closed_by=by, closed_reason=reason):
        raise AlreadyResolved(refund)
