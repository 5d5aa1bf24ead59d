"""Positions of everything in a chart. Pure geometry, y pointing down, for SVG and reportlab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.charts.spec import Chart, Kind, Series, Style, ValuesOn
from core.charts.ticks import COUNT, round_ticks, tick_label

GROUP = 0.71  # fraction of a category's width used by bars
GAP = 1.4  # between the bars of one category
LETTER = 6.2  # approximate points per letter of a name
LONGEST_NAME = 16  # letters of a name below the plot; the table has full names
AXIS = 8.0  # between the axis labels and the plot
HATCH = 5.0  # between the lines that tell parts of a stack apart
HATCHES = 4  # plain, rising, falling and level lines, and again


@dataclass(frozen=True)
class View:
    """A canvas: its size, the room for the axis, how many ticks fit, and whether names are shortened."""

    name: str
    width: float
    height: float
    left: float
    top: float = 10
    bottom: float = 24
    right: float = 0
    ticks: int = 6
    short: bool = False
    letter: float = 1.0  # the size of text here, relative to that on a page

    @property
    def base(self) -> float:
        """Return the lower edge of the plot."""
        return self.height - self.bottom

    @property
    def room(self) -> float:
        """Return the width of the plot."""
        return self.width - self.left - self.right


WIDE = View("wide", width=640, height=268, left=44)
PHONE = View("phone", width=320, height=200, left=38, ticks=3, short=True)
SPARK = View("spark", width=120, height=28, left=3, top=4, bottom=4, right=3, ticks=2)


@dataclass(frozen=True)
class Tick:
    """A line across the plot; the one at zero is the base."""

    y: float
    text: str
    is_base: bool


@dataclass(frozen=True)
class Mark:
    """One value: a bar from ``(x, y)``, or a point of a line at its top center."""

    x: float
    y: float
    width: float
    height: float
    style: Style
    series: int
    category: int
    label: str
    value: str
    link: str
    shows_value: bool
    is_negative: bool = False
    hatch: int = 0

    @property
    def middle(self) -> float:
        """Return the middle of the bar."""
        return self.x + self.width / 2

    @property
    def lines(self) -> list[tuple[float, float, float, float]]:
        """Return the hatching lines (x1, y1, x2, y2) of a part of a stack, so that parts differ by more than color."""
        return _hatched(self) if self.hatch else []

    @property
    def end(self) -> float:
        """Return the position of the value: the far end of the bar, for losses its lower end."""
        return self.y + self.height if self.is_negative else self.y


@dataclass(frozen=True)
class Name:
    """A category's name below the plot."""

    x: float
    text: str


@dataclass(frozen=True)
class Plot:
    """Everything to draw, with positions."""

    view: View
    ticks: tuple[Tick, ...]
    names: tuple[Name, ...]
    marks: tuple[Mark, ...]
    goal_y: float | None


def plot(chart: Chart, view: View) -> Plot:
    """Place a chart's ticks, names and values on a canvas."""
    ticks = round_ticks(chart.extent, most=view.ticks, whole=chart.unit == COUNT)
    labels = [tick_label(value, chart.unit) for value in ticks]
    if view.left >= AXIS:
        view = replace(view, left=max(view.left, max(_wide(text, view) for text in labels) + AXIS))
    scale = _Scale(ticks, view)
    given = (chart, view, scale)
    return Plot(
        view=view,
        ticks=tuple(Tick(scale.y(value), text, value == 0) for value, text in zip(ticks, labels, strict=True)),
        names=_names(chart, view),
        marks=tuple(_readable(_stacks(*given) if chart.kind == Kind.STACKED else _marks(*given), chart, view)),
        goal_y=None if chart.goal is None else scale.y(chart.goal),
    )


def _readable(marks: list[Mark], chart: Chart, view: View) -> list[Mark]:
    """Leave out values in the picture that would overlap their neighbors'; the table has them."""
    room = view.room / max(1, len(chart.categories))
    return [replace(mark, shows_value=mark.shows_value and _wide(mark.value, view) <= room) for mark in marks]


def _wide(text: str, view: View) -> float:
    return len(text) * LETTER * view.letter


def runs(marks: Iterable[Mark], series: int) -> list[list[Mark]]:
    """Return the unbroken segments of a line; missing values are gaps."""
    found: list[list[Mark]] = []
    for mark in (mark for mark in marks if mark.series == series):
        if found and found[-1][-1].category == mark.category - 1:
            found[-1].append(mark)
        else:
            found.append([mark])
    return found


class _Scale:
    def __init__(self, ticks: tuple[Decimal, ...], view: View) -> None:
        self.ticks, self.view = ticks, view

    def y(self, value: Decimal | int) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        share = float((Decimal(value) - low) / (high - low))
        return self.view.base - share * (self.view.base - self.view.top)


def _names(chart: Chart, view: View) -> tuple[Name, ...]:
    step = view.room / max(1, len(chart.categories))
    texts = _texts(chart, view, step)
    return tuple(Name(view.left + step * (index + 0.5), text) for index, text in enumerate(texts) if text)


