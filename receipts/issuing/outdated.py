"""Why a receipt no longer matches its gift: what changed, when, and the figures before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.display import day_text, money_text
from core.models import ExemptionStatus
from donations.models import Benefit, Gift
from receipts.models import DECIDED, PENDING_KIND, PROVIDED, Receipt, ReceiptLine


def changes(receipt: Receipt) -> list[str]:
    """What changed since a receipt was issued, in sentences; nothing where it still matches."""
    lines = receipt.lines.mismatched().select_related("gift__reversal")
    return [sentence for line in lines.prefetch_related("gift__refunds") for sentence in _changes(receipt, line)]


def _changes(receipt: Receipt, line: ReceiptLine) -> Iterator[str]:
    gift = line.gift
    yield from _taken_back(gift)
    yield from _refunded(gift, line)
    yield from _other_benefits(line)
    yield from _decided_since(receipt)


def _taken_back(gift: Gift) -> Iterator[str]:
    reversal = getattr(gift, "reversal", None)
    if reversal:
        yield f"Gift {gift.spoken_number} was reversed or corrected on {day_text(reversal.posted_on)}."


def _refunded(gift: Gift, line: ReceiptLine) -> Iterator[str]:
    if gift.net_amount == line.amount:
        return
    back = [f"{money_text(refund.amount)} on {day_text(refund.refunded_on)}" for refund in gift.refunds.all()]
    refunded = f"Refunded: {' and '.join(back)}. " if back else ""
    now, printed = money_text(gift.net_amount), money_text(line.amount)
    yield f"{refunded}{gift.spoken_number} is now {now}; the receipt says {printed}."


def _other_benefits(line: Any) -> Iterator[str]:
    """`line` as `mismatched` annotates it."""
    if line.provided_now == line.provided:
        return
    now, then = money_text(line.provided_now), money_text(line.provided)
    reasons = [
        _what_became(row) for row in Benefit.objects.filter(line__gift=line.gift_id).exclude(status__in=PROVIDED)
    ]
    why = f"{'; '.join(reasons)}. " if reasons else ""
    yield f"{why}The value of goods or services provided is now {now}; the receipt says {then}."


def _what_became(row: Benefit) -> str:
    """`2 × dinner returned before the event, Mar 3, 2026`."""
    day = f", {day_text(row.status_on)}" if row.status_on else ""
    return f"{row.quantity} × {row.description} {row.get_status_display().lower()}{day}"


def _decided_since(receipt: Receipt) -> Iterator[str]:
    """The answer of the IRS: a pending acknowledgment promised to tell of it."""
    if receipt.kind != PENDING_KIND:
        return
    answers = ExemptionStatus.objects.filter(status__in=DECIDED, starts_on__gt=receipt.issued_on)
    if row := answers.order_by("starts_on").first():
        yield f"The IRS has decided since: {row.get_status_display().lower()} on {day_text(row.starts_on)}."
