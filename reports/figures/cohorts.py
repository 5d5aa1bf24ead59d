"""Donor cohorts: of the donors who first gave in a fiscal year, how many gave again in each later year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from core.periods import Period, fiscal_year_label
from reports.figures.board_figures import Span, donors

#: How many fiscal years of new donors are followed, without the current one.
YEARS = 6


@dataclass(frozen=True)
class Cohort:
    """The new donors of a fiscal year, and how many of them gave in each later year, the current one last."""

    label: str
    size: int
    again: tuple[int, ...]

    def shares(self, *, smallest: int) -> list[int | None]:
        """In whole percent; empty for a cohort smaller than `smallest`."""
        if self.size < max(1, smallest):
            return [None] * len(self.again)
        return [round(Decimal(count * 100) / self.size) for count in self.again]


def cohorts(span: Span) -> list[Cohort]:
    """The new donors of each of the last `YEARS` fiscal years that had any, oldest first."""
    years = span.year.with_years_before(YEARS)
    givers = [_by_first_year(span.to_date if year == span.year else year) for year in years]
    found = []
    for index, year in enumerate(years[:-1]):
        began = year.start.year
        if size := givers[index].get(began, 0):
            again = tuple(later.get(began, 0) for later in givers[index + 1 :])
            found.append(Cohort(fiscal_year_label(year), size, again))
    return found


def _by_first_year(period: Period) -> dict[int, int]:
    """The number of donors of a fiscal year, or of its part up to a day, by the fiscal year they first gave in."""
    rows = donors(period).values("first_year").annotate(count=Count("pk")).order_by()
    return {row["first_year"]: row["count"] for row in rows}
