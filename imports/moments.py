"""Moments as platforms write them: with an offset, in UTC, or by the clock on the wall. The day is the charity's."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from imports import dates
from imports.dates import Problem

_MOMENT = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$",
    re.I,
)


def local_day(text: str, zone: str, *, day_first: bool | None = None, utc: bool = False) -> date | Problem:
    """The day a written moment falls on in `zone`. A time without an offset is UTC when `utc`, else local already."""
    told = _MOMENT.match(text.strip())
    if told is None or (told[4] is None and told[7] is None):
        return dates.read_date(text, day_first=day_first)
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in told.groups()[:6])
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_offset(told[7], utc=utc))
    except ValueError:
        return Problem(f"“{text}” is not a date.")
    if not dates.FIRST_YEAR <= moment.year <= dates.LAST_YEAR:
        return Problem(f"“{text}” has an impossible year.", ask=True)
    return moment.astimezone(ZoneInfo(zone)).date() if moment.tzinfo else moment.date()


def _offset(text: str | None, *, utc: bool) -> timezone | None:
    if text is None:
        return UTC if utc else None
    if text.casefold() in ("z", "utc", "gmt"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
