"""Which gifts await a receipt, by their stored status (`receipts/issuing/statuses.py`), and why others do not."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Sum
from django.db.models.query import QuerySet

from core.privacy.visibility import redacted
from donations.models import Gift, GiftTotal
from receipts.issuing import statuses
from receipts.models import Receipt, ReceiptBlock, ReceiptLine

Status = Gift.ReceiptStatus


def awaiting() -> QuerySet[Gift]:
    """Gifts that await a receipt, oldest first.

    They are active, not fully refunded, and have no active acknowledgment; and staff chose to send a receipt, or chose
    nothing and the gift is not imported history.
    """
    return Gift.objects.filter(awaits_receipt=True).order_by("gift_on", "number")


def online_to_try(today: date) -> QuerySet[Gift]:
    """Online gifts whose receipt the worker issues: those not blocked today already. Unordered, so that the database
    uses the index of their origin."""
    stopped = ReceiptBlock.objects.filter(gift=OuterRef("pk"), found_on=today)
    return awaiting().filter(~Exists(stopped), origin=Gift.Origin.ONLINE).order_by()


def history() -> QuerySet[Gift]:
    """Imported gifts for which staff have not chosen whether to send a receipt, newest first."""
    return Gift.objects.filter(receipt_status=Status.HISTORY).order_by("-gift_on", "-number")


def declined() -> QuerySet[Gift]:
    """Gifts for which staff chose not to send a receipt."""
    return Gift.objects.filter(receipt_status=Status.NOT_WANTED).order_by("-receipt_choice__at")


#: What each list of gifts shows, by status.
_LISTED: dict[str, tuple[Gift.ReceiptStatus, ...]] = {
    "waiting": Gift.TO_ISSUE,
    "history": (Status.HISTORY,),
    "aside": (Status.NOT_WANTED,),
}


def totals(which: str) -> QuerySet[GiftTotal]:
    """What is kept of the gifts that are `waiting`, `history` nobody chose, or set `aside`."""
    return GiftTotal.objects.filter(receipt_status__in=_LISTED[which])


def counts() -> dict[str, int]:
    """How many gifts await a receipt, are history nobody chose, and are set aside."""
    by_status = GiftTotal.objects.order_by().values("receipt_status").annotate(number=Sum("gifts"))
    found = dict(by_status.values_list("receipt_status", "number"))
    return {which: sum(found.get(status, 0) for status in shown) for which, shown in _LISTED.items()}


def why_not(gift: Gift) -> str:
    """Why a gift is not among receipts to issue, for staff; '' when it is."""
    if awaiting().filter(pk=gift.pk).exists():
        return ""
    line = gift.receipt_lines.acknowledging().select_related("receipt").first()
    if line is not None:
        return f"Receipt {line.receipt} is already issued."
    if hasattr(gift, "reversal"):
        return "This gift was corrected or reversed."
    if not gift.net_amount:
        return "This gift was refunded in full."
    if receipt := to_replace(gift):
        return f"This gift corrects one that has a receipt. Replace {receipt} instead."
    choice = getattr(gift, "receipt_choice", None)
    if choice is not None:
        private = Gift.objects.filter(redacted(Gift), pk=gift.pk).exists()
        return ("" if private else choice.reason) or "A colleague chose not to send a receipt."
    return "This gift is imported history. Add it to receipts to issue first."


def to_replace(gift: Gift) -> Receipt | None:
    """The active receipt of an entry this gift corrects, which has to be replaced instead of issuing a second one."""
    if gift.status == Gift.Status.REVERSED:
        return None
    earlier = statuses.earlier_entries([gift.pk])
    line = ReceiptLine.objects.acknowledging().filter(gift__in=list(earlier)).select_related("receipt").first()
    return line.receipt if line else None
