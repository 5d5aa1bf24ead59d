"""A number that every write to the ledger raises, in its own transaction: what was added up under it still holds."""

from __future__ import annotations

from core.db.sequences import next_numbers
from core.models import Sequence

SERIES = "ledger-writes"


def current() -> str:
    """The number now."""
    return str(Sequence.objects.filter(series=SERIES).values_list("last", flat=True).first() or 0)


def raise_it() -> None:
    """Raise it; the last thing a write does, since whoever else writes waits here until it is over."""
    next_numbers(series=SERIES)
