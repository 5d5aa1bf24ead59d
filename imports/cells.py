"""The content of a file before it is interpreted: sheets of rows of cells, as text with type hints."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

TEXT, NUMBER, DATE, ERROR, BOOL, BLANK = "text", "number", "date", "error", "bool", "blank"
#: Excel's own limit for one cell; longer text is cut, with a warning.
LONGEST_CELL = 32767


class Refused(Exception):
    """The file cannot be read. The message tells the user why and what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what to show and store; the other fields are what the file says in addition.

    `number` and `moment` are set only for real number and date cells; `number_format` is Excel's code ('"$"#,##0.00');
    `formula` is its text without '=' ('50+50'), for a shared formula perhaps just '…'. `comment` is attached to the
    cell; `struck` is whether any of its text is struck through.
    """

    text: str = ""
    kind: str = BLANK
    number: Decimal | None = None
    moment: datetime | None = None
    number_format: str = ""
    formula: str = ""
    comment: str = ""
    struck: bool = False
    written: str = ""  # what the file says, where a footnote's mark was taken off it

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


NO_CELL = Cell()


@dataclass(slots=True)
class Row:
    """One record with the number the user sees: Excel's row number, or the record number from 1 in a text file."""

    number: int
    cells: list[Cell]

    @property
    def is_blank(self) -> bool:
        return all(cell.is_blank for cell in self.cells)

    def cell(self, column: int) -> Cell:
        """The cell in a column counted from 0; an empty one past the end of the row."""
        return self.cells[column] if 0 <= column < len(self.cells) else NO_CELL

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(slots=True)
class Sheet:
    """One sheet; text files have a single one called ''. `merged` holds (row, column, last row, last column)."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Workbook:
    """A file as read. `is_text` tells CSV from workbooks; `warnings` are sentences for the user."""

    name: str
    sheets: list[Sheet]
    is_text: bool = False
    date1904: bool = False
    warnings: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # titles of columns that raise a question

    @property
    def visible(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.hidden]


def text_cell(text: str) -> Cell:
    """A cell of plain text."""
    return Cell(text, TEXT) if text.strip() else Cell(text, BLANK)


def folded(text: str) -> str:
    """A text as titles, values and names of funds are compared: ignoring case and spacing."""
    return " ".join(text.split()).casefold()
