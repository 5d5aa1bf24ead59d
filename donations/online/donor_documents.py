"""What a donor may take home from the thank-you page. Receipts stand above us, so they say themselves what there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO
from donations.models import Gift


@dataclass(frozen=True)
class Paper:
    """The receipt of a gift: its number, and its address once the PDF is there. `held`: a person looks at it first.

    `refunded` is how much of what it states went back since: such a receipt is marked, and no longer true.
    """

    number: str = ""
    url: str = ""
    held: bool = False
    refunded: Decimal = ZERO


_finders: list[Callable[[Gift, str], Paper | None]] = []


def register(finder: Callable[[Gift, str], Paper | None]) -> None:
    """Ask `finder(gift, public_id)` for a gift's paper; it may make it first. Called while apps load."""
    _finders.append(finder)


def paper_of(gift: Gift, public_id: str) -> Paper | None:
    """The paper of a gift, for the donor who holds the intent's public id; None while there is none."""
    found = (finder(gift, public_id) for finder in _finders)
    return next((paper for paper in found if paper is not None), None)
