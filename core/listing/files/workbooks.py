"""Write a workbook as its rows come: the parts of an XLSX file (ECMA-376), packed as they are written.

Only what exports hold: texts, numbers, dates and moments, bold or not, under a frozen header with a filter. Memory does
not grow with the rows, and a row costs a fraction of what a library takes that makes an object for every cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

#: Excel's limit: characters in a cell.
LONGEST_TEXT = 32_767
LONGEST_TITLE = 31
AMOUNT_FORMAT, COUNT_FORMAT = "#,##0.00", "#,##0"
DAY_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
#: The number formats in order of their styles; a bold style follows them all.
_FORMATS = ("General", AMOUNT_FORMAT, COUNT_FORMAT, DAY_FORMAT, MOMENT_FORMAT)
_TEXT, _AMOUNT, _COUNT, _DAY, _MOMENT = range(len(_FORMATS))
#: The attribute of a cell for each of them: none for plain text.
_PLAIN = ("", *(f' s="{place}"' for place in range(1, len(_FORMATS))))
_BOLD = tuple(f' s="{len(_FORMATS) + place}"' for place in range(len(_FORMATS)))
#: Where numbers of formats begin that are not Excel's own.
_OWN = 164
#: The day before Excel's first, and the one it counts too many.
_BEFORE, _NEVER = date(1899, 12, 30).toordinal(), 60
_SECONDS = 86_400
#: How hard to pack: a higher level makes little smaller, and takes longer than all else.
_PACKED = 3
_MARKUP = re.compile("[&<>]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Workbook:
    """A workbook written to `file`, row by row, of sheets with the same header, named after `title`; `most` rows fit on
    one. Without `close` at the end the file is no workbook."""

    def __init__(self, file: IO[bytes], *, title: str, header: Sequence[str], widths: Sequence[int], most: int) -> None:
        self.title = re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:LONGEST_TITLE] or "Sheet"
        self.header, self.widths, self.most = header, widths, most
        self.zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_PACKED)
        #: The range of each sheet's filter.
        self.ranges: list[str] = []
        self._begin()

    def add(self, rows: Sequence[Sequence[Any]], *, bold: bool = False) -> None:
        """Write rows of what `cells.plain` gives, on a new sheet where this one is full."""
        while rows:
            if self.filled >= self.most:
                self._end()
                self._begin()
            fit = self.most - self.filled
            self._write(rows[:fit], bold=bold)
            rows = rows[fit:]

    def end_of_rows(self) -> None:
        """End the range of this sheet's filter and sorting."""
        self.ranges[-1] = self.ranges[-1] or f"A1:{_letters(max(1, len(self.header)))}{self.filled}"

    def close(self) -> None:
        """Write what the sheets have in common."""
        self._end()
        for name, content in _common_parts(_titles(self.title, len(self.ranges)), self.ranges).items():
            self.zip.writestr(name, _HEAD + content)
        self.zip.close()

    def _begin(self) -> None:
        self.ranges.append("")
        self.filled = 0
        name = f"xl/worksheets/sheet{len(self.ranges):d}.xml"
        self.sheet = self.zip.open(name, "w", force_zip64=True)
        self.sheet.write((_HEAD + _sheet_head(self.widths, first=len(self.ranges) == 1)).encode())
        self._write([self.header], bold=True)

    def _end(self) -> None:
        self.end_of_rows()
        self.sheet.write(f'</sheetData><autoFilter ref="{self.ranges[-1]}"/></worksheet>'.encode())
        self.sheet.close()

    def _write(self, rows: Sequence[Sequence[Any]], *, bold: bool) -> None:
        styles = _BOLD if bold else _PLAIN
        names = [_letters(number) for number in range(1, max(map(len, rows)) + 1)]
        lines = []
        for number, row in enumerate(rows, start=self.filled + 1):
            cells = [
                _DRAWN[type(value)](f'<c r="{name}{number}"', styles, value)
                for name, value in zip(names, row, strict=False)
                if value is not None and value != ""
            ]
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        self.sheet.write("".join(lines).encode())
        self.filled += len(rows)


