"""Going through hand-made sheets: which rows are records, and what the table's habits are."""

import re
from collections.abc import Iterable, Iterator

from imports import dates, money
from imports.cells import NUMBER, TEXT, Row, Sheet, Workbook
from imports.columns import DATES, GIVERS
from imports.contexts import Context
from imports.dates import Problem
from imports.formats.records import Habits, date_of, read_record
from imports.formats.words import method_named
from imports.plans import IGNORE, REVIEW, PlannedRow
from imports.tables import Table, find_table, total_label, warn_about

# A row with nothing but one of these is a record that lacks the rest, never a heading.
_TELLING = frozenset({"amount", "email", "phone", "address", "city", "place"})
Tables = list[tuple[Sheet, Table | None]]
_FOOTNOTE = re.compile(
    r"^\W*(\*|note\b|nb\b|please\b|updated\b|see\b|legend\b|key\b|yellow|red|green|blue|colou?r)", re.I
)


def tables_in(workbook: Workbook) -> Iterator[tuple[Sheet, Table | None]]:
    """Every sheet with its table, if it has one. Hidden sheets are not looked at."""
    for sheet in workbook.sheets:
        yield sheet, None if sheet.hidden else find_table(sheet)


def read_sheets(
    workbook: Workbook, context: Context, found: Tables | None = None, *, method: str | None = None
) -> Iterator[PlannedRow]:
    """All records of all sheets, and the rows that are none, marked `ignore`. Oddities go to `workbook.warnings`.

    `found` are the tables where the caller knows them; `method` is how gifts were paid where nothing in the file says.
    """
    found = list(tables_in(workbook)) if found is None else found
    tables = [table for _, table in found if table is not None]
    preamble = [cell.text for sheet, table in found for row in _before(sheet, table) for cell in row.cells]
    shared = _shared_habits(workbook, tables, preamble, context)
    for sheet, table in found:
        if sheet.hidden:
            workbook.warnings.append(f"The sheet “{sheet.name}” is hidden; its {len(sheet.rows)} rows were left out.")
            yield from (_ignored(sheet, row, "The sheet is hidden.") for row in sheet.rows)
        elif table is None:
            yield from _untitled(workbook, sheet)
        else:
            warn_about(workbook, table)
            yield from _read_table(table, _habits(table, shared, workbook, method), context)


def _read_table(table: Table, habits: Habits, context: Context) -> Iterator[PlannedRow]:
    for row in table.body:
        if row.is_blank:
            continue
        if reason := _no_record(table, row, habits):
            yield _ignored(table.sheet, row, reason, table)
        else:
            yield read_record(table, row, habits, context)


def _no_record(table: Table, row: Row, habits: Habits) -> str:
    """Why a row is no record: repeated titles, a total, a heading, a footnote; '' when it is one."""
    if table.is_header_again(row):
        return "Repeated column titles."
    dated = any(not isinstance(date_of(table.cell(row, role), habits), Problem) for role in DATES)
    label = total_label(row.cells)
    if label and not dated:
        return f"A total ({label}), not a gift."
    filled = [(index, cell) for index, cell in enumerate(row.cells) if not cell.is_blank]
    roles = {column.index: column.role for column in table.columns}
    if all(roles.get(index) in ("serial", "thanked", "elsewhere") for index, _ in filled):
        return "Only a line number."
    if len(filled) > 1 or dated:
        return ""
    (index, cell) = filled[0]
    if cell.kind != TEXT or roles.get(index) in _TELLING:
        return ""
    if _FOOTNOTE.match(cell.text.strip()):
        return "A note, not a gift."
    named = roles.get(index) in GIVERS and not cell.text.strip().startswith(("—", "–", "--", "#"))
    return "" if named else "A heading or note, not a gift."


def _untitled(workbook: Workbook, sheet: Sheet) -> Iterator[PlannedRow]:
    """A sheet without column titles: notes are ignored, but what looks like a table is held for a person."""
    wide = [row for row in sheet.rows if sum(not cell.is_blank for cell in row.cells) >= 3]
    if len(wide) >= 3 or (len(workbook.visible) == 1 and wide):
        where = f"The sheet “{sheet.name}”" if sheet.name else "The file"
        workbook.warnings.append(f"{where} has no row of column titles that could be understood; its rows were held.")
    for row in sheet.rows:
        if row.is_blank:
            continue
        planned = _ignored(sheet, row, "The sheet has no table of gifts.")
        if row in wide and (len(wide) >= 3 or len(workbook.visible) == 1) and row is not wide[0]:
            planned.decision, planned.reason = REVIEW, "The columns of this table are not known: say what they mean."
        yield planned


def _ignored(sheet: Sheet, row: Row, reason: str, table: Table | None = None) -> PlannedRow:
    raw = table.raw(row) if table else {str(n): text for n, text in enumerate(row.texts, start=1) if text.strip()}
    return PlannedRow(sheet.name, row.number, decision=IGNORE, reason=reason, raw=raw)


def _before(sheet: Sheet, table: Table | None) -> Iterable[Row]:
    return [] if sheet.hidden else [row for row in sheet.rows if table is None or row.number <= table.header][:40]


def _shared_habits(workbook: Workbook, tables: list[Table], preamble: list[str], context: Context) -> Habits:
    """What the whole file proves, for tables that prove nothing themselves: one hand, one habit."""
    written = [text for table in tables for text in _texts(table, *DATES)]
    amounts = [text for table in tables for text in _texts(table, "amount")]
    order = context.day_first
    if order is None:
        order = dates.day_first(written)
    if order is None and not _contradict(tables):
        order = dates.order_told(preamble)
    if order is None and any(dates.is_ambiguous(text) for text in written):
        workbook.warnings.append(
            "Dates such as 3/4/2024 can be month/day or day/month, and nothing in the file settles it: say which it is."
        )
    comma = context.decimal_comma
    if comma is None:
        likely = any("semicolons" in warning for warning in workbook.warnings)
        comma = money.uses_decimal_comma(amounts, likely=likely)
    if comma:
        workbook.warnings.append("Amounts are written with a decimal comma (1.234,56) and were read that way.")
    return Habits(order, comma, workbook.date1904)


def _habits(table: Table, shared: Habits, workbook: Workbook, method: str | None) -> Habits:
    own = dates.day_first(_texts(table, *DATES))
    title = " ".join(
        cell.text for row in _before(table.sheet, table) if row.number < table.header for cell in row.cells
    )
    if method is None and not table.has("method"):
        method = method_named(table.sheet.name) or method_named(title)
    return Habits(own if own is not None else shared.day_first, shared.decimal_comma, workbook.date1904, method)


def _contradict(tables: list[Table]) -> bool:
    return len({dates.day_first(_texts(table, *DATES)) for table in tables} - {None}) > 1


def _texts(table: Table, *roles: str) -> list[str]:
    columns = [column.index for column in table.columns if column.role in roles]
    cells = (row.cell(index) for row in table.body for index in columns)
    return [cell.text for cell in cells if cell.kind == TEXT or (cell.kind == NUMBER and not cell.number_format)]
