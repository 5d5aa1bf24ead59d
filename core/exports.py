"""Lists as files: CSV and XLSX that hold the same rows, are streamed, and run nothing when they are opened.

A cell that a spreadsheet would take for a formula gets an apostrophe before it: what begins with `= + - @` (or their
full-width forms), a tab or a carriage return, whatever white space or invisible character hides it. Amounts are
numbers and days are days; everything else is text.
"""

from __future__ import annotations

import csv
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from itertools import chain, islice
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CSV, XLSX = "csv", "xlsx"
FORMATS = {CSV: "CSV", XLSX: "Excel (XLSX)"}
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: What begins a formula in Excel, LibreOffice or Google Sheets, with the full-width forms they fold.
FORMULA_STARTS = "=+-@\t\r＝＋－＠"
#: Excel's limits: characters in a cell, rows in a sheet.
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
AMOUNT_FORMAT = "#,##0.00"
#: Columns are as wide as what stands in the first rows, within bounds, in characters.
MEASURED, NARROWEST, WIDEST = 200, 10, 48
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Row = Iterable[Any]


def respond(*, form: str, name: str, header: list[str], rows: Iterable[Row]) -> HttpResponseBase:
    """Answer with the rows as a file called `name` with the ending of its form, `csv` or `xlsx`."""
    filename = f"{name}.{form}"
    if form == XLSX:
        return FileResponse(
            xlsx_file(header=header, rows=rows, title=name),
            as_attachment=True,
            filename=filename,
            content_type=MEDIA_TYPES[XLSX],
        )
    return StreamingHttpResponse(
        csv_lines(header=header, rows=rows),
        content_type=MEDIA_TYPES[CSV],
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def csv_lines(*, header: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write line by line. It begins with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_text(text) for text in header])
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def xlsx_file(*, header: list[str], rows: Iterable[Row], title: str) -> IO[bytes]:
    """Write a workbook to a temporary file that is gone when closed; more rows than a sheet holds get another one."""
    book, rows = Workbook(write_only=True), iter(rows)
    first = [[plain(value) for value in row] for row in islice(rows, MEASURED)]
    widths = _widths(header, first)
    sheet, filled = _new_sheet(book, title, header, widths), 1
    for row in chain(first, rows):
        if filled == MOST_ROWS:
            sheet, filled = _new_sheet(book, title, header, widths), 1
        sheet.append([_xlsx_cell(sheet, value) for value in row])
        filled += 1
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response that streams it
    book.save(file)
    file.seek(0)
    return file


def safe_text(value: Any) -> str:
    """The value as text that no program takes for a formula and that XML can hold."""
    text = unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _looks_like_formula(text) else text


def plain(value: Any) -> Any:
    """What a cell holds: a number, a day, a moment in the page's time zone, or safe text; nothing for none."""
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


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    value = plain(value)
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if not isinstance(value, Decimal | date):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, Decimal):
        cell.number_format = AMOUNT_FORMAT
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    else:
        cell.number_format = "yyyy-mm-dd"
    return cell


def _widths(header: list[str], rows: list[list[Any]]) -> list[int]:
    """How wide each column is, by its title and its first rows."""
    longest = [len(text) + 4 for text in header]
    for row in rows:
        for number, value in enumerate(row[: len(longest)]):
            longest[number] = max(longest[number], _shown_length(value) + 2)
    return [min(WIDEST, max(NARROWEST, length)) for length in longest]


def _shown_length(value: Any) -> int:
    """How many characters a spreadsheet shows."""
    if isinstance(value, datetime):
        return len("2026-12-31 23:59:59")
    return len(f"{value:,.2f}") if isinstance(value, Decimal) else len("" if value is None else str(value))


def _new_sheet(book: Workbook, title: str, header: list[str], widths: list[int]) -> WriteOnlyWorksheet:
    """A sheet with its head row, which stays in view."""
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    cells = [WriteOnlyCell(sheet, value=safe_text(text)) for text in header]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    return sheet


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
