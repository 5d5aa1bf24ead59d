"""A table of shares over time: a row for each year's new donors, a column for each year since. Pure.

Each cell says its share in figures; how dark it is says it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.charts.spec import Chart

#: Shares (in percent) from which a cell is darker.
LEVELS = (Decimal(1), Decimal(20), Decimal(40), Decimal(60), Decimal(80))


@dataclass(frozen=True)
class Cell:
    """One share: its words and how dark it is, 0 to 5; no words where the year has not come."""

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
    """Say how dark a share of a hundred is drawn, 0 (nobody, or not known) to 5."""
    return 0 if share is None else sum(Decimal(share) >= limit for limit in LEVELS)


def _cell(chart: Chart, share: Decimal | int | None) -> Cell:
    return Cell("" if share is None else chart.label(share), level(share))
