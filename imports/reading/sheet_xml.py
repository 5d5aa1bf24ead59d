"""Stream the XML of a worksheet and of the shared strings: memory use grows with the number of cells."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple
from xml.sax import SAXException  # nosec B406: only the exception; parsing is defusedxml's
from xml.sax.handler import ContentHandler  # nosec B406

from defusedxml.expatreader import DefusedExpatParser

from imports.cells import BOOL, DATE, ERROR, LONGEST_CELL, NUMBER, Cell, Refused, Row, text_cell
from imports.parsing.dates import from_serial, iso_text

MAX_CELLS = 5_000_000
MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576
_OFF = ("0", "false")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


class BadSheet(Exception):
    """The XML is invalid."""


class Style(NamedTuple):
    """What a cell's style says: its number format, whether that is a date's, whether the font is struck through."""

    number_format: str = ""
    is_date: bool = False
    struck: bool = False


class SharedText(NamedTuple):
    """One shared string, and whether any of it is struck through."""

    text: str
    struck: bool = False


def read_strings(stream) -> list[SharedText]:
    """The shared strings, rich text joined, without phonetic hints."""
    handler = _Strings()
    _run(stream, handler)
    return handler.strings


def read_sheet(
    stream, shared: list[SharedText], styles: list[Style], date1904: bool, comments: Mapping[str, str] | None = None
) -> tuple[list[Row], list]:
    """Rows with content, and merged ranges as (row, column, last row, last column), with columns from 0. `comments` by
    cell (“B7”)."""
    handler = _SheetHandler(shared, styles, date1904, comments or {})
    _run(stream, handler)
    return handler.rows, handler.merged


def _run(stream, handler: ContentHandler) -> None:
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        while chunk := stream.read(1 << 16):
            parser.feed(chunk)
        parser.close()
    except SAXException as error:
        raise BadSheet(str(error)) from error


def _boundaries(ref: str) -> Any:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - slow to import, and only merged cells need it

    return range_boundaries(ref)


class _Strings(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.strings: list[SharedText] = []
        self.struck = False
        self.parts: list[str] | None = None
        self.skip = 0

    def startElement(self, name, attrs):  # noqa: N802 (SAX's name)
        name = name.rsplit(":", 1)[-1]
        if name == "si":
            self.parts, self.struck = [], False
        elif name == "strike":
            self.struck |= attrs.get("val", "1") not in _OFF
        elif name == "rPh":
            self.skip += 1
        self.inside = name == "t" and not self.skip

    def endElement(self, name):  # noqa: N802
        name = name.rsplit(":", 1)[-1]
        if name == "si":
            self.strings.append(SharedText("".join(self.parts or ()), self.struck))
        elif name == "rPh":
            self.skip -= 1
        self.inside = False

    inside = False

    def characters(self, content):
        if self.inside and self.parts is not None:
            self.parts.append(content)


class _SheetHandler(ContentHandler):
    def __init__(
        self, shared: list[SharedText], styles: list[Style], date1904: bool, comments: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.shared, self.styles, self.date1904, self.comments = shared, styles, date1904, comments
        self.rows: list[Row] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.row, self.column, self.count = 0, -1, 0
        self.cells: dict[int, Cell] = {}
        self.into: str | None = None
        self.text: dict[str, list[str]] = {}
        self.kind, self.style, self.has_formula, self.comment, self.struck = "n", "", False, "", False

    def startElement(self, name, attrs):  # noqa: N802
        name = name.rsplit(":", 1)[-1]
        if name == "c":
            self._start_cell(attrs)
        elif name in ("v", "f", "t"):
            self.into = name
            self.has_formula |= name == "f"
        elif name == "strike":
            self.struck |= attrs.get("val", "1") not in _OFF
        elif name == "row":
            self._start_row(attrs.get("r", ""))
        elif name == "mergeCell":
            left, top, right, bottom = _boundaries(attrs.get("ref", ""))
            if None not in (left, top, right, bottom):  # ranges over whole columns belong to no row
                self.merged.append((top, left - 1, bottom, right - 1))

    def endElement(self, name):  # noqa: N802
        name = name.rsplit(":", 1)[-1]
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        if name in ("v", "f", "t"):
            self.into = None

    def characters(self, content):
        if self.into:
            self.text.setdefault(self.into, []).append(content)

    def _start_row(self, number: str) -> None:
        row = int(number) if number else self.row + 1
        if not self.row < row <= MAX_ROWS:
            raise BadSheet(f"row {number} below row {self.row}")
        self.row, self.column, self.cells = row, -1, {}

    def _start_cell(self, attrs) -> None:
        place = attrs.get("r", "")
        column = _column(place) if place else self.column + 1
        if not self.column < column < MAX_COLUMNS:
            raise BadSheet(f"column of {place}")
        self.column = column
        self.kind, self.style = attrs.get("t", "n"), attrs.get("s", "")
        self.text, self.has_formula, self.struck = {}, False, False
        self.comment = self.comments.get(place, "")

    def _end_cell(self) -> None:
        cell = self._cell()
        if cell.is_blank and not cell.formula and not self.comment:
            return
        struck = self.struck or (not cell.is_blank and self._is_struck())
        if self.comment or struck:
            cell = replace(cell, comment=self.comment, struck=struck)
        self.cells[self.column] = cell

    def _end_row(self) -> None:
        if not self.cells:
            return
        width = max(self.cells) + 1
        self.count += width
        if self.count > MAX_CELLS:
            raise Refused(
                "A sheet has more than five million cells. Delete what is not needed, or split it into several files."
            )
        empty = Cell()
        self.rows.append(Row(self.row, [self.cells.get(column, empty) for column in range(width)]))

    def _cell(self) -> Cell:
        value = "".join(self.text.get("v", ()))
        formula = ("".join(self.text.get("f", ())) or "…") if self.has_formula else ""
        if self.kind == "s":
            return _text(self._shared(value) if value else "", formula)
        if self.kind == "inlineStr":
            return _text("".join(self.text.get("t", ())), formula)
        if self.kind == "e":
            return Cell(value or "#ERROR!", ERROR, formula=formula)
        if self.kind == "b":
            return Cell("TRUE" if value.strip() == "1" else "FALSE", BOOL, formula=formula)
        if self.kind in ("str", "d") or not value.strip():
            return _text(value, formula)
        return self._number(value.strip(), formula)

    def _shared(self, value: str) -> str:
        if not (value.strip().isdecimal() and int(value) < len(self.shared)):
            raise BadSheet(f"shared text {value} does not exist")
        found = self.shared[int(value)]
        self.struck |= found.struck
        return found.text

    def _is_struck(self) -> bool:
        return self.style.isdecimal() and int(self.style) < len(self.styles) and self.styles[int(self.style)].struck

    def _style(self) -> Style:
        """The cell's style. Raises for an undefined one, which could hide a date or a currency."""
        if self.style in ("", "0") and not self.styles:
            return Style()
        if not (self.style or "0").isdecimal() or int(self.style or 0) >= len(self.styles):
            raise BadSheet(f"style {self.style} does not exist")
        return self.styles[int(self.style or 0)]

    def _number(self, value: str, formula: str) -> Cell:
        if not _NUMBER.fullmatch(value):
            return _text(value, formula)
        number = Decimal(f"{float(value):.15g}")  # Excel's precision; beyond it are binary rounding errors
        if not number.is_finite():
            return _text(value, formula)
        style = self._style()
        moment = from_serial(number, date1904=self.date1904) if style.is_date else None
        if moment is not None:
            return Cell(iso_text(moment), DATE, number, moment, style.number_format, formula)
        return Cell(f"{number:f}", NUMBER, number, None, style.number_format, formula)


def _text(text: str, formula: str) -> Cell:
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text).replace("\x00", "")[:LONGEST_CELL]
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", text)  # an unpaired surrogate, which no database accepts
    cell = text_cell(text)
    return Cell(cell.text, cell.kind, formula=formula) if formula else cell


def _column(place: str) -> int:
    column = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column - 1
