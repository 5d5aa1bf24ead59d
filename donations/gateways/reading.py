"""Reading what a processor sends: text a database can keep, moments there are, and notices however they were nested."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

#: What no database keeps: NUL, and halves of characters that JSON may carry alone.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: Brackets, and strings with what is inside them passed over.
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
#: A notice is an envelope around an object; nothing we read lies deeper.
DEEPEST = 8
#: Moments before and after these are no moments of a payment.
EARLIEST, LATEST = 946_684_800, 4_102_444_800  # the years 2000 and 2100, in seconds


def plain(value: Any, length: int = 0) -> str:
    """A value as text that can be stored, cut to `length` where one is given."""
    text = _UNSTORABLE.sub("\ufffd", value if isinstance(value, str) else "" if value is None else str(value))
    return text[:length] if length else text


def moment(seconds: Any) -> datetime:
    """A moment told in seconds. Raises `ValueError` for what is no moment: text, a fraction, 2^63."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not EARLIEST <= seconds <= LATEST:
        raise ValueError(f"{plain(seconds, 40)} is not a valid time.")
    return datetime.fromtimestamp(seconds, UTC)


def moment_or_none(seconds: Any) -> datetime | None:
    """The same, where it is only a hint."""
    try:
        return moment(seconds)
    except ValueError:
        return None


def day(seconds: Any) -> date:
    """A day told as its midnight in UTC."""
    return moment(seconds).date()


def read_json(text: str) -> Any:
    """What JSON says, without what is nested deeper than anything we read. Raises `ValueError`."""
    try:
        return json.loads(text, parse_int=_whole)
    except RecursionError:
        return json.loads(_shallow(text), parse_int=_whole)


def _whole(digits: str) -> int | None:
    """A whole number; none where it has more digits than any we know."""
    return int(digits) if len(digits) < 40 else None


def _shallow(text: str) -> str:
    """JSON with `null` in place of everything nested deeper than `DEEPEST`."""
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
