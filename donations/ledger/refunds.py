"""Refunds, and refunds that never reached the donor.

A refund has two dates, as its gift has. `refunded_on` counts with the date of gift (`gift_on`) in what donors gave, so
it is no earlier than `gift_on`; `posted_on` counts in accounting, so it is no earlier than the gift's `posted_on`. A
failed refund is compared with its refund in the same way. `received_on` is often unknown and counts nowhere, so it is
not compared.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Case, F, Prefetch, Value, When
from django.db.models.expressions import Combinable

from core import audit
from core.display import day_text, money_text
from core.models import User
from core.money import ZERO, cents, split
from donations.ledger.rollups import followed
from donations.models import FailedRefund, Gift, Pledge, Refund, RefundLine


class RefundTooLarge(Exception):
    """The refund is more than remains of the gift."""


class DatedTooEarly(Exception):
    """A refund is dated or posted before its gift, or a failed refund before its refund; the message says which."""


@transaction.atomic
def refund_gift(
    *,
    gift: Gift,
    amount: Decimal,
    refunded_on: date,
    posted_on: date,
    by: User | None,
    reason: str,
    reference: tuple[str, str] | None = None,
) -> Refund:
    """Refund part or all of a gift, taken from its lines in proportion to what is left of each. Repeating it with the
    same `reference` (system, value) changes nothing. Raises `RefundTooLarge` and `DatedTooEarly`."""
    system, value = reference or ("", None)
    refund = Refund(
        gift=gift,
        amount=amount,
        refunded_on=refunded_on,
        posted_on=posted_on,
        reason=reason,
        by=by,
        system=system,
        reference=value,
    )
    there, is_new = write_refund(refund=refund)
    if is_new:
        audit.record(by, "gift.refunded", gift, reason=reason, amount=amount)
    return there


@transaction.atomic
def write_refund(*, refund: Refund) -> tuple[Refund, bool]:
    """`refund_gift` without an audit entry, for bulk work that writes one entry for all (`tell_refunds`). Returns
    whether it was new."""
    known = Refund.objects.filter(system=refund.system, reference=refund.reference, reference__isnull=False)
    if there := known.first():
        return there, False
    refund.full_clean()
    gift, part = refund.gift, cents(refund.amount)
    _not_before("refund", "gift", (refund.refunded_on, gift.gift_on), (refund.posted_on, gift.posted_on))
    # Only columns of the gift's own row: after waiting for another update, PostgreSQL rechecks those, but not joins.
    with followed([gift.pk]):
        enough = Gift.objects.active().filter(pk=gift.pk, refunded__lte=F("amount") - part)
        if not enough.update(refunded=F("refunded") + part, status=_status(left=F("amount") - part)):
            raise RefundTooLarge(gift)
        refund.save()
        RefundLine.objects.bulk_create(_refund_lines(refund))
    if gift.pledge_id:
        Pledge.objects.filter(pk=gift.pledge_id).update(paid=F("paid") - part)
    return refund, True


@transaction.atomic
def fail_refund(
    *, refund: Refund, failed_on: date, posted_on: date, by: User | None, reason: str
) -> tuple[FailedRefund, bool]:
    """Record that a refund never reached the donor: the gift, its lines and its pledge have the money again.

    `failed_on` is the day the money was back with us. Repeating it changes nothing; returns whether it was new. Raises
    `DatedTooEarly`.
    """
    _not_before("failed refund", "refund", (failed_on, refund.refunded_on), (posted_on, refund.posted_on))
    values = {"failed_on": failed_on, "posted_on": posted_on, "reason": reason, "by": by}
    gift, part = refund.gift, cents(refund.amount)
    with followed([gift.pk]):
        there, is_new = FailedRefund.objects.get_or_create(refund=refund, defaults=values)
        if not is_new:
            return there, False
        Gift.objects.filter(pk=gift.pk).update(refunded=F("refunded") - part, status=Gift.Status.ACTIVE)
    if gift.pledge_id:
        Pledge.objects.filter(pk=gift.pledge_id).update(paid=F("paid") + part)
    audit.record(by, "gift.refund_failed", gift, reason=reason, amount=refund.amount)
    return there, True


def tell_refunds(*, refunds: list[Refund], by: User | None) -> None:
    """Write the one audit entry of bulk refunds, in the history of each gift."""
    changes = [audit.FieldChange("refunds", None, money_text(refund.amount), of=refund.gift) for refund in refunds]
    total, count = sum((refund.amount for refund in refunds), ZERO), len(refunds)
    audit.record(by, "gifts.refunded", count=count, total=total, changes=changes)


def _not_before(what: str, other: str, dated: tuple[date, date], posted: tuple[date, date]) -> None:
    """Raise `DatedTooEarly` when a row is dated or posted before the row it takes back."""
    for verb, (day, earliest) in (("dated", dated), ("posted", posted)):
        if day < earliest:
            raise DatedTooEarly(f"A {what} can't be {verb} before its {other} ({day_text(earliest)}).")


def _refund_lines(refund: Refund) -> list[RefundLine]:
    """Split a refund over the gift's lines by what is left of each."""
    counted = Prefetch("refund_lines", RefundLine.objects.filter(refund__in=refund.gift.refunds.active()))
    lines = list(refund.gift.lines.prefetch_related(counted))
    left = [line.amount - sum((part.amount for part in line.refund_lines.all()), ZERO) for line in lines]
    shares = split(refund.amount, left)
    return [
        RefundLine(refund=refund, line=line, amount=share) for line, share in zip(lines, shares, strict=True) if share
    ]


def _status(*, left: Combinable) -> Case:
    """The status after a refund: REFUNDED when earlier refunds equal `left`, so that nothing remains, else ACTIVE."""
    return Case(When(refunded=left, then=Value(Gift.Status.REFUNDED)), default=Value(Gift.Status.ACTIVE))
