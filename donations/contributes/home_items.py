"""What online giving leaves for people to do, and what a gift's page says about how it came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from donations.models import DonorReview, GatewayEvent, Gift, GiftIntent, UnmatchedPayment, UnmatchedRefund

#: A notice that failed this often does not mend itself.
STUBBORN = 3
LOOKED_AT_BY_PEOPLE = (
    GatewayEvent.Status.OTHER_ACCOUNT,
    GatewayEvent.Status.GONE,
    GatewayEvent.Status.UNREADABLE,
)


def for_finance(user: Any, today: date) -> Iterable[tuple[str, str, int]]:
    """Payments nobody claims, refunds the books could not follow, and notices nothing could be made of."""
    unmatched = UnmatchedPayment.objects.visible_to(user).filter(closed_at__isnull=True).count()
    if unmatched:
        yield "Payments without a gift", reverse("give:unmatched-list"), unmatched
    refunds = UnmatchedRefund.objects.visible_to(user).filter(closed_at__isnull=True, gift__isnull=False).count()
    if refunds:
        yield "Refunds not in the books", reverse("give:unmatched-refund-list"), refunds
    mine = GatewayEvent.objects.visible_to(user)
    if failed := mine.filter(status=GatewayEvent.Status.FAILED, attempts__gte=STUBBORN).count():
        yield "Notices of the processor that fail", f"{reverse('give:notice-list')}?status=failed", failed
    for status in LOOKED_AT_BY_PEOPLE:
        if count := mine.filter(status=status).count():
            label = f"Notices of the processor: {status.label.lower()}"
            yield label, f"{reverse('give:notice-list')}?status={status}", count


def for_records(user: Any, today: date) -> Iterable[tuple[str, str, int]]:
    """Online donors who may be somebody on record."""
    asked = DonorReview.objects.visible_to(user).filter(closed_at__isnull=True).count()
    if asked:
        yield "Online donors who may be on file already", reverse("give:review-list"), asked


def gift_panel(gift: Gift, user: Any) -> dict[str, Any] | None:
    """How a gift made online came: what the donor asked for, the fee, the deposit it is part of."""
    intent = GiftIntent.objects.visible_to(user).filter(gift=gift).first()
    rows = list(gift.transactions.select_related("payout"))
    if intent is None and not rows:
        return None
    return {
        "intent": intent,
        "rows": rows,
        "requests": gift.refund_requests.select_related("by"),
        "waiting": gift.unmatched_refunds.filter(closed_at__isnull=True),
        "may_see_payouts": user.has_perm("payouts.view"),
    }