def _texts(chart: Chart, view: View, step: float) -> list[str]:
    """Shorten names until they fit: the given short names, then the beginnings of long ones, then only some of them."""
    full = list(chart.categories)
    texts = list(chart.short) if chart.short and (view.short or not _fit(full, step)) else full
    if _fit(texts, step):
        return texts
    texts = [text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…" for text in texts]
    every = next((n for n in range(1, len(texts) + 1) if _fit(texts, step * n)), len(texts))
    return [text if (len(texts) - 1 - index) % every == 0 else "" for index, text in enumerate(texts)]


def _fit(texts: list[str], step: float) -> bool:
    return max((len(text) for text in texts), default=0) * LETTER <= step - 5


def _slots(chart: Chart) -> list[int]:
    """Return the slot of each series within a category; a partial series shares the current one's.

    Points of lines share one slot, and so do bars of which no category has two: earlier years and this one.
    """
    crowd = max((sum(value is not None for value in column) for column in zip(*_values(chart), strict=True)), default=0)
    if chart.kind in (Kind.LINE, Kind.SPARK) or crowd <= 1:
        return [0] * len(chart.series)
    order = [i for i, series in enumerate(chart.series) if series.style != Style.PARTIAL]
    current = next((order.index(i) for i in order if chart.series[i].style == Style.CURRENT), 0)
    return [order.index(i) if i in order else current for i in range(len(chart.series))]


def _values(chart: Chart) -> list[Sequence[Decimal | int | None]]:
    return [series.values for series in chart.series]


def _marks(chart: Chart, view: View, scale: _Scale) -> list[Mark]:
    slots = _slots(chart)
    step = view.room / max(1, len(chart.categories))
    width = (step * GROUP - GAP * max(slots, default=0)) / (max(slots, default=0) + 1)
    return [
        _mark(chart, series, number, index, scale, view.left + step * (index + (1 - GROUP) / 2), slots[number], width)
        for index in range(len(chart.categories))
        for number, series in enumerate(chart.series)
        if series.values[index] is not None
    ]


def _stacks(chart: Chart, view: View, scale: _Scale) -> list[Mark]:
    """Place the parts of each category on top of each other, losses below the base."""
    step = view.room / max(1, len(chart.categories))
    found: list[Mark] = []
    for index in range(len(chart.categories)):
        left = view.left + step * (index + (1 - GROUP) / 2)
        ends = {True: Decimal(0), False: Decimal(0)}
        parts: list[Mark] = []
        for number, series in enumerate(chart.series):
            value = Decimal(series.values[index] or 0)
            if value:
                start = ends[value > 0]
                end = ends[value > 0] = start + value
                part = _mark(chart, series, number, index, scale, left, 0, step * GROUP)
                top, low = scale.y(max(start, end)), scale.y(min(start, end))
                parts.append(replace(part, x=left, y=top, height=low - top, hatch=number % HATCHES, shows_value=False))
        found += [*parts[:-1], *(_topped(chart, mark, index) for mark in parts[-1:])]
    return found


def _topped(chart: Chart, mark: Mark, index: int) -> Mark:
    """Put the sum of a stack on its last part, if values are shown."""
    asked = chart.values_on == ValuesOn.CURRENT or (
        chart.values_on == ValuesOn.LAST and index == len(chart.categories) - 1
    )
    return replace(mark, shows_value=asked, value=chart.label(chart.totals[index]))


def _hatched(mark: Mark) -> list[tuple[float, float, float, float]]:
    left, top, right, low = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    if mark.hatch == HATCHES - 1:
        return [(left, top + HATCH * n, right, top + HATCH * n) for n in range(1, int((low - top) / HATCH) + 1)]
    lines = []
    for n in range(1, int((right - left + low - top) / HATCH) + 1):
        sum_ = left + top + HATCH * n  # the sum of both coordinates is constant along a rising line
        ends = (max(left, sum_ - low), min(low, sum_ - left), min(right, sum_ - top), max(top, sum_ - right))
        lines.append(ends if mark.hatch == 1 else (left + right - ends[0], ends[1], left + right - ends[2], ends[3]))
    return lines


def _mark(
    chart: Chart, series: Series, number: int, index: int, scale: _Scale, start: float, slot: int, width: float
) -> Mark:
    value = Decimal(series.values[index] or 0)
    top, zero = scale.y(max(value, Decimal(0))), scale.y(min(value, Decimal(0)))
    text = chart.label(value)
    return Mark(
        x=start + slot * (width + GAP),
        y=top,
        width=width,
        height=zero - top,
        style=series.style,
        series=number,
        category=index,
        label=_label(chart, series, index, text),
        value=text,
        link=series.link(index),
        shows_value=_shows(chart, series, index),
        is_negative=value < 0,
    )


def _label(chart: Chart, series: Series, index: int, text: str) -> str:
    """Return the accessible name of a value: ``Jan, 2025: $12,900``."""
    name = chart.categories[index] if len(chart.series) == 1 else f"{chart.categories[index]}, {series.label}"
    return f"{name}: {text}"


def _shows(chart: Chart, series: Series, index: int) -> bool:
    if chart.values_on == ValuesOn.CURRENT:
        return series.style in (Style.CURRENT, Style.PARTIAL)
    return chart.values_on == ValuesOn.LAST and index == len(chart.categories) - 1 and series.style != Style.PREVIOUS
