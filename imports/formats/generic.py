"""Any list with a row of column titles, when no layout knows it better: gifts if it has amounts, else contacts.

Chosen last. It takes a column for what its title says and holds what it does not understand: a file from a payment
platform, with its states and fees, waits for a layout of its own.
"""

from collections.abc import Iterable

from imports.cells import Cell, Workbook
from imports.columns import DATES, GIVERS
from imports.contexts import Context
from imports.formats.parties import NAMELESS, party_nameless
from imports.formats.records import Habits, amount_of
from imports.formats.sheets import Tables, read_sheets, tables_in
from imports.money import AmountError
from imports.plans import ACCEPT, IGNORE, REJECT, REVIEW, PlannedRow
from imports.tables import Table

SLUG = "generic"
LABEL = "Any list with column titles"
PERMISSION = "imports.run"


def recognizes(workbook: Workbook) -> float:
    """A little, as soon as somebody is named: every layout of its own goes first."""
    tables = [table for _, table in tables_in(workbook) if table is not None]
    return 0.2 if any(table.has(*GIVERS) or table.has("email") for table in tables) else 0.0


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Gifts, or contacts from tables without an amount."""
    yield from read_tables(workbook, list(tables_in(workbook)), context)


def read_tables(
    workbook: Workbook, found: Tables, context: Context, *, method: str | None = None
) -> Iterable[PlannedRow]:
    """The records of these tables: gifts, or contacts where there is no amount."""
    tables = [table for _, table in found if table is not None and not table.has("amount")]
    contacts = {table.sheet.name: may_be_money(table) for table in tables}
    for row in read_sheets(workbook, context, found, method=method):
        if row.sheet in contacts and row.decision != IGNORE:
            _as_contact(row, contacts[row.sheet])
        yield row


def may_be_money(table: Table) -> list[str]:
    """Titles nobody understood over columns of numbers, in a table that has dates: perhaps amounts, a column a fund."""
    if not table.has(*DATES):
        return []
    unknown = [column for column in table.columns if column.role is None]
    return [column.title for column in unknown if _mostly_numbers([row.cell(column.index) for row in table.body])]


def _mostly_numbers(cells: list[Cell]) -> bool:
    filled = [cell for cell in cells if not cell.is_blank]
    return bool(filled) and 2 * sum(_is_amount(cell) for cell in filled) > len(filled)


def _is_amount(cell: Cell) -> bool:
    try:
        amount_of(cell, Habits())
    except AmountError:
        return False
    return True


def _as_contact(row: PlannedRow, money: list[str]) -> None:
    """Make the record a person of a contact list: no money; it needs a name or a way to reach somebody."""
    row.kind = row.date = row.amount = row.currency = row.fund_text = row.method = None
    contact = row.party.contact
    usable = bool(row.party) or bool(contact.emails or contact.phones or contact.address)
    row.decision, row.reason = ACCEPT, ""
    if not usable:
        row.decision, row.reason = REJECT, "The row has neither a name nor a way to reach somebody."
    elif money:
        names = ", ".join(f"“{name}”" for name in money)
        row.decision = REVIEW
        row.reason = f"No column is called amount, but there are numbers under {names}: say what they are."
    elif not row.party:
        row.party, row.note = party_nameless(row.party), NAMELESS
