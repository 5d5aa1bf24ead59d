"""Names typed with online gifts and in notes, as name reviews show them (`crm.protection.typed_rows`)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core.display import day_text
from crm.protection.row_rules import under_owners_code
from crm.protection.texts import text_rows
from crm.protection.typed_rows import typed_rows
from donations.models import BalanceTransaction, GatewayEvent, Gift, GiftIntent, Pledge, UnmatchedPayment


def _day(moment: datetime) -> str:
    """The day it was in the reader's time zone."""
    return day_text(timezone.localdate(moment))


def _intent_title(intent: GiftIntent) -> str:
    return f"Online gift on {_day(intent.created_at)}"


def _intent_url(intent: GiftIntent) -> str:
    return reverse("donations:gift-detail", args=[intent.gift_id]) if intent.gift_id else ""


ENTRIES = (
    typed_rows(GiftIntent, title=_intent_title, url=_intent_url),
    typed_rows(
        UnmatchedPayment,
        title=lambda payment: f"Unmatched payment on {_day(payment.paid_at)}",
        url=lambda payment: reverse("give:unmatched-settle", args=[payment.pk]),
    ),
    *under_owners_code(GiftIntent),
    *map(text_rows, (BalanceTransaction, GatewayEvent, Gift, Pledge)),
)
