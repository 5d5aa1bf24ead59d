"""Positions of horizontal bars and of a thermometer. Pure geometry as fractions of the width, for SVG and reportlab."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.charts.spec import Chart, Style
from core.charts.ticks import COUNT, round_ticks, tick_label


@dataclass(frozen=True)
class Bar:
    """One value: where its bar starts and how long it is, from 0 to 1."""

    start: float
    share: float
    series: int
    style: Style
    label: str


@dataclass(frozen=True)
class BarRow:
    """One category: its name, the first series' value as text, the link to its rows, and a bar per series."""

    name: str
    value: str
    link: str
    bars: tuple[Bar, ...]


def bars(chart: Chart) -> list[BarRow]:
    """Return one row per category; the longest value fills the width, and losses go left from zero."""
    known = [value for value in chart.values if value is not None]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    span = (high - low) or Decimal(1)

    def bar(number: int, index: int) -> Bar:
        series = chart.series[number]
        value = Decimal(series.values[index] or 0)
        label = f"{series.label}: {chart.label(series.values[index])}"
        start = float((min(value, Decimal(0)) - low) / span)
        return Bar(start, float(abs(value) / span), number, series.style, label)

    first = chart.series[0]
    return [
        BarRow(
            name,
            chart.label(first.values[index]),
            first.link(index),
            tuple(bar(number, index) for number in range(len(chart.series))),
        )
        for index, name in enumerate(chart.categories)
    ]


@dataclass(frozen=True)
class Mark:
    """A round number below the tube, and its position."""

    at: float
    text: str


@dataclass(frozen=True)
class Thermometer:
    """How full the tube is, the position of the goal, and the numbers below, all from 0 to 1."""

    share: float
    goal: float | None
    marks: tuple[Mark, ...]
    value: str
    rest: Decimal


def thermometer(chart: Chart, *, most: int = 6) -> Thermometer:
    """Place one value against its goal. The tube ends at the goal, or at the value if that is larger."""
    value = max(Decimal(0), Decimal(chart.series[0].values[0] or 0))
    goal = chart.goal or Decimal(0)
    end = max(value, goal) or Decimal(1)
    ticks = [tick for tick in round_ticks([end], most=most, whole=chart.unit == COUNT) if tick <= end]
    return Thermometer(
        share=float(value / end),
        goal=float(goal / end) if goal else None,
        marks=tuple(Mark(float(tick / end), tick_label(tick, chart.unit)) for tick in ticks),
        value=chart.label(value),
        rest=max(Decimal(0), goal - value),
    )
