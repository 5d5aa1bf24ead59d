"""A file brought in again after somebody edited it: what changed is asked, what was taken out is told.

Rows that stand as they were find their gifts by themselves. A row that was edited (another amount, another day) would
be a second gift beside the first: it is held beside the gift its earlier version became.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.db.json_text import json_text
from donations.models import Gift
from imports.models import ImportBatch
from imports.plans import ACCEPT, IGNORE, NEGATIVE, Plan, PlannedRow, is_new_key

#: How many earlier files of the kind are looked at, the latest first, and how many rows both must have.
LOOKED_AT, FEWEST = 5, 2
NAMED = 30


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A row of the earlier file: its place, its filled cells and the gift it became."""

    sheet: str
    row: int
    cells: dict[str, str]
    gift: int | None

    @property
    def mark(self) -> tuple:
        return _mark(self.sheet, self.cells)


def compare_with_earlier_version(batch: ImportBatch, plan: Plan) -> None:
    """Compare a plan with the earlier version of the same file, if there is one.

    An edited row gets the gift it may repeat as `same_as`, and a warning names the rows that are gone.
    """
    rows = [row for row in plan.rows if row.decision != IGNORE]
    marks = Counter(_mark(row.sheet, _filled(row.raw)) for row in rows)
    found = _earlier_version(batch, marks)
    if found is None:
        return
    earlier, its_rows = found
    gone = _without(its_rows, marks)
    there = Counter(one.mark for one in its_rows)
    fresh = [row for row in rows if not _take(there, _mark(row.sheet, _filled(row.raw)))]
    left = _pair(fresh, gone, _active(one.gift for one in gone))
    if left:
        plan.warnings.append(_told(earlier, left))


def _earlier_version(batch: ImportBatch, marks: Counter) -> tuple[ImportBatch, list[_Earlier]] | None:
    """The file imported before that has most rows with this one in common, at least half of its own."""
    imported = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED, format=batch.format).exclude(pk=batch.pk)
    best, most = None, 0
    for earlier in imported.order_by("-pk")[:LOOKED_AT]:
        rows = _rows(earlier)
        common = (Counter(one.mark for one in rows) & marks).total()
        if common >= max(FEWEST, len(rows) / 2, most + 1):
            best, most = (earlier, rows), common
    return best


def _rows(batch: ImportBatch) -> list[_Earlier]:
    rows = (
        batch.rows.exclude(decision=IGNORE)
        .order_by("pk")
        .values_list("sheet", "row", json_text("plan__raw"), "gift_id")
    )
    return [_Earlier(sheet, row, _filled(json.loads(raw or "{}")), gift) for sheet, row, raw, gift in rows]


def _without(rows: list[_Earlier], marks: Counter) -> list[_Earlier]:
    there = Counter(marks)
    return [one for one in rows if not _take(there, one.mark)]


def _take(there: Counter, mark: tuple) -> bool:
    """Whether such a row is left; takes one away."""
    there[mark] -= 1
    return there[mark] >= 0


def _pair(rows: list[PlannedRow], gone: list[_Earlier], active: set[int]) -> list[_Earlier]:
    """Hold each edited row beside the gift of the row it was before; gives the rows that none of them was."""
    left = list(gone)
    for row in rows:
        cells = _filled(row.raw)
        before = max(left, key=lambda one: _common(row, cells, one), default=None)
        if before is None or 2 * _common(row, cells, before) < max(len(cells), len(before.cells)):
            continue
        left.remove(before)
        known = (
            row.same_as or not is_new_key(row.gift) or f"gift:{before.gift}" in (row.answer or {}).get("another", ())
        )
        if row.decision == ACCEPT and row.kind not in NEGATIVE and not known and before.gift in active:
            row.same_as = f"gift:{before.gift}"
    return left


def _common(row: PlannedRow, cells: dict[str, str], before: _Earlier) -> int:
    return len(cells.items() & before.cells.items()) if row.sheet == before.sheet else 0


def _active(gifts: Any) -> set[int]:
    return set(Gift.objects.active().filter(pk__in=[pk for pk in gifts if pk]).values_list("pk", flat=True))


def _told(earlier: ImportBatch, gone: list[_Earlier]) -> str:
    places = ", ".join(f"{one.sheet} {one.row}".strip() for one in gone[:NAMED]) + (" …" if len(gone) > NAMED else "")
    were, are = ("Row", "is") if len(gone) == 1 else ("Rows", "are")
    return (
        f"{were} {places} of {earlier.spoken_number}, imported earlier, {are} not in this file. "
        "The records from these rows are unchanged: undo that import to remove them."
    )


def _mark(sheet: str, cells: dict[str, str]) -> tuple:
    return sheet, tuple(sorted(cells.items()))


def _filled(raw: dict[str, str]) -> dict[str, str]:
    return {title: " ".join(text.split()) for title, text in raw.items() if text.strip()}
