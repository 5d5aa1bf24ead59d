"""Parse dates in files. Reads no clock: the caller decides what is too far in the future.

Whether 3/4/2024 is in March or April is decided for a whole column (`day_first`), never for one cell. `Problem.ask`
marks incomplete dates that a person can complete, unlike values that are not dates.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1970, 2100
LAST_DAY = 31
# Serials taken for dates without a date format: 1980 to 2079, so that a check number or an amount is none.
_SERIALS = (29221, 65745)
_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = re.compile(r"^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,?\s+", re.I)
_TIME = re.compile(
    r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[a-z]{3,4})?$", re.I
)
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_ISO = re.compile(r"^(\d{4,5})[-/.](\d{1,2})[-/.](\d{1,2})$")
_NUMERIC = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{2,5})$")
_NO_YEAR = re.compile(r"^\d{1,2}[-/.]\d{1,2}$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-/](\d{4})$|^(\d{4})[-/](\d{1,2})$")
_DAY_MONTH = re.compile(rf"^{_DAY}[\s/.-]*(?:of\s+)?{_MONTH}(?:[\s,/.-]+(\d{{2,5}}))?$", re.I)
_MONTH_DAY = re.compile(rf"^{_MONTH}[\s/.-]*{_DAY}(?:(?:\s*,\s*|[\s/.-]+)(\d{{2,5}}))?$", re.I)
_MONTH_ONLY = re.compile(rf"^(?:in\s+)?{_MONTH}[\s,/.-]*(\d{{4}})?$", re.I)
_ORDER_TOLD = (
    (re.compile(r"\b(month\s*/\s*day|mm?\s*[/.-]\s*dd?\s*[/.-]\s*yy|us dates)", re.I), False),
    (re.compile(r"\b(day\s*/\s*month|dd?\s*[/.-]\s*mm?\s*[/.-]\s*yy|uk dates)", re.I), True),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no date. `ask`: hold the row for a person; otherwise the value is unusable."""

    text: str
    ask: bool = False


def from_serial(serial: Decimal, *, date1904: bool) -> datetime | None:
    """The moment of an Excel serial; None for Feb 29, 1900, which never existed, and outside the years 1900 to 9999."""
    days = int(serial)
    if not date1904 and (days == 60 or days < 1):
        return None
    start = date(1904, 1, 1) if date1904 else date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        return datetime.combine(start, time()) + timedelta(days=days, seconds=round(float(serial - days) * 86400, 3))
    except OverflowError:
        return None


def iso_text(moment: datetime) -> str:
    """`2024-03-05`, with the time if there is one."""
    return moment.strftime("%Y-%m-%d" if not (moment.hour or moment.minute or moment.second) else "%Y-%m-%d %H:%M")


def order_told(texts: Iterable[str]) -> bool | None:
    """Whether notes or headings state the order ("dates are month/day/year"): True for day first, None when
    they don't."""
    told = {day_first for text in texts for pattern, day_first in _ORDER_TOLD if pattern.search(text)}
    return told.pop() if len(told) == 1 else None


def day_first(texts: Iterable[str]) -> bool | None:
    """The order a column of written dates proves: a number above 12 is the day. None without proof, or with both."""
    proofs = set()
    for text in texts:
        told = _NUMERIC.match(_bare(text))
        if told and not _may_begin_with_the_year(told):
            first, second = int(told[1]), int(told[3])
            if 12 < first <= 31 and 1 <= second <= 12:
                proofs.add(True)
            elif 12 < second <= 31 and 1 <= first <= 12:
                proofs.add(False)
    return proofs.pop() if len(proofs) == 1 else None


def is_ambiguous(text: str) -> bool:
    """Whether the text is a date with two possible readings."""
    told = _NUMERIC.match(_bare(text))
    return told is not None and int(told[1]) <= 12 and int(told[3]) <= 12 and int(told[1]) != int(told[3])


