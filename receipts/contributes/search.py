"""What the search box finds of receipts: their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from core import extend
from core.display import money_text
from core.extend import SearchHit
from core.models import User
from receipts.models import Receipt


def find(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Receipts by number: `2026-0041`, or its end."""
    return _hits(Receipt.objects.visible_to(user).numbered(words)[:limit])


def recall(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Receipts that were opened before."""
    return _hits(Receipt.objects.visible_to(user).filter(pk__in=pks))


def _hits(rows: QuerySet[Receipt]) -> Iterable[SearchHit]:
    for receipt in rows.select_related("supporter").defer("snapshot"):
        detail = f"{receipt.supporter.shown_name}, {money_text(receipt.amount)}"
        url = reverse("receipts:receipt-detail", args=[receipt.pk])
        yield SearchHit(f"Receipt {receipt.number}", url, detail, "receipt", pk=receipt.pk)


SOURCES = (
    extend.SearchSource(
        slug="receipts", label="Receipts", permission="receipts.view", order=30, find=find, recall=recall
    ),
)
COMMANDS = (
    extend.Command(
        label="Issue receipts",
        url_name="receipts:acknowledgment-list",
        icon="heart",
        permission="receipts.issue",
        order=40,
        words="thank acknowledge letters",
    ),
)
