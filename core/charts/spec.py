"""The content of a chart, independent of drawing: one spec for SVG on pages and reportlab in PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.text import slugify

from core.charts.ticks import DASH, value_label


class Kind(StrEnum):
    """How the values are drawn."""

    COLUMNS = "columns"  # vertical, several series side by side: months, years
    STACKED = "stacked"  # vertical, the series on top of each other: parts of a month
    BARS = "bars"  # horizontal, one row per category: funds, states
    LINE = "line"
    SPARK = "spark"  # a line without axis or names, beside a figure
    THERMOMETER = "thermometer"  # one value against a goal
    COHORT = "cohort"  # a table of shares: a row per year's new donors, a column per year since


class Style(StrEnum):
    """The role of a series. A partial series is shown in the slot of the current one: the current month."""

    CURRENT = "current"
    PREVIOUS = "previous"
    PARTIAL = "partial"
    OTHER = "other"


class ValuesOn(StrEnum):
    """Which values are written in the picture itself."""

    NONE = "none"
    LAST = "last"
    CURRENT = "current"


@dataclass(frozen=True)
class Series:
    """Values of one kind, one per category; ``None`` is unknown, not zero. Links lead to the rows behind."""

    label: str
    values: Sequence[Decimal | int | None]
    style: Style = Style.CURRENT
    links: Sequence[str | None] = ()
    #: Its color number, from 0, if that should not depend on its position among the series.
    color: int | None = None

    def link(self, index: int) -> str:
        """Return the URL of the rows behind a value, or an empty string."""
        return (self.links[index] or "") if index < len(self.links) else ""


@dataclass(frozen=True)
class Cell:
    """One value of the data table below a chart."""

    text: str
    link: str


@dataclass(frozen=True)
class Row:
    """One category of the data table below a chart."""

    category: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Chart:
    """A title, what the figures count, and the figures.

    ``unit`` is a currency code for money (``USD``), ``count`` or ``percent``. ``short`` holds shorter category names
    for a phone; without it the first three letters are used when the names would not fit. ``decimals`` says whether
    cents are shown in the table.
    """

    title: str
    counts: str
    categories: Sequence[str]
    series: Sequence[Series]
    kind: Kind = Kind.COLUMNS
    unit: str = "USD"
    short: Sequence[str] = ()
    goal: Decimal | None = None
    goal_label: str = "goal"
    values_on: ValuesOn = ValuesOn.NONE
    comment: str = ""
    category_label: str = ""
    decimals: bool = False
    name: str = field(default="")

    def __post_init__(self) -> None:
        """Raise `ValueError` for a series without one value per category, whose values would get the wrong names."""
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"{series.label}: {len(series.values)} values for {len(self.categories)} categories")

    @property
    def slug(self) -> str:
        """Return the name that the ids inside the picture start with."""
        return slugify(self.name or self.title) or "chart"

    @property
    def is_list(self) -> bool:
        """Say whether the picture itself has every text and figure, so that no table is needed below."""
        return self.kind in (Kind.SPARK, Kind.THERMOMETER, Kind.COHORT) or (
            self.kind == Kind.BARS and len(self.series) == 1
        )

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to draw: no value is known, or all are zero. A goal is always drawn."""
        return self.kind != Kind.THERMOMETER and not any(value for series in self.series for value in series.values)

    @property
    def values(self) -> list[Decimal]:
        """Return every known value, and the goal, which the axis must include too."""
        known = [Decimal(value) for series in self.series for value in series.values if value is not None]
        return [*known, self.goal] if self.goal is not None else known

    @property
    def extent(self) -> list[Decimal]:
        """Return what the axis must include: every value, both ends of stacks, and the goal."""
        if self.kind != Kind.STACKED:
            return self.values
        ends = [
            sum((Decimal(value) for value in column if value and (value > 0) == up), Decimal(0))
            for column in zip(*(series.values for series in self.series), strict=True)
            for up in (True, False)
        ]
        return [*ends, self.goal] if self.goal is not None else ends

    @property
    def totals(self) -> list[Decimal | None]:
        """Return the sum of each category; ``None`` where nothing is known."""
        columns = zip(*(series.values for series in self.series), strict=True)
        return [
            sum((Decimal(value or 0) for value in column), Decimal(0))
            if any(value is not None for value in column)
            else None
            for column in columns
        ]

    @property
    def spoken(self) -> str:
        """Return the whole chart as text for screen readers: ``Raised by month. Jan: 2026 $150, 2025 $100; …``"""
        rows = "; ".join(f"{row.category}: {self._cell_text(row)}" for row in self.rows)
        goal = f" {self.goal_label.capitalize()}: {self.label(self.goal)}." if self.goal is not None else ""
        return f"{self.title}. {self.counts.rstrip('.')}. {rows}.{goal}"

    def _cell_text(self, row: Row) -> str:
        if len(self.table_series) == 1:
            return row.cells[0].text
        pairs = zip(self.table_series, row.cells, strict=True)
        return ", ".join(f"{series.label} {cell.text}" for series, cell in pairs if cell.text != DASH)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the data table: a row per category, a cell per series, current figures first."""
        return tuple(
            Row(category, tuple(self._cell(series, index) for series in self.table_series))
            for index, category in enumerate(self.categories)
        )

    @property
    def table_series(self) -> tuple[Series, ...]:
        """Return the series in the order of the table's columns; the partial series is merged into the current one."""
        current = [series for series in self.series if series.style == Style.CURRENT]
        partial = [series for series in self.series if series.style == Style.PARTIAL]
        if len(current) == 1 and len(partial) == 1:
            current, partial = [_joined(current[0], partial[0])], []
        others = [series for series in self.series if series.style in (Style.PREVIOUS, Style.OTHER)]
        whole = [Series("Total", self.totals)] if self.kind == Kind.STACKED and len(self.series) > 1 else []
        return (*current, *partial, *others, *whole)

    @property
    def first_value(self) -> str:
        """Return the value of a thermometer in words."""
        return self.label(self.series[0].values[0])

    @property
    def goal_value(self) -> str:
        """Return the goal in words."""
        return self.label(self.goal)

    def label(self, value: Decimal | int | None) -> str:
        """Write one value out in full: ``$12,900``, ``12``, ``61%``."""
        return value_label(value, self.unit, decimals=self.decimals)

    def _cell(self, series: Series, index: int) -> Cell:
        return Cell(self.label(series.values[index]), series.link(index))


def _joined(current: Series, partial: Series) -> Series:
    """Fill the gaps of the current series with the partial one's values."""
    count = len(current.values)
    takes = [current.values[i] is None and partial.values[i] is not None for i in range(count)]
    return Series(
        label=current.label,
        values=[partial.values[i] if takes[i] else current.values[i] for i in range(count)],
        links=[partial.link(i) if takes[i] else current.link(i) for i in range(count)],
    )
