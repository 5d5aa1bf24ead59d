"""Export lists as CSV and XLSX: streamed, with the same rows, and safe to open.

Amounts and counts are numbers and dates are dates; everything else is text, which no program treats as a formula
(`files.cells`). A CSV file holds a header and rows only, for programs to read. A workbook ends with totals, after an
empty row and outside the range of its filter and Excel's sorting, so that they stay in place.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from core.display import counted
from core.listing.files.cells import Row, in_blocks, plain, safe_text
from core.listing.files.workbooks import Workbook

CSV, XLSX = "csv", "xlsx"
FORMATS = {CSV: "CSV", XLSX: "Excel (XLSX)"}
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Excel's limit: rows in a sheet.
MOST_ROWS = 1_048_576
#: Column widths follow the content of the first rows, within limits, in characters.
MEASURED, NARROWEST, SUMMED, WIDEST = 200, 10, 17, 48


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
    """Yield the file in pieces of whole lines, beginning with the BOM by which Excel recognizes UTF-8."""
    yield "\ufeff" + _csv_text([[safe_text(text) for text in header]])
    for some in in_blocks(rows):
        yield _csv_text(some)


def _csv_text(rows: Sequence[Sequence[Any]]) -> str:
    """Lines of what `plain` gives: dates and moments in ISO 8601, and nothing for None."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def xlsx_file(*, header: list[str], rows: Iterable[Row], title: str, totals: Totals | None = None) -> IO[bytes]:
    """Write a workbook to a temporary file that is deleted when closed; more rows than fit a sheet go on further
    sheets."""
    totals, blocks = totals or Totals(), in_blocks(rows)
    first = next(blocks, [])
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response that streams it
    titles = [safe_text(text) for text in header]
    widths = _widths(header, first[:MEASURED], totals.columns)
    book, adder = Workbook(file, title=title, header=titles, widths=widths, most=MOST_ROWS), _Adder(totals.columns)
    for some in chain([first], blocks):
        book.add(some)
        adder.see(some)
    book.end_of_rows()
    book.add(list(_last_lines(totals, adder, len(header))), bold=True)
    book.close()
    file.seek(0)
    return file


class _Adder:
    """Counts rows and sums some of their columns as they pass."""

    def __init__(self, columns: Collection[int]) -> None:
        self.sums: dict[int, Any] = dict.fromkeys(sorted(columns))
        self.rows = 0

    def see(self, rows: Sequence[Sequence[Any]]) -> None:
        self.rows += len(rows)
        for place, so_far in self.sums.items():
            if found := [row[place] for row in rows if row[place] is not None]:
                self.sums[place] = sum(found) if so_far is None else so_far + sum(found)


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


def _widths(header: list[str], rows: Sequence[Sequence[Any]], summed: Collection[int]) -> list[int]:
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
