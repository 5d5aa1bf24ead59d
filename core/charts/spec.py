"""What a chart says, apart from how it is drawn: one spec, drawn as SVG on pages and by reportlab in PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.text import slugify

from core.charts.ticks import value_label


class Kind(StrEnum):
    """How the values are drawn."""

    COLUMNS = "columns"  # upright, several series side by side: months, years
    BARS = "bars"  # lying, one line a category: funds, states
    LINE = "line"
    PROGRESS = "progress"  # one value against a goal


class Style(StrEnum):
    """What a series is to the reader. A partial series stands in the place of the current one: the month under way."""

    CURRENT = "current"
    PREVIOUS = "previous"
    PARTIAL = "partial"
    OTHER = "other"


class ValuesOn(StrEnum):
    """Which values are written into the picture itself."""

    NONE = "none"
    LAST = "last"
    CURRENT = "current"


@dataclass(frozen=True)
class Series:
    """Values of one kind, one a category; ``None`` is "nothing known", not zero. Links lead to the rows behind."""

    label: str
    values: Sequence[Decimal | int | None]
    style: Style = Style.CURRENT
    links: Sequence[str | None] = ()

    def link(self, index: int) -> str:
        """Return the address of the rows behind a value, or an empty string."""
        return (self.links[index] or "") if index < len(self.links) else ""


@dataclass(frozen=True)
class Cell:
    """One value of the data table beneath a chart."""

    text: str
    link: str


@dataclass(frozen=True)
class Row:
    """One category of the data table beneath a chart."""

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
        """Refuse series that do not have one value a category, which would draw values under the wrong name."""
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"{series.label}: {len(series.values)} values for {len(self.categories)} categories")

    @property
    def slug(self) -> str:
        """Return the name that the ids inside the picture start with."""
        return slugify(self.name or self.title) or "chart"

    @property
    def is_list(self) -> bool:
        """Say whether the picture is itself a list of words and figures, so that no table is needed beneath."""
        return self.kind in (Kind.BARS, Kind.PROGRESS) and len(self.series) == 1

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to draw: no value is known, or all are zero."""
        return not any(value for series in self.series for value in series.values)

    @property
    def values(self) -> list[Decimal]:
        """Return every known value, and the goal, which the axis must reach too."""
        known = [Decimal(value) for series in self.series for value in series.values if value is not None]
        return [*known, self.goal] if self.goal is not None else known

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the data table: a row a category, a cell a series, current figures first."""
        return tuple(
            Row(category, tuple(self._cell(series, index) for series in self.table_series))
            for index, category in enumerate(self.categories)
        )

    @property
    def table_series(self) -> tuple[Series, ...]:
        """Return the series in the order of the table's columns; what is under way joins the current series."""
        current = [series for series in self.series if series.style == Style.CURRENT]
        partial = [series for series in self.series if series.style == Style.PARTIAL]
        if len(current) == 1 and len(partial) == 1:
            current, partial = [_joined(current[0], partial[0])], []
        others = [series for series in self.series if series.style in (Style.PREVIOUS, Style.OTHER)]
        return (*current, *partial, *others)

    def label(self, value: Decimal | int | None) -> str:
        """Write one value out in full: ``$12,900``, ``12``, ``61%``."""
        return value_label(value, self.unit, decimals=self.decimals)

    def _cell(self, series: Series, index: int) -> Cell:
        return Cell(self.label(series.values[index]), series.link(index))


def _joined(current: Series, partial: Series) -> Series:
    """Lay the figures of the period under way into the gaps of the current series."""
    count = len(current.values)
    takes = [current.values[i] is None and partial.values[i] is not None for i in range(count)]
    return Series(
        label=current.label,
        values=[partial.values[i] if takes[i] else current.values[i] for i in range(count)],
        links=[partial.link(i) if takes[i] else current.link(i) for i in range(count)],
    )
