"""Columns of a platform's file that its format does not use: asked about, or listed as kept with each row.

A platform's own columns are known by title. Any other column was added by someone and is checked as in any list: dates,
money, a status or consent hold the rows until a user says what to do.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from imports.cells import Row, Sheet, Workbook, folded
from imports.contexts import Context
from imports.formats.givers import asks_who_gave, read_party
from imports.formats.habits import Habits
from imports.formats.unread.columns import NOTE, Beside, Unread, marks_of_receipts, question_of, warn_of_unread
from imports.formats.unread.second_values import SINGLE, warn_of_second_values
from imports.parsing.column_roles import role_of
from imports.parsing.header_detection import Table
from imports.parsing.statements import (
    Statements,
    combined_statements,
    is_title,
    statements_of,
    statements_of_file_name,
)

#: Meanings of which a record takes every column.
_MANY = frozenset({"email", "phone", "note", "notes", "tag_list", "page_slug"})
#: Meanings of other columns that matter even where the layout's own column is blank.
_MATTERS = frozenset({"fund", "method", "type", "adviser", "soft_credit", "name", "organization", "spouse"})


@dataclass(frozen=True, slots=True)
class Layout:
    """What a format does with a platform's columns, by role."""

    used: Callable[[Table, list[Row]], frozenset[str]]
    known: frozenset[str]  # the platform's own columns that no record uses
    meanings: Mapping[str, str]  # of its columns, in the terms of hand-made lists, where these are others


def questions_of(
    workbook: Workbook, found: Iterable[tuple[Sheet, Table | None]], layout: Layout, context: Context
) -> dict[int, Unread]:
    """Questions about a table's rows, by the table's `id`; all columns are listed in the workbook's warnings."""
    asked = {}
    for _, table in found:
        if table is not None:
            unread = replace(_unread(table, layout, context), beside=_beside(workbook, table, layout, context))
            warn_of_unread(workbook, table, unread)
            asked[id(table)] = unread
    return asked


def warn_of_disagreements(workbook: Workbook, asked: Mapping[int, Unread]) -> None:
    """Name the columns that were found to disagree, after all rows were read."""
    for beside in (unread.beside for unread in asked.values()):
        if beside is not None:
            warn_of_second_values(workbook, beside.table, beside.pairs)


def _beside(workbook: Workbook, table: Table, layout: Layout, context: Context) -> Beside:
    own = layout.used(table, [row for row in table.body if not row.is_blank])
    columns, others = [], []
    for column in table.columns:
        meaning = layout.meanings.get(column.role or "", column.role)
        if column.role not in own | layout.known and column.role not in layout.meanings:
            found = role_of(column.title)
            meaning = found if found in (*SINGLE, "amount") else column.role
            others += [replace(column, role=found)] if found in _MATTERS else []
        elif meaning == "type" and table.has("amount", "amount_in_cents"):
            others.append(column)
        columns.append(replace(column, role=meaning))
    times = Counter(column.role for column in columns)
    compared = (own | {*layout.meanings.values(), *SINGLE}) - _MANY
    repeated = tuple(role for role in sorted(compared) if times[role] > 1)
    return Beside(_said_around(workbook, table), replace(table, columns=columns), repeated, tuple(others), context)


def _said_around(workbook: Workbook, table: Table) -> Statements:
    """What the rows above the titles and the names of the sheet and the file say."""
    above = [row for row in table.sheet.rows if row.number < table.header and not row.is_blank]
    lines = [" ".join(text.strip() for text in row.texts if text.strip()) for row in reversed(above)]
    names = [table.sheet.name] if is_title(table.sheet.name) else []
    return combined_statements([*map(statements_of, [*lines, *names]), statements_of_file_name(workbook.name)])


def _unread(table: Table, layout: Layout, context: Context) -> Unread:
    records = [row for row in table.body if not row.is_blank and not table.is_header_again(row)]
    used = layout.used(table, records)
    questions: list[str] = []
    kept: list[str] = []
    asked: list[str] = []
    watched = table.columns_of(NOTE)
    for column in table.columns:
        cells = [cell for row in records if not (cell := row.cell(column.index)).is_blank]
        if not cells or column.role in used:
            continue
        if column.role not in layout.known and folded(column.title) not in context.left_columns:
            watched.append(column)
        question = "" if column.role in layout.known else question_of(column, cells, table, Habits(), context)
        (questions if question else kept).append(question or column.title)
        asked += [column.title] if question else []
    left, open_ = _beside_people(table, records, context)
    kept, asked = [*kept, *left], [*asked, *open_]
    watched = [column for column in watched if column.title not in asked]
    marked = marks_of_receipts(watched, records)
    return Unread(tuple(questions), tuple(kept), tuple(asked), watched=tuple(watched), marked=marked)


def _beside_people(table: Table, records: list[Row], context: Context) -> tuple[list[str], list[str]]:
    """Titles of organization columns that a user chose to only keep, and of those whose rows ask who gave."""
    titles = [column.title for column in table.columns_of("organization")]
    left = [title for title in titles if folded(title) in context.left_columns]
    filled = (row for row in records if table.text(row, "organization"))
    unsettled = any(asks_who_gave(read_party(table, row, context)) for row in filled)
    return left, [title for title in titles if unsettled and title not in left]
