"""Files written by a platform, whose exact titles are known, in any order, wherever the header row is.

A column's role is the one the format gives its title, else the title in snake case. Guessing the meaning of titles,
which hand-made lists need, does not belong here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from imports.cells import Cell, Row, Sheet, Workbook
from imports.parsing.column_roles import Column, read_title
from imports.parsing.header_detection import Table, warn_about
from imports.plans import IGNORE, PlannedRow

SEARCH_ROWS = 20
_YES = frozenset({"true", "yes", "y", "1", "t", "x"})
_NO = frozenset({"false", "no", "n", "0", "f"})


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set of titles."""
    return frozenset(text.split())


def snake(title: str) -> str:
    """A title in snake case, without punctuation: `email_1` for `Email 1`."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")


def titled_tables(
    workbook: Workbook, signature: frozenset[str], wanted: int, roles: Mapping[str, str]
) -> Iterator[tuple[Sheet, Table | None]]:
    """Every sheet, with its table if a row near the top has `wanted` titles of `signature`."""
    for sheet in workbook.sheets:
        yield sheet, None if sheet.hidden else _table(sheet, signature, wanted, roles)


def titles_found(workbook: Workbook, titles: frozenset[str]) -> int:
    """How many of these titles the best row near the top of any visible sheet has."""
    return max((len(titles & _titles(row)) for sheet in workbook.visible for row in _top(sheet)), default=0)


def records_of(
    workbook: Workbook, found: Iterable[tuple[Sheet, Table | None]]
) -> Iterator[PlannedRow | tuple[Table, Row]]:
    """`(table, row)` for every record. Other rows are returned as a planned row marked `ignore`."""
    for sheet, table in found:
        if table is None:
            yield from (_ignored(sheet, row) for row in sheet.rows if not row.is_blank)
            continue
        warn_about(workbook, table)
        for row in table.body:
            if table.is_header_again(row):
                raw = table.raw(row)
                yield PlannedRow(sheet.name, row.number, decision=IGNORE, reason="Repeated column titles.", raw=raw)
            elif not row.is_blank:
                yield table, row


def yes_or_no(text: str) -> bool | None:
    """The value of a true/false, yes/no or 1/0 cell; None when blank or anything else."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def _table(sheet: Sheet, signature: frozenset[str], wanted: int, roles: Mapping[str, str]) -> Table | None:
    for header in _top(sheet):
        if len(signature & _titles(header)) >= wanted:
            body = [_unquoted(row) for row in sheet.rows if row.number > header.number]
            return Table(sheet, _columns(header, roles), header.number, body)
    return None


def _top(sheet: Sheet) -> list[Row]:
    return [row for row in sheet.rows[: 2 * SEARCH_ROWS] if not row.is_blank][:SEARCH_ROWS]


def _titles(row: Row) -> set[str]:
    return {snake(text) for text in row.texts if text.strip()}


def _columns(header: Row, roles: Mapping[str, str]) -> list[Column]:
    seen: Counter[str] = Counter()
    columns = []
    for index, cell in enumerate(header.cells):
        name = snake(cell.text)
        seen[name] += 1
        title = read_title(index, cell.text, seen[name] if name else 1).title
        columns.append(Column(index, title, roles.get(name, name) or None))
    while columns and columns[-1].role is None:
        columns.pop()
    return columns


def _unquoted(row: Row) -> Row:
    """The row without the apostrophe some exports put before a value so that Excel reads it as text."""
    if not any(cell.text.startswith("'") for cell in row.cells):
        return row
    return Row(row.number, [_bare(cell) for cell in row.cells])


def _bare(cell: Cell) -> Cell:
    return replace(cell, text=cell.text[1:]) if cell.text.startswith("'") else cell


def _ignored(sheet: Sheet, row: Row) -> PlannedRow:
    raw = {str(number): text for number, text in enumerate(row.texts, start=1) if text.strip()}
    reason = "The sheet is hidden." if sheet.hidden else "The sheet has no table of this layout."
    return PlannedRow(sheet.name, row.number, decision=IGNORE, reason=reason, raw=raw)
