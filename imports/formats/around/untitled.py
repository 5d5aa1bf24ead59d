"""Sheets without column titles: notes are named, and what looks like a list is held for a person."""

import re
from collections.abc import Iterator

from imports.cells import DATE, NUMBER, Cell, Row, Sheet, Workbook
from imports.formats.habits import Habits, date_of
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.plans import IGNORE, REVIEW, PlannedRow


def read_untitled(workbook: Workbook, sheet: Sheet) -> Iterator[PlannedRow]:
    """A sheet without column titles: notes are ignored, and named; what looks like a table is held for a person."""
    telling = [row for row in sheet.rows if _may_be_record(row)]
    where = f"The sheet “{sheet.name}”" if sheet.name else "The file"
    if telling:
        workbook.warnings.append(f"{where} has no recognizable row of column titles; its rows need review.")
    elif sheet.rows:
        workbook.warnings.append(f"{where} contains only notes; nothing was imported from it.")
    for row in sheet.rows:
        if row.is_blank:
            continue
        planned = ignored(sheet, row, "The sheet has no table of gifts.")
        if row in telling and not (row is telling[0] and len(telling) > 1 and _is_all_words(row)):
            planned.decision, planned.reason = (
                REVIEW,
                "The columns of this table are unknown: map them under “Columns”.",
            )
        yield planned


def _may_be_record(row: Row) -> bool:
    """Whether a row without titles above it may tell of somebody or of money."""
    filled = [cell for cell in row.cells if not cell.is_blank]
    return len(filled) > 1 or any("@" in cell.text for cell in filled)


def _is_all_words(row: Row) -> bool:
    return not any(is_value(cell) or "@" in cell.text for cell in row.cells)


def ignored(sheet: Sheet, row: Row, reason: str, table: Table | None = None) -> PlannedRow:
    """A row that is no record, with its cells."""
    raw = table.raw(row) if table else {str(n): text for n, text in enumerate(row.texts, start=1) if text.strip()}
    return PlannedRow(sheet.name, row.number, decision=IGNORE, reason=reason, raw=raw)


def is_value(cell: Cell) -> bool:
    """Whether a cell holds a date or an amount, not a word."""
    if cell.kind in (NUMBER, DATE):
        return True
    return bool(re.search(r"\d", cell.text)) and not isinstance(date_of(cell, Habits(day_first=False)), Problem)
