"""Sheets with a column for each month: every filled cell is a separate gift, on the day a user chose.

A gift's place is its row, with the position of the month's column as its part. A cell with zero is not a gift; one
without a readable amount is held.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from imports.cells import Row
from imports.contexts import Context
from imports.formats.habits import Habits
from imports.formats.records import read_record
from imports.parsing.column_roles import Column
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.parsing.months import Month, month_of
from imports.plans import ACCEPT, IGNORE, REFUND, REVIEW, PlannedRow

ROLE = "month"
EMPTY = "No month of this row has an amount."
_NOTHING = re.compile(r"[\s\-–—.$£€]*|[\s$£€]*0+([.,]0+)?", re.I)


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """One month's column, with the table as if that were its only column of amounts."""

    part: int
    column: Column
    month: Month | None
    table: Table
    others: frozenset[str]  # titles of the other months' columns


def month_columns(table: Table) -> list[MonthColumn]:
    """The columns a user said are months' gifts; [] for an ordinary table."""
    months = table.columns_of(ROLE)
    return [
        MonthColumn(part, column, month_of(column.title), _alone(table, column), _others(months, column))
        for part, column in enumerate(months, start=1)
    ]


def read_months(months: Iterable[MonthColumn], row: Row, habits: Habits, context: Context) -> Iterator[PlannedRow]:
    """A planned row for each filled month of a record; one ignored row when there is none."""
    filled = [one for one in months if not _NOTHING.fullmatch(row.cell(one.column.index).text.strip())]
    if not filled:
        first = next(iter(months))
        yield PlannedRow(first.table.sheet.name, row.number, decision=IGNORE, reason=EMPTY, raw=first.table.raw(row))
    for one in filled:
        yield _read(one, row, habits, context)


def _read(one: MonthColumn, row: Row, habits: Habits, context: Context) -> PlannedRow:
    day = one.month.on(habits.month_day, context.month_year) if one.month else None
    wanted = f"“{one.column.title}” names no year: say under “Columns” which year it is."
    planned = read_record(one.table, row, replace(habits, day=day or Problem(wanted, ask=True)), context)
    planned.part = one.part
    planned.raw = _cells(one, row)
    if planned.kind == REFUND:
        _review(planned, f"The amount under “{one.column.title}” is negative: say what happened.")
    return planned


def _review(planned: PlannedRow, reason: str) -> None:
    planned.reason = f"{planned.reason} {reason}".strip()
    planned.decision = REVIEW if planned.decision == ACCEPT else planned.decision


def _alone(table: Table, column: Column) -> Table:
    """The table with one month as its amount; what applies to the whole row stays."""
    columns = [
        replace(one, role="amount") if one is column else replace(one, role=None) if one.role == ROLE else one
        for one in table.columns
    ]
    return replace(table, columns=columns)


def _others(months: Iterable[Column], column: Column) -> frozenset[str]:
    return frozenset(one.title for one in months if one is not column)


def _cells(one: MonthColumn, row: Row) -> dict[str, str]:
    """The row's cells, with only this month of the months."""
    return {title: text for title, text in one.table.raw(row).items() if title not in one.others}
