"""The way a file takes: uploaded, its fund names said, looked at, committed, its last rows answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from imports.models import ImportBatch, ImportRow
from imports.overview import FundName

NAMES = ("Upload", "Funds", "Preview", "Import")


class Steps(NamedTuple):
    names: Sequence[str]
    now: int


FIRST = Steps(NAMES, 1)
#: Of a file no layout knows.
EXPLAINING = Steps(("Upload", "Columns", *NAMES[1:]), 2)


def steps(batch: ImportBatch, unmapped: Sequence[FundName] = ()) -> Steps:
    """Where a file stands on its way; rows that wait after the commit make a step of their own."""
    if batch.state == ImportBatch.State.PLANNED:
        return Steps(NAMES, 2 if unmapped else 3)
    if batch.rows.filter(state=ImportRow.State.WAITING).exists():
        return Steps((*NAMES, "Review"), len(NAMES) + 1)
    return Steps(NAMES, len(NAMES) + 1)
