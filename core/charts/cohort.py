"""A table of retention by year: a row for each year's new donors, a column for each year since. Pure.

Each cell states its share; darker cells are larger shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.charts.spec import Chart

#: Shares (in percent) from which a cell is one level darker.
LEVELS = (Decimal(1), Decimal(20), Decimal(40), Decimal(60), Decimal(80))


@dataclass(frozen=True)
class Cell:
    """One share: its text and darkness, 0 to 5; '' for years to come."""

    text: str
    level: int


@dataclass(frozen=True)
class Line:
    """The new donors of one year."""

    name: str
    cells: tuple[Cell, ...]


def lines(chart: Chart) -> list[Line]:
    """Return the rows of a cohort chart."""
    return [
        Line(name, tuple(_cell(chart, series.values[index]) for series in chart.series))
        for index, name in enumerate(chart.categories)
    ]


def level(share: Decimal | int | None) -> int:
    """Return the darkness of a share in percent, 0 (none or unknown) to 5."""
    return 0 if share is None else sum(Decimal(share) >= limit for limit in LEVELS)


def _cell(chart: Chart, share: Decimal | int | None) -> Cell:
    return Cell("" if share is None else chart.label(share), level(share))
