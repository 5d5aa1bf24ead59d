"""The month in a column title: “Jan”, “January 2024”, “2024-01”, “01/2024”, “Jan-24”. Pure."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

FIRST, MIDDLE, LAST = DAYS = ("first", "15", "last")
_NAMES = ("jan(uary)?", "feb(ruary|r)?", "mar(ch)?", "apr(il)?", "may", "june?", "july?", "aug(ust)?", "sept?(ember)?",
          "oct(ober)?", "nov(ember)?", "dec(ember)?")  # fmt: skip
_WORDS = tuple(re.compile(rf"(?<![a-z]){name}(?![a-z])", re.I) for name in _NAMES)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"[a-z]\.?[\s_'’-]+(\d\d)(?!\d)|(?<!\d)(\d\d)[\s_'’-]+[a-z]", re.I)
_FIGURES = (
    re.compile(r"(?P<year>(?:19|20)\d\d)[-/. _](?P<month>\d{1,2})(?:[-/.]0?1)?(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(?P<month>\d{1,2})[-/. _](?P<year>(?:19|20)\d\d)"),
)


class Month(NamedTuple):
    """A month; `year` is None where the title does not say it."""

    year: int | None
    month: int

    def on(self, day: str, year: int | None) -> date | None:
        """The first, the 15th or the last of the month, in `year` where the title has none; None without a year."""
        if (when := self.year or year) is None:
            return None
        number = {FIRST: 1, MIDDLE: 15}.get(day) or monthrange(when, self.month)[1]
        return date(when, self.month, number)


def month_of(title: str) -> Month | None:
    """The month a title names; None when it names none or several."""
    text = re.sub(r" \(\d+\)$", "", " ".join(title.split()))
    for pattern in _FIGURES:
        if (told := pattern.fullmatch(text)) and 1 <= int(told["month"]) <= 12:
            return Month(int(told["year"]), int(told["month"]))
    named = [number for number, word in enumerate(_WORDS, start=1) if word.search(text)]
    if len(named) != 1:
        return None
    return Month(_year_of(text), named[0])


def _year_of(text: str) -> int | None:
    years = set(_YEAR.findall(text))
    if years:
        return int(years.pop()) if len(years) == 1 else None
    told = _SHORT_YEAR.search(text)
    return 2000 + int(told[1] or told[2]) if told else None
