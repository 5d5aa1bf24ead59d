"""The document a donor can download from the thank-you page.

Receipts are in a higher layer than donations, so that app registers the function that finds or issues it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO
from donations.models import Gift


@dataclass(frozen=True)
class DonorDocument:
    """A gift's receipt: its `number`, and the `url` of the PDF, empty until it is printed.

    `needs_review`: staff review the gift before a receipt is issued. `refunded` is the part of the stated amount that
    was refunded after issue; the PDF is then marked REFUNDED.
    """

    number: str = ""
    url: str = ""
    needs_review: bool = False
    refunded: Decimal = ZERO


_finders: list[Callable[[Gift, str], DonorDocument | None]] = []


def register(finder: Callable[[Gift, str], DonorDocument | None]) -> None:
    """Register `finder(gift, public_id)`, which returns a gift's document and may issue it; called while apps load."""
    _finders.append(finder)


def document_of(gift: Gift, public_id: str) -> DonorDocument | None:
    """The first document a finder returns for the donor who holds the intent's public id, or None."""
    found = (finder(gift, public_id) for finder in _finders)
    return next((document for document in found if document is not None), None)
