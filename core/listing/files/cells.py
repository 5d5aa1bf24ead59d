"""What stands in the cells of a file: numbers, dates, moments, and text that no program treats as a formula.

A text that a spreadsheet would treat as a formula gets a leading apostrophe: one that begins with `= + - @` (or their
full-width forms), a tab or a carriage return, even after white space or invisible characters.

Rows are turned column by column, many at a time: most columns are asked one question for all of their cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from core.db.chunks import chunks

Row = Iterable[Any]
#: Rows turned at a time.
AT_ONCE = 1_000
#: Characters that begin a formula in Excel, LibreOffice or Google Sheets, with their full-width forms.
FORMULA_STARTS = "=+-@\t\r＝＋－＠"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Types that stand in a file as they are.
_AS_THEY_ARE = {int, Decimal, date}


def safe_text(value: Any) -> str:
    """The value as text that no program treats as a formula and that XML can hold."""
    text = unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _looks_like_formula(text) else text


def plain(value: Any) -> Any:
    """The content of a cell: a number, a date, a moment in the page's time zone, or safe text; None when empty."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if timezone.is_aware(value) else value
    if isinstance(value, int | Decimal | date):
        return value
    return safe_text(value)


def in_blocks(rows: Iterable[Row]) -> Iterator[list[Sequence[Any]]]:
    """The contents of rows, so many at a time, read only when they are asked for. Each is as `plain` gives it."""
    for some in chunks(rows, AT_ONCE):
        yield _plain_rows([row if isinstance(row, tuple | list) else list(row) for row in some])


def _plain_rows(rows: list[Any]) -> list[Sequence[Any]]:
    if len({len(row) for row in rows}) > 1:
        return [[plain(value) for value in row] for row in rows]
    return list(zip(*map(_plain_column, zip(*rows, strict=True)), strict=True)) if rows[0] else rows


def _plain_column(values: Sequence[Any]) -> Sequence[Any]:
    kinds = set(map(type, values)) - {type(None)}
    if kinds == {str}:
        return _safe_column(values)
    return values if kinds <= _AS_THEY_ARE else [plain(value) for value in values]


def _safe_column(texts: Sequence[str | None]) -> Sequence[str | None]:
    """The same texts where each begins with a letter or a digit and holds only what prints, as nearly always."""
    filled = [text for text in texts if text]
    if "".join([text[0] for text in filled]).isalnum() and " ".join(filled).isprintable():
        return texts
    return [None if text is None else safe_text(text) for text in texts]


def _looks_like_formula(text: str) -> bool:
    if text[:1].isalnum():
        return False
    if text[:1] in ("\t", "\r"):
        return True
    first = next((char for char in text if not (char.isspace() or unicodedata.category(char) == "Cf")), "")
    return first != "" and first in FORMULA_STARTS
