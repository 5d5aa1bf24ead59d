"""How a table writes what single cells leave open, and its cells of days and amounts read that way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from imports.cells import DATE, ERROR, NUMBER, Cell, folded
from imports.column_mapping import HOLD, SKIP
from imports.parsing import amounts, dates
from imports.parsing.amounts import AmountError
from imports.parsing.dates import Problem
from imports.parsing.statements import NO_STATEMENTS, Statements


@dataclass(frozen=True, slots=True)
class Habits:
    """How this table writes what single cells leave open; None where nothing tells."""

    day_first: bool | None = None
    decimal_comma: bool | None = None
    date1904: bool = False
    local_digits: bool = False  # amounts under an Urdu title are read in Urdu and Arabic figures too
    method: str | None = None  # told by the sheet's name or title
    said: Statements = NO_STATEMENTS  # by the titles, headings and names around the table
    currency: str = ""  # of amounts that show none, as a person said of the whole column
    marked: str | None = None  # the foreign currency most amounts show a sign of, so that a bare one is a question
    unnamed: bool = False  # no column says who gave, in a file where other tables have one
    questions: tuple[str, ...] = ()  # about columns nobody understood: they hold every row
    day: date | Problem | None = None  # of the gift, told by the title of the column its amount stands in
    month_day: str = ""  # the day of each month's gift, where months have columns
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by role, of values a person explained

    def method_words(self, text: str) -> str:
        """The file's words for a payment method: of its cell, else of the title that names it."""
        return text or (self.said.method_words if self.method == self.said.method else "")

    def meaning(self, role: str, text: str) -> str:
        """What a person said that a value of such a column means; '' for nothing, and for rows to skip or hold."""
        said = self.meanings.get(role, {}).get(folded(text), "")
        return "" if said in (SKIP, HOLD) else said


def date_of(cell: Cell, habits: Habits) -> date | Problem:
    """The date of one cell under the table's habits."""
    if cell.kind == ERROR:
        return Problem(f"The date cell contains an error ({cell.text}).")
    if cell.moment is not None:
        return dates.from_cell_moment(cell.moment, cell.text)
    if cell.kind == NUMBER and cell.number is not None:
        return dates.from_number(cell.number, date1904=habits.date1904)
    return dates.read_date(cell.text, day_first=habits.day_first, date1904=habits.date1904)


def amount_of(cell: Cell, habits: Habits) -> amounts.Money:
    """The amount of one cell. Raises AmountError."""
    if cell.kind == ERROR:
        raise AmountError(f"The amount cell contains an error ({cell.text}).")
    if cell.formula and cell.is_blank:
        raise AmountError("The amount is a formula whose result is not in the file.", ask=True)
    if cell.kind == DATE:
        raise AmountError(f"The amount cell contains a date ({cell.text}).", ask=True)
    if cell.kind == NUMBER and cell.number is not None:
        return amounts.from_number(cell.number, cell.number_format)
    return amounts.parse_amount(cell.text, decimal_comma=bool(habits.decimal_comma), local_digits=habits.local_digits)
