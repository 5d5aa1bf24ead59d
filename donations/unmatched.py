"""Payments no intent explains: a person says whose they are, or why they are nobody's gift."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from core import audit
from core.models import Organization, User
from crm.models import Supporter
from donations.drafts import GiftDraft, LineDraft
from donations.models import BalanceTransaction, Fund, Gift, UnmatchedPayment
from donations.services import record_gift
from donations.sync import references


class AlreadySettled(Exception):
    """Somebody settled this payment before."""


@transaction.atomic
def settle_payment(
    *, payment: UnmatchedPayment, supporter: Supporter, fund: Fund, by: User, today: date, at: datetime
) -> Gift:
    """Record an unmatched payment as a gift of a supporter. Raises `AlreadySettled`."""
    _claim(payment, by, at, "")
    zone = ZoneInfo(Organization.current().time_zone)
    gift_on = payment.paid_at.astimezone(zone).date()
    draft = GiftDraft(
        supporter_id=supporter.pk,
        lines=(LineDraft(fund_id=fund.pk, amount=payment.amount),),
        method=Gift.Method.CARD,
        gift_on=gift_on,
        received_on=gift_on,
        anonymous=supporter.anonymous,
        origin=Gift.Origin.ONLINE,
        references=references(payment_id=payment.external_id, charge_id=payment.charge_id),
    )
    gift = record_gift(draft=draft, by=by, today=today)
    UnmatchedPayment.objects.filter(pk=payment.pk).update(gift=gift)
    mine = BalanceTransaction.objects.filter(livemode=payment.livemode, source_id=payment.charge_id)
    mine.exclude(source_id="").update(gift=gift)
    return gift


@transaction.atomic
def close_payment(*, payment: UnmatchedPayment, by: User, at: datetime, reason: str) -> None:
    """Write down why an unmatched payment is nobody's gift: returned, not ours. Raises `AlreadySettled`."""
    _claim(payment, by, at, reason)
    audit.record(by, "payment.closed", payment, reason=reason, amount=payment.amount)


def _claim(payment: UnmatchedPayment, by: User, at: datetime, reason: str) -> None:
    still = UnmatchedPayment.objects.filter(pk=payment.pk, closed_at__isnull=True)
    if not still.update(closed_at=at, closed_by=by, closed_reason=reason):
        raise AlreadySettled(payment)
