"""Any list with column titles that no other format recognizes: gifts if it has amounts, else contacts.

It is chosen last. It reads columns by their titles and holds what it does not understand; a file from a payment
platform, with statuses and fees, needs a format of its own.
"""

from collections.abc import Iterable
from typing import Any

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.sheets import Tables, read_sheets, tables_in
from imports.parsing.column_roles import GIVERS
from imports.plans import PlannedRow

SLUG = "generic"
LABEL = "Any list with column titles"
PERMISSION = "imports.run"


def recognizes(workbook: Workbook) -> float:
    """A low confidence when there is a column of names, so that every other format takes precedence."""
    tables = [table for _, table in tables_in(workbook) if table is not None]
    return 0.2 if any(table.has(*GIVERS) or table.has("email") for table in tables) else 0.0


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Gifts, or contacts from tables without an amount."""
    yield from read_tables(workbook, list(tables_in(workbook)), context)


def read_tables(
    workbook: Workbook,
    found: Tables,
    context: Context,
    **told: Any,
) -> Iterable[PlannedRow]:
    """The records of these tables: gifts, or contacts where there is no amount. Arguments as in `read_sheets`."""
    yield from read_sheets(workbook, context, found, **told)
