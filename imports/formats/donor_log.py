"""A donor log kept by hand in a spreadsheet: one sheet per year, changing columns, headings and totals in between.

Columns are found by title (`imports.parsing.column_roles`), other rows are told from records (`formats.sheets`), and
what only a person can decide is held. Nothing here is specific to one organization's log.
"""

from collections.abc import Iterable

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.sheets import read_sheets, tables_in
from imports.parsing.column_roles import DATES, GIVERS
from imports.parsing.header_detection import is_platform_export, total_label
from imports.plans import PlannedRow

SLUG = "donor_log"
LABEL = "Donor log kept by hand"
PERMISSION = "imports.run"


def recognizes(workbook: Workbook) -> float:
    """How likely the file was typed by hand: dates, donors and amounts, with titles or totals between them."""
    tables = [table for _, table in tables_in(workbook) if table is not None]
    logs = [t for t in tables if t.has(*DATES) and t.has(*GIVERS) and t.has("amount") and not is_platform_export(t)]
    if not logs:
        return 0.0
    traces = [
        not workbook.is_text,
        len(logs) > 1,
        any(table.header > 1 for table in logs),
        any(total_label(row.cells) for table in logs for row in table.body),
        any(table.has("check", "method", "thanked", "elsewhere") for table in logs),
    ]
    return 0.3 + 0.1 * sum(traces) if traces[0] or sum(traces) > 1 else 0.15


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every record of every visible sheet. `formats.records` decides what is held and what is rejected."""
    return read_sheets(workbook, context)
