"""Of the donors who first gave in a year, how many gave again in each year since. Years are the organization's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period, fiscal_year_label
from reports.figures.board_figures import Span, donors

#: How many fiscal years of new donors are followed, the year under way not among them.
YEARS = 6


@dataclass(frozen=True)
class Cohort:
    """The new donors of a fiscal year, and how many of them gave in each year after, the one under way last."""

    label: str
    size: int
    again: tuple[int, ...]

    def shares(self, *, smallest: int) -> list[int | None]:
        """In whole percent; nothing for a cohort too small to be told apart from its members."""
        if self.size < max(1, smallest):
            return [None] * len(self.again)
        return [round(Decimal(count * 100) / self.size) for count in self.again]


def cohorts(span: Span) -> list[Cohort]:
    """The new donors of each of the last `YEARS` fiscal years that had any, oldest first."""
    years = span.year.with_years_before(YEARS)
    known = _givers(Period(date.min, years[0].start))
    givers = [_givers(span.to_date if year == span.year else year) for year in years]
    found = []
    for index, year in enumerate(years[:-1]):
        new = givers[index] - known
        known |= new
        if new:
            again = tuple(len(new & later) for later in givers[index + 1 :])
            found.append(Cohort(fiscal_year_label(year), len(new), again))
    return found


def _givers(period: Period) -> set[int]:
    return set(donors(period).values_list("supporter", flat=True))
