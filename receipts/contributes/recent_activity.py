"""What changed among receipts since somebody last looked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Sum

from core.display import by_whom, counted, money_text
from core.extend import ActivitySummary, Span
from core.models import User
from core.money import ZERO
from core.recent_activity import rows_url
from receipts.models import Receipt, ReceiptVoid


def for_staff(user: User, span: Span) -> Iterable[ActivitySummary]:
    """Receipts issued, by people and by the system for online gifts, and receipts declared void."""
    rows = Receipt.objects.visible_to(user).filter(issued_at__range=span.within).exclude(issued_by=user).order_by()
    found = list(rows.values_list("issued_by__name").annotate(Count("pk"), Sum("amount")))
    if count := sum(row[1] for row in found):
        total = money_text(sum((row[2] for row in found), ZERO))
        url = rows_url("receipts:receipt-list", span, besides=user)
        text = f"{counted(count, 'receipt', 'receipts')} issued, {total}"
        yield ActivitySummary(text, url, "receipt", by_whom((row[0], row[1]) for row in found))
    voids = ReceiptVoid.objects.visible_to(user).filter(created_at__range=span.within).exclude(by=user).order_by()
    found = list(voids.values_list("by__name").annotate(Count("pk")))
    if count := sum(number for _, number in found):
        url = rows_url("receipts:receipt-list", span, besides=user, touched="void")
        yield ActivitySummary(f"{counted(count, 'receipt', 'receipts')} voided", url, "x", by_whom(found))
