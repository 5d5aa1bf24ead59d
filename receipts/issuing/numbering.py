"""Receipt numbers: one series per year of issue, with separate series for a demonstration."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.db import sequences
from core.models import Organization, Sequence


class Place(NamedTuple):
    """A position in a series, and the number printed for it."""

    series: str
    year: int
    seq: int
    number: str


def next_numbers(*, organization: Organization, issued_on: date, count: int) -> list[Place]:
    """The next numbers of the year of issue. Call inside the transaction that writes the receipts; only a rollback
    returns them."""
    series, year = series_of(organization, issued_on.year), issued_on.year
    return [
        Place(series, year, seq, _text(organization, year, seq))
        for seq in sequences.next_numbers(series=series, count=count)
    ]


def upcoming(*, organization: Organization, issued_on: date) -> str:
    """The number the next receipt will get, unless another is issued first."""
    last = (
        Sequence.objects.filter(series=series_of(organization, issued_on.year)).values_list("last", flat=True).first()
    )
    return _text(organization, issued_on.year, (last or 0) + 1)


def series_of(organization: Organization, year: int) -> str:
    return f"receipt-demo-{year}" if _is_demo(organization) else f"receipt-{year}"


def _text(organization: Organization, year: int, seq: int) -> str:
    return f"{'DEMO-' if _is_demo(organization) else ''}{year}-{seq:04}"


def _is_demo(organization: Organization) -> bool:
    return organization.environment == Organization.Environment.DEMO
