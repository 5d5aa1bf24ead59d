"""Any list with a row of column titles, when no layout knows it better: gifts if it has amounts, else contacts.

Chosen last. It takes a column for what its title says and holds what it does not understand: a file from a payment
platform, with its states and fees, waits for a layout of its own.
"""

from collections.abc import Iterable, Iterator

from imports.cells import Workbook
from imports.columns import GIVERS
from imports.contexts import Context
from imports.formats.sheets import read_sheets, tables_in
from imports.plans import ACCEPT, IGNORE, REJECT, PlannedRow

SLUG = "generic"
LABEL = "Any list with column titles"
PERMISSION = "imports.add_importbatch"


def recognizes(workbook: Workbook) -> float:
    """A little, as soon as somebody is named: every layout of its own goes first."""
    tables = [table for _, table in tables_in(workbook) if table is not None]
    return 0.2 if any(table.has(*GIVERS) or table.has("email") for table in tables) else 0.0


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Gifts, or contacts from tables without an amount."""
    contacts = {sheet.name for sheet, table in tables_in(workbook) if table is not None and not table.has("amount")}
    for row in read_sheets(workbook, context):
        yield from _as_contact(row) if row.sheet in contacts and row.decision != IGNORE else (row,)


def _as_contact(row: PlannedRow) -> Iterator[PlannedRow]:
    """The record as a person of a contact list: no money; it needs a name or a way to reach somebody."""
    row.kind = row.date = row.amount = row.currency = row.fund_text = row.method = None
    contact = row.party.contact
    usable = bool(row.party) or bool(contact.emails or contact.phones or contact.address)
    row.decision, row.reason = (
        (ACCEPT, "") if usable else (REJECT, "The row has neither a name nor a way to reach somebody.")
    )
    yield row
