"""Read CSV and other text files: encoding, separator, records."""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import chain, islice

from imports.cells import LONGEST_CELL, Refused, Row, Sheet, Workbook, text_cell

DELIMITERS = (",", "\t", ";", "|")
MAX_CELLS = 5_000_000
_END = "\ue000end of file\ue000"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TWICE_DECODED = re.compile(r"Ã[\x80-\xbf©¨¼¶¤±³¡ª]|â€[™œ\x9d“”˜]|Ø§Ù")


def read_text(name: str, data: bytes) -> Workbook:
    """The file's one sheet. Raises `Refused` for anything that is not text or can't be split into records safely."""
    text, warnings = decode(data)
    _refuse_binary(text)
    delimiter = find_delimiter(text)
    rows, more = _records(text, delimiter)
    if delimiter != "," and not name.casefold().endswith((".tsv", ".tab", ".txt")):
        names = {"\t": "tabs", ";": "semicolons", "|": "vertical bars"}
        warnings.append(f"The columns are separated by {names[delimiter]}, not commas; the file was read that way.")
    return Workbook(name, [Sheet("", rows)], is_text=True, warnings=warnings + more)


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text and warnings. UTF-8 (with or without a BOM), UTF-16 and UTF-32 with one, else Windows-1252 line by line."""
    for mark, encoding in ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):  # fmt: skip
        if data.startswith(mark) and encoding != "utf-8-sig":
            return _decode_wide(data, encoding), []
    if encoding := _unmarked_utf16(data):
        return _decode_wide(data, encoding), []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_by_line(data)
    warnings = []
    if _TWICE_DECODED.search(text):
        warnings.append("Some names look garbled (for example Ã©): an earlier program misread the letters. Check them.")
    return text, warnings


def find_delimiter(text: str) -> str:
    """The separator that splits most of the first lines into the same number of fields, at least two."""
    best = (0.0, 0, ",")
    for delimiter in DELIMITERS:
        reader = csv.reader(StringIO(text[:200_000], newline=""), delimiter=delimiter)
        widths = Counter(len(record) for record in islice(_quietly(reader), 50) if any(map(str.strip, record)))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        score = (count / sum(widths.values()) if width > 1 else 0.0, width, delimiter)
        if score[:2] > best[:2]:
            best = score
    return best[2]


def _records(text: str, delimiter: str) -> tuple[list[Row], list[str]]:
    limit = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        return _read_records(text, delimiter)
    finally:
        csv.field_size_limit(limit)


def _read_records(text: str, delimiter: str) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    cut: list[int] = []
    cells = 0
    lines = chain(StringIO(text, newline=""), ("\n",) if text and text[-1] not in "\r\n" else (), (_END,))
    for number, record in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        if record == [_END]:
            break
        if record and record[-1].endswith(_END):
            raise _unclosed(number)
        if any(_swallowed(field, delimiter, len(rows[0].cells) if rows else 0) for field in record):
            raise _unclosed(number)
        if any(len(field) > LONGEST_CELL for field in record):
            cut.append(number)
        cells += len(record)
        if cells > MAX_CELLS:
            raise Refused(
                "The file has more than five million cells. Split it into smaller files and import them one by one."
            )
        rows.append(Row(number, [text_cell(field[:LONGEST_CELL]) for field in record]))
    warnings = [f"Row {number} has a cell longer than {LONGEST_CELL:,} characters; it was cut there." for number in cut]
    return rows, warnings


def _swallowed(field: str, delimiter: str, width: int) -> bool:
    """Whether a quoted field holds whole records, because of an unclosed quote far above."""
    if width < 3 or field.count("\n") + field.count("\r") < 3:
        return False
    lines = [line for line in re.split(r"[\r\n]+", field)[1:-1] if line.strip()]
    return len(lines) >= 3 and all(line.count(delimiter) == width - 1 for line in lines)


def _unclosed(number: int) -> Refused:
    return Refused(
        f'In record {number} a quotation mark (") is opened and never '
        "closed, so the rows after it cannot be told "
        "apart. Correct that cell, or open the file in Excel and save it again as CSV."
    )


def _refuse_binary(text: str) -> None:
    if "\x00" in text:
        raise Refused(
            "The file contains characters that no spreadsheet writes: it is damaged or not a text file. "
            "Export it again from the original program."
        )
    if len(_CONTROL.findall(text[:65536])) > max(2, len(text[:65536]) // 200):
        raise Refused("The file is not text, even if its name says so. Upload a CSV or .xlsx file.")


def _decode_wide(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        raise Refused("The file says it is Unicode text but is damaged. Export it again, best as CSV UTF-8.") from None


def _unmarked_utf16(data: bytes) -> str:
    head = data[:2000]
    if len(head) < 8 or len(data) % 2:
        return ""
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        others = head[0::2] if encoding == "utf-16-le" else head[1::2]
        if zeros.count(0) > 0.7 * len(zeros) and others.count(0) == 0:
            return encoding
    return ""


def _decode_by_line(data: bytes) -> tuple[str, list[str]]:
    lines = re.split(rb"(\r\n|\n|\r)", data.removeprefix(b"\xef\xbb\xbf"))
    out, old, new = [], [], 0
    for place, line in enumerate(lines):
        try:
            out.append(line.decode("utf-8"))
            new += not line.isascii()
        except UnicodeDecodeError:
            out.append(_windows(line))
            old.append(place // 2 + 1)
    where = ", ".join(map(str, old[:10])) + (" …" if len(old) > 10 else "")
    if new:
        return "".join(out), ["The file mixes two ways of writing letters: line "
                              f"{where} was read as Windows-1252, the rest "
                              "as UTF-8. Check the names there."]  # fmt: skip
    return "".join(out), [
        f"The file was read as Windows-1252 (Western European). Check names with accents: line {where}."
    ]


def _windows(line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _quietly(reader):
    try:
        yield from reader
    except csv.Error:
        return
