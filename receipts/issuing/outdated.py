"""Why a receipt no longer matches its gift: what changed, when, and the figures before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.audit import FieldChange
from core.display import day_text, money_text
from core.models import ExemptionStatus
from donations.ledger import corrected
from donations.ledger.current_entries import current_entry
from donations.models import Benefit, Gift
from receipts.models import DECIDED, PENDING_KIND, PROVIDED, Receipt, ReceiptLine

#: What a correction may have changed, as the sentence calls it.
LABELS = {
    "supporter_id": "the donor",
    "kind": "type",
    "amount": "amount",
    "method": "payment method",
    "check_number": "check number",
    "gift_on": "date of gift",
    "fund": "fund",
}
#: What no receipt says.
UNPRINTED = ("campaign_id", "note")


def changes(receipt: Receipt) -> list[str]:
    """What changed since a receipt was issued, in sentences; nothing where it still matches."""
    lines = receipt.lines.mismatched().select_related("gift__reversal", "receipt")
    return [
        sentence for line in lines.prefetch_related("gift__refunds__failure") for sentence in _changes(receipt, line)
    ]


def _changes(receipt: Receipt, line: ReceiptLine) -> Iterator[str]:
    gift = line.gift
    yield from _taken_back(gift)
    yield from _refunded(gift, line)
    yield from _other_benefits(line)
    yield from _decided_since(receipt)


def _taken_back(gift: Gift) -> Iterator[str]:
    reversal = getattr(gift, "reversal", None)
    if reversal is None:
        return
    when = day_text(reversal.posted_on)
    new = current_entry(gift)
    if new is None:
        yield f"Gift {gift.spoken_number} was reversed on {when}."
    else:
        changes = "; ".join(
            _described(change) for change in corrected.changes(gift, new) if change.field not in UNPRINTED
        )
        yield f"Gift {gift.spoken_number} was corrected on {when}{': ' if changes else ''}{changes}."


def _described(change: FieldChange) -> str:
    """What a correction changed; who the donor was and is stands on their pages alone."""
    label = LABELS[change.field]
    if change.field == "supporter_id":
        return label
    before, after = (_words(change.field, value) for value in (change.before, change.after))
    return f"{label} from {before} to {after}"


def _words(field: str, value: Any) -> str:
    if field == "amount":
        return money_text(value)
    if field == "gift_on":
        return day_text(value)
    if field in ("method", "kind"):
        return str((Gift.Method if field == "method" else Gift.Kind)(value).label).lower()
    return str(value) if value not in (None, "") else "none"


def _refunded(gift: Gift, line: ReceiptLine) -> Iterator[str]:
    """Refunds that went out, and those that came back, since the receipt was issued."""
    if gift.net_amount == line.amount:
        return
    since, changes = line.receipt.issued_at, []
    for refund in gift.refunds.all():
        if refund.created_at > since and not refund.failed:
            changes.append(f"Refunded: {money_text(refund.amount)} on {day_text(refund.refunded_on)}. ")
        elif refund.created_at <= since and refund.failed and refund.failure.created_at > since:
            changes.append(f"Refund failed: {money_text(refund.amount)} on {day_text(refund.failure.failed_on)}. ")
    now, printed = money_text(gift.net_amount), money_text(line.amount)
    yield f"{''.join(changes)}{gift.spoken_number} is now {now}; the receipt says {printed}."


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
    """The IRS decision since a pending acknowledgment, which promised to report it."""
    if receipt.kind != PENDING_KIND:
        return
    answers = ExemptionStatus.objects.filter(status__in=DECIDED, starts_on__gt=receipt.issued_on)
    if row := answers.order_by("starts_on").first():
        yield f"The IRS has decided since: {row.get_status_display().lower()} on {day_text(row.starts_on)}."
