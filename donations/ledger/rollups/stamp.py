"""A number that every write to the ledger increments in its own transaction, so that cached totals know whether they
are current."""

from __future__ import annotations

from core.db.sequences import next_numbers
from core.models import Sequence

SERIES = "ledger-writes"


def current() -> str:
    """The number now."""
    return str(Sequence.objects.filter(series=SERIES).values_list("last", flat=True).first() or 0)


def raise_it() -> None:
    """Increment it. Must be the last step of a write, as other writers wait here until the transaction ends."""
    next_numbers(series=SERIES)
