"""Changes to goods and services for a donor: declined, returned, not provided (receipt rules, 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core import audit
from core.models import User
from donations.ledger.drafts import BenefitDraft
from donations.ledger.rollups.following import followed
from donations.models import Benefit, Gift, GiftLine


class TooFewBenefits(Exception):
    """The line has fewer benefits in status `was` than the marking would change."""


@dataclass(frozen=True)
class Marking:
    """Change `quantity` benefits of a gift line from status `was` to `status`. `source` says how we know: “the order
    page”, “a call”."""

    line: GiftLine
    quantity: int
    status: str
    status_on: date | None
    source: str
    was: str = Benefit.Status.ACCEPTED

    def field_change(self) -> audit.FieldChange:
        """The change as an audit entry of the gift shows it."""
        before, after = (Benefit.Status(status).label for status in (self.was, self.status))
        return audit.FieldChange("benefits", f"{self.quantity} {before}", f"{self.quantity} {after}", of=self.line.gift)


@transaction.atomic
def mark_benefits(*, markings: Iterable[Marking]) -> list[audit.FieldChange]:
    """Apply markings inside the caller's transaction; returns the field changes for its audit entry.

    Receipts that state these benefits become out of date automatically. Raises `TooFewBenefits`.
    """
    rows = list(markings)
    with followed({marking.line.gift_id for marking in rows}):
        for marking in rows:
            _mark_line(marking)
    return [marking.field_change() for marking in rows]


def _mark_line(marking: Marking) -> None:
    """Mark benefits of one line. A row that changes in part is split, so that quantity and value still add up."""
    left = marking.quantity
    rows = Benefit.objects.select_for_update().filter(line=marking.line, status=marking.was).order_by("pk")
    for row in rows:
        part = min(left, row.quantity)
        if part:
            _mark(row, part, status=marking.status, status_on=marking.status_on, source=marking.source)
            left -= part
    if left:
        raise TooFewBenefits(marking.line)


def _mark(row: Benefit, quantity: int, *, status: str, status_on: date | None, source: str) -> None:
    """Mark a row, or split off the marked part; a database trigger subtracts it from the row."""
    row.status, row.status_on, row.status_source = status, status_on, source
    if quantity < row.quantity:
        row.split_from_id, row.rest = row.pk, row.quantity - quantity
        row.pk, row.quantity, row._state.adding = None, quantity, True
    row.full_clean()
    row.save()


class NotOpenForBenefits(Exception):
    """The gift no longer counts or has its receipt, or its line already says what the donor received."""


@transaction.atomic
def describe_benefit(*, line: GiftLine, benefit: BenefitDraft, by: User | None) -> Benefit:
    """Record what the donor received for a part of a gift that says nothing of it yet: a ticket, a sponsorship.

    The database refuses it once a receipt was issued. Raises `NotOpenForBenefits` and `ValidationError`.
    """
    gift = Gift.objects.select_for_update().get(pk=line.gift_id)
    if hasattr(gift, "reversal") or line.benefits.exists():
        raise NotOpenForBenefits(line)
    row = Benefit(line=line, **vars(benefit))
    row.full_clean()
    with followed({gift.pk}):
        row.save()
    change = audit.FieldChange("benefits", None, str(row), of=gift)
    audit.record(by, "gift.benefit_described", gift, amount=str(row.value_each * row.quantity), changes=[change])
    return row
