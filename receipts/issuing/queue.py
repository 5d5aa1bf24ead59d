"""Which gifts await a receipt, and which receipts no longer match their gifts: questions, never counters."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.query import QuerySet

from donations.ledger.current_entries import current_entry_ids
from donations.models import Gift
from receipts.models import Receipt, ReceiptLine

ACKNOWLEDGMENT = ReceiptLine.Role.ACKNOWLEDGMENT
#: Of the gifts that may get a receipt.
WANTED = Q(receipt_choice__wanted=True) | Q(receipt_choice__isnull=True, history=False)
UNCHOSEN = Q(receipt_choice__isnull=True, history=True)
ASIDE = Q(receipt_choice__wanted=False)


def awaiting() -> QuerySet[Gift]:
    """Gifts that await a receipt, oldest first.

    They are active, not fully refunded, and not named by an active acknowledgment; and staff chose to send a receipt,
    or made no choice and the gift is not imported history.
    """
    return _receiptable().filter(WANTED).order_by("gift_on", "number")


def history() -> QuerySet[Gift]:
    """Imported gifts for which nobody has chosen whether to send a receipt, newest first."""
    return _receiptable().filter(UNCHOSEN).order_by("-gift_on", "-number")


def declined() -> QuerySet[Gift]:
    """Gifts for which staff chose not to send a receipt."""
    return _receiptable().filter(ASIDE).order_by("-receipt_choice__at")


def counts() -> dict[str, int]:
    """How many gifts await a receipt, are history nobody chose, and are set aside."""
    parts = {"waiting": WANTED, "history": UNCHOSEN, "aside": ASIDE}
    return _receiptable().aggregate(**{name: Count("pk", filter=part) for name, part in parts.items()})


def _receiptable() -> QuerySet[Gift]:
    active = ReceiptLine.objects.filter(gift=OuterRef("pk"), role=ACKNOWLEDGMENT, active=True)
    left = Gift.objects.not_fully_refunded()
    return left.exclude(Exists(active)).exclude(pk__in=corrections())


def corrections() -> dict[int, Receipt]:
    """Gifts that correct an entry whose receipt still stands, by that receipt: it has to be replaced, not doubled."""
    lines = ReceiptLine.objects.filter(role=ACKNOWLEDGMENT, active=True, gift__status=Gift.Status.REVERSED)
    receipts = {line.gift_id: line.receipt for line in lines.select_related("receipt")}
    return {now: receipts[key] for key, now in current_entry_ids(receipts).items()}


def why_not(gift: Gift) -> str:
    """Why a gift is not among receipts to issue, as staff read it; an empty text when it is."""
    if awaiting().filter(pk=gift.pk).exists():
        return ""
    line = gift.receipt_lines.filter(role=ACKNOWLEDGMENT, active=True).select_related("receipt").first()
    if line is not None:
        return f"Receipt {line.receipt} is already issued."
    if hasattr(gift, "reversal"):
        return "This gift was corrected or reversed."
    if not gift.net_amount:
        return "This gift was refunded in full."
    if receipt := corrections().get(gift.pk):
        return f"This gift corrects one that has a receipt. Replace {receipt} instead."
    choice = getattr(gift, "receipt_choice", None)
    if choice is not None:
        said = "" if gift.supporter.protected else choice.reason
        return said or "A colleague chose not to send a receipt."
    return "This gift is imported history. Add it to receipts to issue first."
