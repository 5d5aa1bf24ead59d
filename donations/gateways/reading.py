"""Parse what a processor sends: text that a database can store, plausible times, and JSON of limited depth."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

#: Characters no database stores: NUL, and unpaired surrogates, which JSON may contain.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: Brackets and whole strings, so that brackets inside strings are skipped.
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
#: A notification is an envelope around an object; we read nothing deeper.
DEEPEST = 8
#: Times outside this range are not payment times.
EARLIEST, LATEST = 946_684_800, 4_102_444_800  # the years 2000 and 2100, in seconds


def plain(value: Any, length: int = 0) -> str:
    """A value as text that can be stored, cut to `length` where one is given."""
    text = _UNSTORABLE.sub("\ufffd", value if isinstance(value, str) else "" if value is None else str(value))
    return text[:length] if length else text


def moment(seconds: Any) -> datetime:
    """A UTC datetime from Unix seconds. Raises `ValueError` for anything else: text, a fraction, 2^63."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not EARLIEST <= seconds <= LATEST:
        raise ValueError(f"{plain(seconds, 40)} is not a valid time.")
    return datetime.fromtimestamp(seconds, UTC)


def moment_or_none(seconds: Any) -> datetime | None:
    """As `moment`, or None for an invalid value, for fields that are only hints."""
    try:
        return moment(seconds)
    except ValueError:
        return None


def day(seconds: Any) -> date:
    """The date whose midnight in UTC is given in Unix seconds."""
    return moment(seconds).date()


def read_json(text: str) -> Any:
    """Parse JSON, replacing values nested deeper than `DEEPEST`. Raises `ValueError`."""
    try:
        return json.loads(text, parse_int=_whole)
    except RecursionError:
        return json.loads(_shallow(text), parse_int=_whole)


def _whole(digits: str) -> int | None:
    """An int, or None when it has more digits than any valid number."""
    return int(digits) if len(digits) < 40 else None


def _shallow(text: str) -> str:
    """JSON text with `null` in place of everything nested deeper than `DEEPEST`."""
    parts: list[str] = []
    depth = kept = 0
    for found in _NESTING.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                parts += [text[kept : found.start()], "null"]
        elif sign in "]}":
            if depth == DEEPEST + 1:
                kept = found.end()
            depth -= 1
    if depth > DEEPEST:
        raise ValueError("The JSON is incomplete.")
    return "".join([*parts, text[kept:]])
