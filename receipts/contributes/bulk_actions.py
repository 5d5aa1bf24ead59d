"""What can be done with picked receipts, and with picked gifts on the way to one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.extend import BulkAction


def _choose(on: str, slug: str, label: str, icon: str, order: int, *, wanted: bool) -> BulkAction:
    """Leads to the page that lets gifts wait for a receipt, or sets them aside."""
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


WAITING, HISTORY, ASIDE = "gift awaiting a receipt", "gift of imported history", "gift set aside"
ACTIONS = (
    BulkAction(
        on="receipt",
        slug="print",
        label="Print in one file",
        icon="print",
        permission="receipts.view",
        order=10,
        url=_to("receipts:receipt-print"),
        fresh=True,  # names and addresses leave on paper, protected ones too
    ),
    BulkAction(
        on=WAITING,
        slug="issue",
        label="Review and issue",
        icon="receipt",
        permission="receipts.issue",
        order=10,
        url=_to("receipts:acknowledgment-issue"),
        fresh=True,  # a number once given stays taken
        primary=True,
    ),
    _choose(WAITING, "aside", "Set aside…", "x", 20, wanted=False),
    _choose(HISTORY, "want", "Let them wait for a receipt…", "heart", 10, wanted=True),
    _choose(HISTORY, "aside", "Set aside…", "x", 20, wanted=False),
    _choose(ASIDE, "want", "Let them wait for a receipt…", "heart", 10, wanted=True),
)
