"""Export lists as CSV and XLSX: streamed, with the same rows, and safe to open.

A text that a spreadsheet would treat as a formula gets a leading apostrophe: one that begins with `= + - @` (or their
full-width forms), a tab or a carriage return, even after white space or invisible characters. Amounts and counts are
numbers and dates are dates; everything else is text. A CSV file holds a header and rows only, for programs to read. A
workbook ends with totals, after an empty row and outside the range of its filter and Excel's sorting, so that they stay
in place.
"""

from __future__ import annotations

import csv
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from html import unescape
from itertools import chain, islice
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from core.display import counted

CSV, XLSX = "csv", "xlsx"
FORMATS = {CSV: "CSV", XLSX: "Excel (XLSX)"}
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Characters that begin a formula in Excel, LibreOffice or Google Sheets, with their full-width forms.
FORMULA_STARTS = "=+-@\t\r＝＋－＠"
#: Excel's limits: characters in a cell, rows in a sheet.
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
AMOUNT_FORMAT, COUNT_FORMAT = "#,##0.00", "#,##0"
DAY_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
#: Column widths follow the content of the first rows, within limits, in characters.
MEASURED, NARROWEST, SUMMED, WIDEST = 200, 10, 17, 48
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Row = Iterable[Any]


@dataclass(frozen=True)
class Totals:
    """What a workbook shows below its rows: sums of the columns at these positions, and `figures`, each with what it
    counts, where that is not every row. `line` is a final line that was summed before."""

    columns: Collection[int] = ()
    figures: Sequence[tuple[str, Decimal]] = ()
    line: Sequence[Any] = ()


def respond(
    *, form: str, name: str, header: list[str], rows: Iterable[Row], totals: Totals | None = None
) -> HttpResponseBase:
    """A response with the rows as a file: `name` with the extension of its format, `csv` or `xlsx`."""
    filename = f"{name}.{form}"
    if form == XLSX:
        return FileResponse(
            xlsx_file(header=header, rows=rows, title=name, totals=totals),
            as_attachment=True,
            filename=filename,
            content_type=MEDIA_TYPES[XLSX],
        )
    return StreamingHttpResponse(
        _in_this_zone(csv_lines(header=header, rows=rows)),
        content_type=MEDIA_TYPES[CSV],
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _in_this_zone(lines: Iterator[str]) -> Iterator[str]:
    """The same lines, each formatted in the current time zone, as they are streamed after the page's zone has ended."""
    return _each_in(timezone.get_current_timezone(), lines)


def _each_in(zone: tzinfo, lines: Iterator[str]) -> Iterator[str]:
    while True:
        with timezone.override(zone):
            line = next(lines, None)
        if line is None:
            return
        yield line


def csv_lines(*, header: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the file line by line, beginning with the BOM by which Excel recognizes UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_text(text) for text in header])
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def xlsx_file(*, header: list[str], rows: Iterable[Row], title: str, totals: Totals | None = None) -> IO[bytes]:
    """Write a workbook to a temporary file that is deleted when closed; more rows than fit a sheet go on further
    sheets."""
    totals, rows = totals or Totals(), iter(rows)
    first = [[plain(value) for value in row] for row in islice(rows, MEASURED)]
    book = _Book(title, header, _widths(header, first, totals.columns))
    adder = _Adder(totals.columns)
    for row in chain(first, ([plain(value) for value in row] for row in rows)):
        book.add(adder.seen(row))
    book.end_of_rows()
    for line in _last_lines(totals, adder, len(header)):
        book.add(line, bold=True)
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response that streams it
    book.save(file)
    file.seek(0)
    return file


def safe_text(value: Any) -> str:
    """The value as text that no program treats as a formula and that XML can hold."""
    text = unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _looks_like_formula(text) else text


