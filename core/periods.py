"""Half-open periods `[start, end)` of dates: fiscal years, months, and the same period a year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def to_date(self, today: date) -> Period:
        """The part of this period up to and including `today`."""
        return Period(self.start, max(self.start, min(self.end, today + timedelta(days=1))))

    def year_before(self) -> Period:
        """The same period one year earlier; February 29 becomes the day after February 28."""
        return Period(_years_later(self.start, -1), _years_later(self.end, -1))

    def with_years_before(self, count: int) -> list[Period]:
        """This period and the same one in `count` earlier years, oldest first."""
        found = [self]
        while len(found) <= count:
            found.insert(0, found[0].year_before())
        return found

    def months(self) -> Iterator[Period]:
        """The calendar months in this period, cut at its ends."""
        start = self.start
        while start < self.end:
            following = _month_later(start.replace(day=1), 1)
            yield Period(start, min(following, self.end))
            start = following


def month(day: date) -> Period:
    """The calendar month of a day."""
    start = day.replace(day=1)
    return Period(start, _month_later(start, 1))


def calendar_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def fiscal_year(*, on: date, first_month: int = 1) -> Period:
    """The fiscal year that holds a day; `first_month` is 1 for January."""
    year = on.year if on.month >= first_month else on.year - 1
    return Period(date(year, first_month, 1), date(year + 1, first_month, 1))


def fiscal_year_label(period: Period) -> str:
    """`2026` for a calendar year, `FY 2027` for the year that ends in 2027."""
    return str(period.start.year) if period.start.month == 1 else f"FY {period.last_day.year}"


def _month_later(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # February 29
        return date(day.year + years, 3, 1)
