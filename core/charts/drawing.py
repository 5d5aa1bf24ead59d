"""The same chart for a PDF: a reportlab drawing in vectors, from the same places as the SVG.

Last year is pale and outlined, the month under way outlined with dashes, so that gray paper still tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color, HexColor

from core.charts.layout import Plot, View, plot, runs
from core.charts.spec import Chart, Kind, Series, Style


@dataclass(frozen=True)
class Ink:
    """Fonts (by the names they are registered under) and sizes in points."""

    regular: str
    strong: str
    size: float = 8.0


#: Fill, outline and dashes of each style; the light theme's colors.
ACCENT = HexColor("#0f6b55")
PALE, PALE_LINE = HexColor("#d3e3dc"), HexColor("#7e9c90")
PARTIAL_FILL = HexColor("#dae9e5")
OTHER = (HexColor("#2f56b0"), HexColor("#b06a12"), HexColor("#7a3b8f"))
GRID, BASE, TEXT, STRONG = HexColor("#e6e8e4"), HexColor("#d3d7d1"), HexColor("#626a65"), HexColor("#161a18")
GOAL = HexColor("#4c544f")
TRACK = HexColor("#f0f1ef")
DASHES = [3, 2]


def draw(chart: Chart, *, width: float, height: float, ink: Ink) -> Drawing:
    """Return the chart as a drawing of so many points. Page and PDF show the same ticks, names and values."""
    if chart.kind in (Kind.BARS, Kind.PROGRESS):
        return _lying(chart, width, height, ink)
    view = View("print", width, height, left=ink.size * 4.6, top=ink.size * 1.8, bottom=ink.size * 2.2)
    drawn, canvas = plot(chart, view), _Canvas(Drawing(width, height), height, ink)
    _axis(canvas, drawn)
    _marks(canvas, chart, drawn)
    for name in drawn.names:
        canvas.text(name.x, height - ink.size * 0.6, name.text, anchor="middle")
    return canvas.drawing


class _Canvas:
    """Turns places that count y downward into reportlab's, which count upward."""

    def __init__(self, drawing: Drawing, height: float, ink: Ink) -> None:
        self.drawing, self.height, self.ink = drawing, height, ink

    def add(self, shape: Shape) -> None:
        self.drawing.add(shape)

    def line(self, x1: float, x2: float, y: float, color: Color, dashes: list[int] | None = None) -> None:
        up = self.height - y
        self.add(Line(x1, up, x2, up, strokeColor=color, strokeWidth=0.6, strokeDashArray=dashes))

    def rect(self, x: float, y: float, width: float, height: float, **paint: object) -> None:
        self.add(Rect(x, self.height - y - height, width, height, **paint))

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", strong: bool = False) -> None:
        font, color = (self.ink.strong, STRONG) if strong else (self.ink.regular, TEXT)
        up = self.height - y
        self.add(String(x, up, words, fontName=font, fontSize=self.ink.size, fillColor=color, textAnchor=anchor))


def _axis(canvas: _Canvas, drawn: Plot) -> None:
    view, drop = drawn.view, canvas.ink.size * 0.35
    for tick in drawn.ticks:
        canvas.line(view.left, view.width, tick.y, BASE if tick.is_base else GRID)
        canvas.text(view.left - 5, tick.y + drop, tick.text, anchor="end")
    if drawn.goal_y is not None:
        canvas.line(view.left, view.width, drawn.goal_y, GOAL, [3, 3])


def _marks(canvas: _Canvas, chart: Chart, drawn: Plot) -> None:
    if chart.kind == Kind.LINE:
        _lines(canvas, chart, drawn)
    for mark in drawn.marks:
        if chart.kind == Kind.COLUMNS:
            canvas.rect(mark.x, mark.y, mark.width, mark.height, **_paint(chart, mark.series))
        if mark.shows_value:
            canvas.text(mark.middle, mark.y - 3, mark.value, anchor="middle", strong=True)


def _lines(canvas: _Canvas, chart: Chart, drawn: Plot) -> None:
    for number, series in enumerate(chart.series):
        color, dashes = _line_paint(chart, number, series)
        for run in runs(drawn.marks, number):
            points = [part for mark in run for part in (mark.middle, canvas.height - mark.end)]
            if len(run) > 1:
                canvas.add(PolyLine(points, strokeColor=color, strokeWidth=1.4, strokeDashArray=dashes))
            for x, y in zip(points[::2], points[1::2], strict=True):
                canvas.add(Circle(x, y, 1.8, fillColor=color, strokeColor=color))


def _lying(chart: Chart, width: float, height: float, ink: Ink) -> Drawing:
    """Draw one line a category: its name, its value at the right, and the bar beneath."""
    canvas = _Canvas(Drawing(width, height), height, ink)
    longest = max((abs(value) for value in chart.values), default=Decimal(0))
    step = height / max(1, len(chart.categories))
    for index, name in enumerate(chart.categories):
        value = chart.series[0].values[index]
        share = float(abs(Decimal(value or 0)) / longest) if longest else 0.0
        base = step * index + ink.size * 1.2
        canvas.text(0, base, name)
        canvas.text(width, base, chart.label(value), anchor="end", strong=True)
        canvas.rect(0, base + ink.size * 0.5, width, 4, fillColor=TRACK, strokeColor=None)
        canvas.rect(0, base + ink.size * 0.5, width * share, 4, **_paint(chart, 0))
    return canvas.drawing


def _paint(chart: Chart, number: int) -> dict[str, object]:
    style = chart.series[number].style
    if style == Style.PREVIOUS:
        return {"fillColor": PALE, "strokeColor": PALE_LINE, "strokeWidth": 0.6}
    if style == Style.PARTIAL:
        return {"fillColor": PARTIAL_FILL, "strokeColor": ACCENT, "strokeWidth": 0.9, "strokeDashArray": DASHES}
    return {"fillColor": _other(chart.series, number) if style == Style.OTHER else ACCENT, "strokeColor": None}


def _line_paint(chart: Chart, number: int, series: Series) -> tuple[Color, list[int] | None]:
    if series.style == Style.PREVIOUS:
        return PALE_LINE, [5, 3]
    if series.style == Style.PARTIAL:
        return ACCENT, [2, 3]
    return (_other(chart.series, number) if series.style == Style.OTHER else ACCENT), None


def _other(series: Sequence[Series], number: int) -> Color:
    return OTHER[sum(one.style == Style.OTHER for one in series[:number]) % len(OTHER)]