def plain(value: Any) -> Any:
    """The content of a cell: a number, a date, a moment in the page's time zone, or safe text; '' for None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if timezone.is_aware(value) else value
    if isinstance(value, int | Decimal | date):
        return value
    return safe_text(value)


def _looks_like_formula(text: str) -> bool:
    if text[:1] in ("\t", "\r"):
        return True
    first = next((char for char in text if not (char.isspace() or unicodedata.category(char) == "Cf")), "")
    return first != "" and first in FORMULA_STARTS


def _csv_cell(value: Any) -> str:
    value = plain(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return "" if value is None else str(value)


class _Book:
    """A workbook written row by row. Every sheet has a frozen header with a filter."""

    def __init__(self, title: str, header: list[str], widths: list[int]) -> None:
        from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and only files need it

        self.book, self.header, self.widths = Workbook(write_only=True), header, widths
        self.title = re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:31]
        self._begin()

    def add(self, values: Iterable[Any], *, bold: bool = False) -> None:
        """Write one row, on a new sheet when this one is full."""
        if self.filled == MOST_ROWS:
            self.end_of_rows()
            self._begin()
        self.sheet.append([_xlsx_cell(self.sheet, value, bold=bold) for value in values])
        self.filled += 1

    def end_of_rows(self) -> None:
        """End the range of this sheet's filter and sorting."""
        if not self.sheet.auto_filter.ref:
            self.sheet.auto_filter.ref = f"A1:{_letters(max(1, len(self.header)))}{self.filled}"

    def save(self, file: IO[bytes]) -> None:
        self.book.save(file)

    def _begin(self) -> None:
        self.sheet, self.filled = self.book.create_sheet(self.title), 1
        self.sheet.freeze_panes = "A2"
        for number, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[_letters(number)].width = width
        self.sheet.append([_xlsx_cell(self.sheet, safe_text(text), bold=True) for text in self.header])


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    return str(get_column_letter(column))


class _Adder:
    """Counts rows and sums some of their columns as they pass."""

    def __init__(self, columns: Collection[int]) -> None:
        self.sums: dict[int, Any] = dict.fromkeys(sorted(columns))
        self.rows = 0

    def seen(self, row: list[Any]) -> list[Any]:
        self.rows += 1
        for place, so_far in self.sums.items():
            if row[place] is not None:
                self.sums[place] = row[place] if so_far is None else so_far + row[place]
        return row


def _last_lines(totals: Totals, adder: _Adder, width: int) -> Iterator[list[Any]]:
    """An empty row and the totals, each with what it counts; empty when nothing is summed."""
    if not adder.rows or not (totals.columns or totals.line):
        return
    yield []
    if totals.line:
        yield [plain(value) for value in totals.line]
        return
    label = next((place for place in range(width) if place not in adder.sums), 0)
    total = f"Total of {counted(adder.rows, 'row', 'rows')}"
    yield [total if place == label else adder.sums.get(place) for place in range(width)]
    beneath = next(reversed(adder.sums))
    for says, amount in totals.figures:
        if amount not in adder.sums.values():
            yield [
                safe_text(says) if place == label else amount if place == beneath else None for place in range(width)
            ]


def _xlsx_cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A typed cell; values are from `plain`."""
    if isinstance(value, str):
        value = value[:LONGEST_TEXT]
    number_format = _format(value)
    if not bold and not number_format:
        return value
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, value=value)
    if number_format:
        cell.number_format = number_format
    if bold:
        cell.font = Font(bold=True)
    return cell


def _format(value: Any) -> str:
    """The number format of a number or a date; '' for text."""
    if isinstance(value, Decimal):
        return AMOUNT_FORMAT
    if isinstance(value, datetime):
        return MOMENT_FORMAT
    if isinstance(value, date):
        return DAY_FORMAT
    return COUNT_FORMAT if isinstance(value, int) else ""


def _widths(header: list[str], rows: list[list[Any]], summed: Collection[int]) -> list[int]:
    """The width of each column, by its title, its first rows and whether it is summed."""
    longest = [len(text) + 4 for text in header]
    for row in rows:
        for number, value in enumerate(row[: len(longest)]):
            longest[number] = max(longest[number], _shown_length(value) + 2)
    least = [SUMMED if place in summed else NARROWEST for place in range(len(longest))]
    return [min(WIDEST, max(pair)) for pair in zip(longest, least, strict=True)]


def _shown_length(value: Any) -> int:
    """How many characters a spreadsheet shows."""
    if isinstance(value, datetime):
        return len("2026-12-31 23:59:59")
    return len(f"{value:,.2f}") if isinstance(value, Decimal) else len("" if value is None else str(value))


class _Echo:
    """A file object that returns what is written to it."""

    def write(self, text: str) -> str:
        return text
