"""What is asked of a row of a platform's file for what stands beside the layout's own columns: words around the table,
and other columns of the same meaning."""

from collections.abc import Iterator

from imports import questions
from imports.cells import Row
from imports.formats import consents
from imports.formats.consents import Leave
from imports.formats.habits import Habits
from imports.formats.unread.columns import Beside
from imports.formats.unread.second_values import disagreements
from imports.formats.words import is_known_type, kind_said
from imports.parsing.column_roles import Column
from imports.parsing.header_detection import Table
from imports.plans import GIFT, PlannedRow


def asked_beside(planned: PlannedRow, table: Table, row: Row, beside: Beside) -> Iterator[str]:
    """The questions of a row; opt-outs that words around the table state are put in."""
    yield from _around(planned, table, beside)
    pairs = disagreements(beside.table, row, beside.repeated, Habits(), beside.context)
    beside.pairs += [pair for pair in pairs if pair not in beside.pairs]
    yield from (question for _, _, question in pairs)
    told = {column.index for pair in pairs for column in pair[:2]}
    yield from (_alone(column, row) for column in beside.alone if column.index not in told
                and _is_new(planned, column, row, beside))  # fmt: skip


def _around(planned: PlannedRow, table: Table, beside: Beside) -> Iterator[str]:
    said = beside.said
    planned.party = consents.with_leave(planned.party, Leave(said=list(said.consents)), table)
    if planned.kind is None:
        yield from said.unclear
        return
    yield from (*said.of_givers, *said.questions)
    if said.kind not in (None, GIFT, planned.kind):
        yield f"“{said.quote}” {questions.WHICH_TYPE}"
    if said.went_back and planned.kind == GIFT:
        yield f"“{said.quote}” {questions.WENT_BACK}"
    if said.currency and planned.currency and said.currency != planned.currency:
        yield f"“{said.quote}” names {said.currency}: {questions.OTHER_CURRENCY}"


def _is_new(planned: PlannedRow, column: Column, row: Row, beside: Beside) -> bool:
    """Whether a column says of a row what none of the layout's own columns does."""
    text = row.cell(column.index).text.strip()
    own = (one for one in beside.table.columns_of(column.role or "") if one.index != column.index)
    if not text or any(not row.cell(one.index).is_blank for one in own):
        return False
    if column.role == "type":
        return not is_known_type(text) or kind_said(text, None, "") not in (None, GIFT, planned.kind)
    named = column.role in ("name", "organization") and bool(planned.party)
    return planned.kind is not None and not named


def _alone(column: Column, row: Row) -> str:
    text = " ".join(row.cell(column.index).text.split())
    return f"“{column.title}” says “{text[:60]}”, which this layout doesn't use: choose what it changes."