def _may_begin_with_the_year(told: re.Match[str]) -> bool:
    """Whether 24-03-16 may be in 2024 or in 2016; only hyphens are written between a short year, month and day."""
    first, last = int(told[1]), int(told[4])
    return told[2] == "-" and len(told[4]) == 2 and 12 < first <= LAST_DAY and 1 <= last <= LAST_DAY


def is_month(text: str) -> bool:
    """Whether the text is a month, perhaps with a year, as in headings between rows."""
    return bool(_MONTH_ONLY.match(_bare(text).strip("-–— ")))


def read_date(text: str, *, day_first: bool | None, date1904: bool = False) -> date | Problem:
    """The date of a text, or why there is none. `day_first` is the column's order, None when unknown."""
    bare = _bare(text)
    if not bare:
        return Problem("The date is missing.")
    if re.fullmatch(r"\d{5}(\.\d+)?", bare) and _SERIALS[0] <= float(bare) <= _SERIALS[1]:
        return _checked_moment(from_serial(Decimal(bare), date1904=date1904), text)
    if told := _COMPACT.match(bare) or _ISO.match(bare):
        return _checked(told[1], told[2], told[3], text)
    if told := _NUMERIC.match(bare):
        if day_first is None and is_ambiguous(bare):
            return Problem(f"“{text}” could be day/month or month/day: choose which this file uses.", ask=True)
        if not day_first and _may_begin_with_the_year(told):
            return Problem(f"“{text}” could begin with the day or with the year: enter the date.", ask=True)
        if int(told[1]) > LAST_DAY and len(told[4]) == 2:
            return _checked(told[1].zfill(2), told[3], told[4], text)
        swap = day_first if day_first is not None else int(told[1]) > 12
        month, day = (told[3], told[1]) if swap else (told[1], told[3])
        return _checked(told[4], month, day, text)
    return _read_words(bare, text)


def from_cell_moment(moment: datetime, text: str) -> date | Problem:
    """The date of a real date cell; its time of day is dropped."""
    return _checked_moment(moment, text)


def from_number(number: Decimal, *, date1904: bool) -> date | Problem:
    """The date of a bare number in a date column: a serial that lost its format, or nothing."""
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        return Problem(f"“{number}” is not a date.")
    return _checked_moment(from_serial(number, date1904=date1904), str(number))


def _read_words(bare: str, text: str) -> date | Problem:
    for pattern, day_at, month_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        if told := pattern.match(bare):
            if told[3] is None:
                return Problem(f"“{text}” has no year.", ask=True)
            return _checked(told[3], str(_MONTHS[told[month_at].casefold()]), told[day_at], text)
    if _MONTH_ONLY.match(bare) or _MONTH_YEAR.match(bare):
        return Problem(f"“{text}” names a month but no day.", ask=True)
    if _NO_YEAR.match(bare):
        return Problem(f"“{text}” has no year.", ask=True)
    return Problem(f"“{text}” is not a date.")


def _checked(year: str, month: str, day: str, text: str) -> date | Problem:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return Problem(f"“{text}” is not a date: there is no such day or month.")
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return Problem(f"“{text}” has an impossible year.", ask=True)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return Problem(f"“{text}” is not a date: that month has no such day.")


def _checked_moment(moment: datetime | None, text: str) -> date | Problem:
    if moment is None:
        return Problem(f"“{text}” is not a date.")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Problem(f"“{text}” has an impossible year.", ask=True)
    return moment.date()


def _bare(text: str) -> str:
    """ASCII digits, single spaces, no weekday and no time of day."""
    text = "".join(str(unicodedata.decimal(ch, ch)) for ch in text if unicodedata.category(ch) != "Cf")
    text = " ".join(text.replace("\u2013", "-").replace("\u2011", "-").split()).lstrip("'’")
    return _TIME.sub("", _WEEKDAY.sub("", text)).strip(" .,;")
