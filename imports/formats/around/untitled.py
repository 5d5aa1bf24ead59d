"""Sheets without column titles: notes are named, and what looks like a list is held for a person."""

import re
from collections.abc import Iterator

from imports.cells import DATE, NUMBER, Cell, Row, Sheet, Workbook
from imports.formats.habits import Habits, date_of
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table, total_label
from imports.parsing.statements import LONGEST_HEADING, is_title, statements_of
from imports.plans import GIFT, IGNORE, REVIEW, PlannedRow

UNKNOWN = "The columns of this table are unknown: map them under “Columns”."
#: Words of a line that may be a name; a longer one is prose.
_LONGEST_NAME = 5
_MONEY = re.compile(r"\W{0,3}\d[\d,]*([.,]\d{1,2})?\W{0,2}")
_YEAR = re.compile(r"(19|20)\d\d")
_HOLDS_MONEY = re.compile(r"[$£€₨]\s?\d|\d[.,]\d{2}(?!\d)|\b\d+ ?(dollars|usd|bucks|pounds|euros)\b", re.I)
_HOLDS_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b")
_TWO_NAMES = re.compile(r"[^\W\d_a-z][\w'’.-]*\s+[^\W\d_a-z][\w'’.-]*")


def read_untitled(workbook: Workbook, sheet: Sheet) -> Iterator[PlannedRow]:
    """A sheet without column titles: notes are ignored, and named; what looks like a list is held for a person."""
    telling = {row.number: question for row in sheet.rows if (question := _asked_of(sheet, row))}
    first = next((row for row in sheet.rows if row.number in telling), None)
    where = f"The sheet “{sheet.name}”" if sheet.name else "The file"
    if telling:
        workbook.warnings.append(f"{where} has no recognizable row of column titles; its rows need review.")
    elif sheet.rows:
        workbook.warnings.append(f"{where} contains only notes; nothing was imported from it.")
    for row in sheet.rows:
        if row.is_blank:
            continue
        planned = ignored(sheet, row, "The sheet has no table of gifts.")
        titles = row is first and len(telling) > 1 and telling[row.number] == UNKNOWN and _is_all_words(row)
        if row.number in telling and not titles:
            planned.decision, planned.reason = REVIEW, telling[row.number]
        yield planned


def _asked_of(sheet: Sheet, row: Row) -> str:
    """What is asked of a row without titles above it that may tell of somebody or of money; '' of a note."""
    filled = [cell for cell in row.cells if not cell.is_blank]
    if len(filled) > 1 or any("@" in cell.text for cell in filled):
        return UNKNOWN
    text = " ".join(filled[0].text.split()) if filled else ""
    if not text or len(text) > LONGEST_HEADING or total_label(filled):
        return ""
    if is_title(sheet.name) and _is_statement(sheet.name) and len(text.split()) <= _LONGEST_NAME:
        return f"The sheet is called “{sheet.name}” and this row says “{text}”: choose what it is."
    money = _MONEY.fullmatch(text) and not _YEAR.fullmatch(text)
    if money or (_HOLDS_MONEY.search(text) and (_TWO_NAMES.match(text) or _HOLDS_DAY.search(text))):
        return f"The row has nothing but “{text}”: choose whether it is a gift."
    return ""


def _is_statement(name: str) -> bool:
    """Whether a sheet's name says of what stands in it that it must not be written to, or is no plain gift."""
    said = statements_of(name)
    return bool(said.consents or said.unclear or said.questions or said.went_back or said.kind not in (None, GIFT))


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
