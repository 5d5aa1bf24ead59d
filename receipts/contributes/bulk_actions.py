"""Bulk actions on selected receipts, and on selected gifts whose receipt is not issued."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.extend import BulkAction


def _choose(on: str, slug: str, label: str, icon: str, order: int, *, wanted: bool) -> BulkAction:
    """An action that opens the page where gifts are added to receipts to issue, or marked as getting none."""
    return BulkAction(
        on=on,
        slug=slug,
        label=label,
        icon=icon,
        permission="receipts.issue",
        order=order,
        url=lambda page: reverse("receipts:acknowledgment-choose"),
        name="wanted",
        value="1" if wanted else "0",
        primary=wanted,
    )


def _to(route: str) -> Any:
    return lambda page: reverse(route)


WAITING, HISTORY, ASIDE = "gift-to-issue", "gift-of-history", "gift-without-receipt"
ACTIONS = (
    BulkAction(
        on="receipt",
        slug="print",
        label="Print receipts",
        icon="print",
        permission="receipts.view",
        order=10,
        url=_to("receipts:receipt-print"),
        fresh=True,  # names and addresses leave on paper, protected ones too
    ),
    BulkAction(
        on=WAITING,
        slug="issue",
        label="Review and issue receipts",
        icon="receipt",
        permission="receipts.issue",
        order=10,
        url=_to("receipts:acknowledgment-issue"),
        fresh=True,  # a number once given stays taken
        primary=True,
    ),
    _choose(WAITING, "aside", "Don't send receipts…", "x", 20, wanted=False),
    _choose(HISTORY, "want", "Add to receipts to issue…", "heart", 10, wanted=True),
    _choose(HISTORY, "aside", "Don't send receipts…", "x", 20, wanted=False),
    _choose(ASIDE, "want", "Add to receipts to issue…", "heart", 10, wanted=True),
)