def _text(cell: str, styles: Sequence[str], value: str) -> str:
    text = escape(value[:LONGEST_TEXT]) if _MARKUP.search(value) else value[:LONGEST_TEXT]
    keep = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else ""
    return f'{cell}{styles[_TEXT]} t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def _amount(cell: str, styles: Sequence[str], value: Decimal) -> str:
    return f"{cell}{styles[_AMOUNT]}><v>{value}</v></c>"


def _count(cell: str, styles: Sequence[str], value: int) -> str:
    return f"{cell}{styles[_COUNT]}><v>{value}</v></c>"


def _day(cell: str, styles: Sequence[str], value: date) -> str:
    return f"{cell}{styles[_DAY]}><v>{_serial(value)}</v></c>"


def _moment(cell: str, styles: Sequence[str], value: datetime) -> str:
    into = (value - datetime.combine(value, time())).total_seconds() / _SECONDS
    return f"{cell}{styles[_MOMENT]}><v>{_serial(value.date()) + into}</v></c>"


class _ByType(dict[type, Callable[[str, Sequence[str], Any], str]]):
    """How a value is written, by its type or the first one it descends from."""

    def __missing__(self, kind: type) -> Callable[[str, Sequence[str], Any], str]:
        self[kind] = self[next(each for each in kind.__mro__ if each in self)]
        return self[kind]


_DRAWN = _ByType({str: _text, Decimal: _amount, int: _count, date: _day, datetime: _moment})


@lru_cache(maxsize=4_096)
def _serial(day: date) -> int:
    """A day as Excel counts it: from 1900, with a February 29 in that year, which never was."""
    days = day.toordinal() - _BEFORE
    return days - 1 if 0 < days <= _NEVER else days


@lru_cache(maxsize=256)
def _letters(column: int) -> str:
    """The letters of a column, counted from 1: A, B, …, Z, AA."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _titles(title: str, count: int) -> list[str]:
    """The names of so many sheets: the first the title alone, the others with a number."""
    ends = ["", *map(str, range(1, count))]
    return [title[: LONGEST_TITLE - len(end)] + end for end in ends]


def _sheet_head(widths: Sequence[int], *, first: bool) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    selected = ' tabSelected="1"' if first else ""
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{selected} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{columns}</cols>" if columns else ""}<sheetData>'
    )


def _common_parts(titles: Sequence[str], ranges: Sequence[str]) -> dict[str, str]:
    """The parts beside the sheets, by name."""
    numbers = range(1, len(titles) + 1)
    return {
        "xl/workbook.xml": _book(titles, ranges),
        "xl/styles.xml": _styles(),
        "xl/_rels/workbook.xml.rels": _relations(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers), ("styles", "styles.xml")
        ),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": _content_types(numbers),
    }


def _book(titles: Sequence[str], ranges: Sequence[str]) -> str:
    """The list of sheets, and the ranges of their filters under the name by which Excel sorts."""
    named = [escape(title, {'"': "&quot;"}) for title in titles]
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(named, start=1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{_quoted(title)}!{_fixed(area)}</definedName>"
        for place, (title, area) in enumerate(zip(titles, ranges, strict=True))
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _quoted(title: str) -> str:
    doubled = title.replace("'", "''")
    return escape(f"'{doubled}'")


def _fixed(area: str) -> str:
    """A range that does not move: `A1:D7` as `$A$1:$D$7`."""
    return re.sub("([A-Z]+)([0-9]+)", r"$\1$\2", area)


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{_OWN + place}" formatCode="{code}"/>' for place, code in enumerate(_FORMATS) if place
    )
    cells = "".join(
        f'<xf numFmtId="{_OWN + place if place else 0}" fontId="{font}" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1" applyFont="1"/>'
        for font in (0, 1)
        for place in range(len(_FORMATS))
    )
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_FORMATS) - 1}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{2 * len(_FORMATS)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _relations(*parts: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{part}"/>'
        for number, (kind, part) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _content_types(numbers: Sequence[int]) -> str:
    parts = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/styles.xml": "styles",
        **{f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers},
    }
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_CONTENT}.{kind}+xml"/>' for part, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
