"""A file imported again after it was edited or extended: unchanged rows are recognized, edited rows become questions,
and removed rows a warning.

A row is recognized by a digest of its cells. An edited row (another amount, another day) would become a second gift: it
is held with the gift its earlier version became.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from core.db.chunks import chunks
from core.db.json_text import json_text
from crm.models import Supporter
from crm.names.text import name_key
from donations.models import Gift
from imports.models import ImportBatch, ImportRow
from imports.planning import answers
from imports.plans import ACCEPT, IGNORE, NEGATIVE, NEW, Party, Plan, PlannedRow, is_new_key

#: How many earlier files of the format are checked, latest first, and how many rows must be in both.
LOOKED_AT, FEWEST = 5, 2
NAMED = 30


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A row of the earlier file: its place, filled cells, the gift it became, and the values read from it."""

    sheet: str
    row: int
    cells: dict[str, str]
    gift: int | None
    told: tuple[str | None, ...]


def mark_of(row: PlannedRow) -> str:
    """A digest of a row's cells and sheet, ignoring spacing."""
    told = json.dumps([row.sheet, sorted(_filled(row.raw).items())], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def know_again(rows: Iterable[PlannedRow], slug: str | None, answered: Collection[str] = ()) -> None:
    """Let rows that are unchanged from an earlier version be what they became, before anything else is matched. Rows
    whose place is in `answered` are left to the answer. Call it before planning."""
    told: dict[tuple[str, int], list[PlannedRow]] = defaultdict(list)
    for row in rows:
        if row.decision != IGNORE:
            told[mark_of(row), row.part].append(row)
    earlier = _earlier_version(slug or "", Counter(mark for (mark, _), same in told.items() for _ in same))
    if earlier is None:
        return
    for one in _became(earlier, {mark for mark, _ in told}):
        same = told.get((one.mark, one.part))
        if same and answers.place_of(row := same.pop(0)) not in answered:
            _be(row, one)


def _became(batch: ImportBatch, marks: Collection[str]) -> Iterator[ImportRow]:
    """The rows of a file that became something, in order, with that and its donor."""
    rows = batch.rows.exclude(gift=None, pledge=None, refund=None).defer("plan", "sounds").order_by("pk")
    rows = rows.select_related("gift__supporter", "pledge__supporter", "refund__gift__supporter")
    found = [row for some in chunks(sorted(marks)) for row in rows.filter(mark__in=some)]
    yield from sorted(found, key=lambda row: row.pk)


def _be(row: PlannedRow, before: ImportRow) -> None:
    """Take a row for what its earlier version became, without matching."""
    gift = before.refund.gift if before.refund else before.gift
    kept = before.pledge or gift
    if kept is None:
        return
    donor = kept.supporter
    slot = "organization" if donor.kind == Supporter.Kind.ORGANIZATION else "supporter"
    key = f"pledge:{before.pledge_id}" if before.pledge else f"gift:{kept.pk}"
    row.told_before = f"refund:{before.refund_id}" if before.refund else key
    row.called, row.adviser = row.party.organization or row.party.written, Party()
    row.answer = {slot: f"supporter:{donor.merged_into_id or donor.pk}", "gift": key}
    if row.decision != ACCEPT:
        row.answer |= _stored_values(before)
    answers.record(row, row.answer)


def _stored_values(before: ImportRow) -> dict[str, Any]:
    """Values of the earlier row that cannot be read from the file alone."""
    plan = ImportRow.objects.values_list("plan", flat=True).get(pk=before.pk)
    names = ("kind", "amount", "currency", "date", "fund")
    return {name: plan[name] for name in names}


def compare_with_earlier_version(plan: Plan, slug: str | None) -> None:
    """Compare a plan with the earlier version of the same file, if there is one; `slug` is the file's format.

    An edited row gets the gift it may repeat as `same_as`, and a warning lists the removed rows.
    """
    rows = [(mark_of(row), row) for row in plan.rows if row.decision != IGNORE]
    marks = Counter(mark for mark, _ in rows)
    earlier = _earlier_version(slug or "", marks)
    if earlier is None:
        return
    there = Counter(earlier.rows.exclude(decision=IGNORE).order_by().values_list("mark", flat=True))
    fresh = [row for mark, row in rows if not _take(there, mark)]
    gone = _rows(earlier, there)
    left = _pair(fresh, gone, _active(one.gift for one in gone), plan.blank_fund)
    if left:
        plan.warnings.append(_missing_rows_text(earlier, left))


def _earlier_version(slug: str, marks: Counter[str]) -> ImportBatch | None:
    """The file imported earlier that shares the most rows with this one, at least half of its own."""
    common: Counter[int] = Counter()
    imported = ImportRow.objects.filter(batch__state=ImportBatch.State.APPLIED, batch__format=slug)
    rows = imported.exclude(decision=IGNORE).order_by()
    for some in chunks(sorted(marks)):
        counted = rows.filter(mark__in=some).values("batch", "mark").annotate(times=Count("pk"))
        for batch, mark, times in counted.values_list("batch", "mark", "times"):
            common[batch] += min(times, marks[mark])
    latest = ImportBatch.objects.filter(pk__in=sorted(common, reverse=True)[:LOOKED_AT]).order_by("-pk")
    best, most = None, 0
    for earlier in latest:
        size = earlier.rows.exclude(decision=IGNORE).count()
        if common[earlier.pk] >= max(FEWEST, size / 2, most + 1):
            best, most = earlier, common[earlier.pk]
    return best


def _rows(batch: ImportBatch, left: Counter[str]) -> list[_Earlier]:
    """The earlier rows this file does not have; for a repeated row with fewer copies, the last ones."""
    gone = sorted(mark for mark, times in left.items() if times > 0)
    rows = batch.rows.exclude(decision=IGNORE).order_by("-pk")
    told = [json_text(f"plan__{name}") for name in ("raw", "date", "fund", "name")]
    places = ("pk", "mark", "sheet", "row", "gift_id")
    found = sorted(
        (each for some in chunks(gone) for each in rows.filter(mark__in=some).values_list(*places, *told)),
        key=lambda each: each[0],
        reverse=True,
    )
    there = Counter({mark: left[mark] for mark in gone})
    missing = [each for each in found if _take(there, each[1])]
    return [
        _Earlier(sheet, row, _filled(json.loads(raw or "{}")), gift, tuple(told))
        for _, _, sheet, row, gift, raw, *told in reversed(missing)
    ]


def _take(there: Counter, mark: str) -> bool:
    """Whether such a row is left; removes one."""
    there[mark] -= 1
    return there[mark] >= 0


def _pair(rows: list[PlannedRow], gone: list[_Earlier], active: set[int], blank_fund: str | None) -> list[_Earlier]:
    """Hold each edited row with the gift of its earlier version; returns the earlier rows that were not matched."""
    left = list(gone)
    for row in rows:
        cells = _filled(row.raw)
        before = max(left, key=lambda one: _common(row, cells, one), default=None)
        if before is None or 2 * _common(row, cells, before) < max(len(cells), len(before.cells)):
            continue
        left.remove(before)
        if row.decision == ACCEPT and row.kind not in NEGATIVE and before.gift in active:
            _ask_whether_same(row, before, (str(row.date or ""), row.fund_meant(blank_fund)))
    return left


def _ask_whether_same(row: PlannedRow, before: _Earlier, told: tuple[str | None, ...]) -> None:
    """Let an edited row wait with its earlier gift, also where a check number identifies the gift, if its date, fund or
    donor changed."""
    gift = f"gift:{before.gift}"
    if row.same_as or (row.answer is not None and (row.told_before or gift in row.answer.get("another", ()))):
        return
    if row.gift == gift and _corrected(row, before, told):
        row.gift = f"{NEW}instead-of-{before.gift}"
    if is_new_key(row.gift):
        row.same_as = gift


def _corrected(row: PlannedRow, before: _Earlier, told: tuple[str | None, ...]) -> bool:
    *earlier, name = before.told
    if name_key(name or "") != name_key(row.party.written):
        return True
    return any(was and now and was != now for was, now in zip(earlier, told, strict=True))


def _common(row: PlannedRow, cells: dict[str, str], before: _Earlier) -> int:
    return len(cells.items() & before.cells.items()) if row.sheet == before.sheet else 0


def _active(gifts: Any) -> set[int]:
    return set(Gift.objects.active().filter(pk__in=[pk for pk in gifts if pk]).values_list("pk", flat=True))


def _missing_rows_text(earlier: ImportBatch, gone: list[_Earlier]) -> str:
    places = ", ".join(f"{one.sheet} {one.row}".strip() for one in gone[:NAMED]) + (" …" if len(gone) > NAMED else "")
    were, are = ("Row", "is") if len(gone) == 1 else ("Rows", "are")
    return (
        f"{were} {places} of {earlier.spoken_number}, imported earlier, {are} not in this file. "
        "The records from these rows are unchanged: undo that import to remove them."
    )


def _filled(raw: dict[str, str]) -> dict[str, str]:
    return {title: " ".join(text.split()) for title, text in raw.items() if text.strip()}
