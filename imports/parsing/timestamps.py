"""Parse moments in files: with an offset, a zone's name, in UTC by their column, or in local time.

The day is the one in the organization's zone: 2025-01-01 03:30 UTC is still 2024 in New York. A time without a zone is
local.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from imports.parsing import dates
from imports.parsing.dates import Problem

_CLOCK = re.compile(
    r"^(?P<day>.*?\d.*?)(?:,?\s+(?:at\s+)?|(?<=\d)T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>\(?[a-z]{1,5}\)?|(?:utc|gmt)?\s*[+\-−]\d{1,2}:?(?:\d{2})?)?$",
    re.I | re.S,
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])(\d{1,2}):?(\d{2})?", re.I)
#: Hours from UTC. Abbreviations shared by several zones (IST, AST) are left out and become a question.
_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "pkt": 5, "aest": 10,
    "aedt": 11, "awst": 8,
}  # fmt: skip
_PLACES = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_TITLE = re.compile(
    r"\b(utc|gmt|zulu|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ct|pt|pkt|cet|cest|(?P<place>eastern|central|mountain|pacific|"
    r"london|uk))\b( time)?",
    re.I,
)
_NAMED = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "london": "Europe/London", "uk": "Europe/London",
}  # fmt: skip


def zone_named(title: str) -> tzinfo | None:
    """The zone in a column's title: “Date (UTC)”, “Created (Pacific)”; None when there is none."""
    told = _TITLE.search(title.replace("_", " "))
    if told is None or not re.search(r"date|time|created|paid|at\b|on\b|day|when", title, re.I):
        return None
    return ZoneInfo(_NAMED[told["place"].casefold()]) if told["place"] else _zone(told[1])


def local_day(
    text: str, zone: str, *, day_first: bool | None = None, utc: bool = False, written_in: tzinfo | None = None
) -> date | Problem:
    """The day of a written moment in `zone`. A time without a zone is in UTC when `utc`, else in `written_in`, else
    local already."""
    told = _CLOCK.match(" ".join(text.replace("'", "").split()))
    if told is None:
        return dates.read_date(text, day_first=day_first)
    day = dates.read_date(told["day"], day_first=day_first)
    if isinstance(day, Problem):
        return day
    try:
        clock = _clock(told)
        place = _zone(told["zone"]) if told["zone"] else UTC if utc else written_in
    except ValueError:
        return Problem(f"“{text}” is not a date and time.")
    except LookupError:
        return Problem(f"“{text}” names an ambiguous time zone: enter the date.", ask=True)
    return day if place is None else in_zone(datetime.combine(day, clock, place), zone)


def in_zone(moment: datetime, zone: str) -> date:
    """The day of a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _clock(told: re.Match[str]) -> time:
    hour = int(told["hour"])
    if told["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if told["half"][0] in "pP" else 0)
    return time(hour, int(told["minute"]), int(told["second"] or 0))


def _zone(text: str) -> tzinfo:
    """The zone of an offset or an abbreviation. Raises `LookupError` for an ambiguous one, else `ValueError`."""
    word = text.strip(" ()").casefold()
    if offset := _OFFSET.fullmatch(word):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14 or minutes > 59:
            raise ValueError(text)
        return timezone((1 if offset[1] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    if word in _HOURS:
        return timezone(timedelta(hours=_HOURS[word]))
    return ZoneInfo(_PLACES[word])
