"""What receipts adds to the pages of gifts and supporters, their timelines, and the home page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.urls import reverse

from core.clock import organization_today
from core.display import money_text
from core.extend import TimelineEntry
from core.models import User
from core.privacy.visibility import redacted
from crm.models import Supporter
from donations.models import Gift
from receipts import kinds
from receipts.issuing import queue, services
from receipts.issuing.assessment import lines_without_value
from receipts.models import Receipt, ReceiptLine

SHOWN = 6


def gift_panel(gift: Gift, user: User) -> dict[str, Any]:
    """The receipts of a gift, or why it has none."""
    receipts = _with_state(Receipt.objects.visible_to(user).filter(lines__gift=gift).order_by("-pk"))
    why_not, to_replace = queue.why_not(gift), queue.to_replace(gift)
    return {
        "gift": gift,
        "receipts": receipts,
        "has_issued": any(receipt.state == "issued" for receipt in receipts),
        "awaits": not why_not,
        "problems": [] if why_not else _problems(gift),
        "why_not": why_not,
        "describes": not why_not and bool(lines_without_value(gift)),
        "may_choose": not hasattr(gift, "reversal") and bool(gift.net_amount) and not to_replace,
        "replace": to_replace,
    }


def _problems(gift: Gift) -> list[str]:
    """What a person has to settle before the gift can have its receipt."""
    return [text for each in services.preview(gifts=[gift], issued_on=organization_today()) for text in each.problems]


def next_step(gift: Gift) -> str:
    """What to do about the receipt of a gift that has just been refunded, corrected or reversed."""
    line = ReceiptLine.objects.filter(gift=gift, active=True).select_related("receipt").first()
    return f"Receipt {line.receipt.number} is out of date: void or replace it." if line else ""


def supporter_panel(supporter: Supporter, user: User) -> dict[str, Any] | None:
    """The newest receipts of a donor; nothing for somebody who never had one."""
    rows = Receipt.objects.visible_to(user).filter(supporter=supporter)
    count = rows.count()
    if not count:
        return None
    return {"supporter": supporter, "receipts": _with_state(rows)[:SHOWN], "count": count}


def keys_of(supporter_id: int) -> Any:
    """The receipts of a donor, whose letters stand on their page."""
    return Receipt.objects.filter(supporter=supporter_id).order_by().values("pk")


def timeline(supporter: Supporter, user: User, limit: int) -> Iterable[TimelineEntry]:
    """Receipts issued and declared void."""
    for receipt in (
        Receipt.objects.visible_to(user)
        .filter(supporter=supporter)
        .select_related("void")
        .annotate(is_silent=ExpressionWrapper(redacted(Receipt), output_field=BooleanField()))
        .order_by("-issued_at")[:limit]
    ):
        url = reverse("receipts:receipt-detail", args=[receipt.pk])
        detail = f"{kinds.label(receipt.kind)}, {money_text(receipt.amount)}"
        yield TimelineEntry(receipt.issued_at, "receipt", f"{receipt.number} issued", detail, url, "receipts")
        if receipt.is_void:
            void = receipt.void
            why = "" if getattr(receipt, "is_silent", True) else void.reason
            yield TimelineEntry(void.created_at, "x", f"{receipt.number} voided", why, url, "receipts")


def home_items(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    if count := queue.awaiting().count():
        yield "Receipts to issue", reverse("receipts:acknowledgment-list"), count
    if count := Receipt.objects.visible_to(user).out_of_date().count():
        yield "Receipts that no longer match their gifts", f"{reverse('receipts:receipt-list')}?state=stale", count


def waiting(user: User) -> int | None:
    """How many gifts wait, for the sidebar."""
    return queue.awaiting().count() or None


def _with_state(rows: Any) -> Any:
    stale = ReceiptLine.objects.out_of_date().filter(receipt=OuterRef("pk"))
    return rows.with_state().annotate(stale=Exists(stale)).select_related("void").defer("snapshot")


def receipts_named(user: User, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Receipts by their numbers, with their pages."""
    rows = Receipt.objects.visible_to(user).filter(pk__in=list(keys))
    return {row.pk: (f"Receipt {row.number}", reverse("receipts:receipt-detail", args=[row.pk])) for row in rows}


def lines_named(user: User, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Lines of receipts by the numbers of these, with their pages."""
    rows = ReceiptLine.objects.visible_to(user).filter(pk__in=list(keys))
    receipts = dict(rows.values_list("pk", "receipt"))
    named = receipts_named(user, receipts.values())
    return {pk: named[receipt] for pk, receipt in receipts.items() if receipt in named}
