"""What online giving adds to the home page's to-do list, and the “Given online” panel of a gift's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from core.models import User
from donations.models import DonorReview, GatewayEvent, Gift, GiftIntent, UnmatchedPayment, UnmatchedRefund

#: A notification that failed this often needs a person.
STUBBORN = 3
LOOKED_AT_BY_PEOPLE = (
    GatewayEvent.Status.OTHER_ACCOUNT,
    GatewayEvent.Status.GONE,
    GatewayEvent.Status.UNREADABLE,
)


def for_finance(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Unmatched payments, unmatched refunds, and Stripe notifications that need a person."""
    unmatched = UnmatchedPayment.objects.visible_to(user).filter(closed_at__isnull=True).count()
    if unmatched:
        yield "Unmatched payments", reverse("give:unmatched-list"), unmatched
    refunds = UnmatchedRefund.objects.visible_to(user).filter(closed_at__isnull=True, gift__isnull=False).count()
    if refunds:
        yield "Unmatched refunds", reverse("give:unmatched-refund-list"), refunds
    mine = GatewayEvent.objects.visible_to(user)
    if failed := mine.filter(status=GatewayEvent.Status.FAILED, attempts__gte=STUBBORN).count():
        yield "Failed Stripe notifications", f"{reverse('give:notice-list')}?status=failed", failed
    for status in LOOKED_AT_BY_PEOPLE:
        if count := mine.filter(status=status).count():
            label = f"Stripe notifications: {status.label.lower()}"
            yield label, f"{reverse('give:notice-list')}?status={status}", count


def for_records(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Online donors who may be duplicates of a supporter on record."""
    asked = DonorReview.objects.visible_to(user).filter(closed_at__isnull=True).count()
    if asked:
        yield "Online donors to review", reverse("give:review-list"), asked


def gift_panel(gift: Gift, user: User) -> dict[str, Any] | None:
    """Details of a gift made online: the donor's wishes, the card fee, the payout that includes it."""
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
