"""What a file holds, before anybody knows what it means: sheets of rows of cells, as text with hints of type."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

TEXT, NUMBER, DATE, ERROR, BOOL, BLANK = "text", "number", "date", "error", "bool", "blank"
#: Excel's own limit for one cell; what is longer is cut, and the file says so.
LONGEST_CELL = 32767


class Refused(Exception):
    """The file must not be read. The message is a sentence for the person who uploaded it and says what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what to show and keep; the rest is what the file says beyond it.

    `number` and `moment` are set for real number and date cells only; `number_format` is Excel's code ('"$"#,##0.00');
    `formula` is its text without '=' ('50+50'), for a shared formula perhaps just '…'. `comment` is what somebody
    attached to the cell; `struck` tells whether its text, or a part of it, is struck through.
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
        """The cell in a column counted from 0; an empty one beyond the row's end."""
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
    asked: list[str] = field(default_factory=list)  # titles of columns a question is about

    @property
    def visible(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.hidden]


def text_cell(text: str) -> Cell:
    """A cell of plain text."""
    return Cell(text, TEXT) if text.strip() else Cell(text, BLANK)
