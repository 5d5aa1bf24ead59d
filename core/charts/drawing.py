"""Draw a chart for a PDF: a reportlab vector drawing at the same positions as the SVG.

Last year is pale and outlined, the current month has a dashed outline, so that they differ when printed in gray.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color, HexColor, white

from core.charts import cohort, horizontal_bars
from core.charts.layout import HATCHES, Mark, Plot, View, plot, runs
from core.charts.spec import Chart, Kind, Series, Style
from core.pdf import text as shaping


@dataclass(frozen=True)
class Ink:
    """Fonts (registered names) and sizes in points."""

    regular: str
    strong: str
    size: float = 8.0


#: Fill, outline and dashes of each style, in the light theme's colors.
ACCENT = HexColor("#0f6b55")
PALE, PALE_LINE = HexColor("#d3e3dc"), HexColor("#7e9c90")
PARTIAL_FILL = HexColor("#dae9e5")
OTHER = (HexColor("#2f56b0"), HexColor("#b06a12"), HexColor("#7a3b8f"))
GRID, BASE, TEXT, STRONG = HexColor("#e6e8e4"), HexColor("#d3d7d1"), HexColor("#626a65"), HexColor("#161a18")
GOAL = HexColor("#4c544f")
TRACK = HexColor("#f0f1ef")
#: Colors of shares from none to nearly all; dark text is readable on each.
HEATS = tuple(map(HexColor, ("#f7f8f6", "#e9f1ee", "#dbe9e5", "#c9ded8", "#b4d1c9", "#9ac2b7")))
DASHES = [3, 2]


def draw(chart: Chart, *, width: float, height: float, ink: Ink) -> Drawing:
    """Return the chart as a drawing of `width` by `height` points, with the same ticks, names and values as on the
    page."""
    canvas = Canvas(Drawing(width, height), height, ink)
    drawers = {Kind.BARS: _horizontal_bars, Kind.THERMOMETER: _thermometer, Kind.SPARK: _spark, Kind.COHORT: _cohort}
    drawers.get(chart.kind, _upright)(canvas, chart, width, height)
    return canvas.drawing


def _upright(canvas: Canvas, chart: Chart, width: float, height: float) -> None:
    size = canvas.ink.size
    keys = chart.kind == Kind.STACKED and len(chart.series) > 1
    top = size * (3.8 if keys else 1.8)
    drawn = plot(chart, View("print", width, height, left=size * 4.6, top=top, bottom=size * 2.2, letter=size / 11))
    _axis(canvas, drawn)
    _marks(canvas, chart, drawn)
    for name in drawn.names:
        canvas.text(name.x, height - size * 0.6, name.text, anchor="middle")
    if keys:
        _keys(canvas, chart, drawn.view.left)


def _keys(canvas: Canvas, chart: Chart, left: float) -> None:
    """Draw the legend of stacked parts above them, each with a sample of its color and hatching."""
    size = canvas.ink.size
    step = (canvas.drawing.width - left) / len(chart.series)
    for number, series in enumerate(chart.series):
        sample = Mark(left, 0, size, size, series.style, number, 0, "", "", "", False, hatch=number % HATCHES)
        canvas.rect(sample.x, sample.y, size, size, **_paint(chart, number))
        canvas.hatch(sample)
        label = shaping.cut(series.label, canvas.ink.regular, size, step - size * 3)
        canvas.text(left + size * 1.5, size * 0.86, label)
        left += min(step, size * 4 + shaping.width(label, canvas.ink.regular, size))


class Canvas:
    """Converts y coordinates pointing down to reportlab's, pointing up."""

    def __init__(self, drawing: Drawing, height: float, ink: Ink) -> None:
        self.drawing, self.height, self.ink = drawing, height, ink

    def add(self, shape: Shape) -> None:
        self.drawing.add(shape)

    def line(self, x1: float, x2: float, y: float, color: Color, dashes: list[int] | None = None) -> None:
        up = self.height - y
        self.add(Line(x1, up, x2, up, strokeColor=color, strokeWidth=0.6, strokeDashArray=dashes))

    def rect(self, x: float, y: float, width: float, height: float, **paint: object) -> None:
        self.add(Rect(x, self.height - y - height, width, height, **paint))

    def hatch(self, mark: Mark) -> None:
        for x1, y1, x2, y2 in mark.lines:
            self.add(Line(x1, self.height - y1, x2, self.height - y2, strokeColor=white, strokeWidth=0.7))

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", strong: bool = False, ink: Color | None = None
    ) -> None:
        font, color = (self.ink.strong, ink or STRONG) if strong else (self.ink.regular, ink or TEXT)
        up = self.height - y
        self.add(String(x, up, words, fontName=font, fontSize=self.ink.size, fillColor=color, textAnchor=anchor))


def _axis(canvas: Canvas, drawn: Plot) -> None:
    view, drop = drawn.view, canvas.ink.size * 0.35
    for tick in drawn.ticks:
        canvas.line(view.left, view.width, tick.y, BASE if tick.is_base else GRID)
        canvas.text(view.left - 5, tick.y + drop, tick.text, anchor="end")
    if drawn.goal_y is not None:
        canvas.line(view.left, view.width, drawn.goal_y, GOAL, [3, 3])


def _marks(canvas: Canvas, chart: Chart, drawn: Plot) -> None:
    if chart.kind == Kind.LINE:
        _lines(canvas, chart, drawn)
    for mark in drawn.marks:
        if chart.kind != Kind.LINE:
            canvas.rect(mark.x, mark.y, mark.width, mark.height, **_paint(chart, mark.series))
            canvas.hatch(mark)
        if mark.shows_value:
            canvas.text(mark.middle, mark.y - 3, mark.value, anchor="middle", strong=True)


def _lines(canvas: Canvas, chart: Chart, drawn: Plot) -> None:
    for number, series in enumerate(chart.series):
        color, dashes = _line_paint(chart, number, series)
        for run in runs(drawn.marks, number):
            points = [part for mark in run for part in (mark.middle, canvas.height - mark.end)]
            if len(run) > 1:
                canvas.add(PolyLine(points, strokeColor=color, strokeWidth=1.4, strokeDashArray=dashes))
            for x, y in zip(points[::2], points[1::2], strict=True):
                canvas.add(Circle(x, y, 1.8, fillColor=color, strokeColor=color))


def _horizontal_bars(canvas: Canvas, chart: Chart, width: float, height: float) -> None:
    """Draw one line per category: its name, the value on the right, and a bar per series below."""
    size = canvas.ink.size
    step = height / max(1, len(chart.categories))
    for index, line in enumerate(horizontal_bars.bars(chart)):
        base = step * index + size * 1.2
        room = width - shaping.width(line.value, canvas.ink.strong, size) - size
        canvas.text(0, base, shaping.cut(line.name, canvas.ink.regular, size, room))
        canvas.text(width, base, line.value, anchor="end", strong=True)
        for number, bar in enumerate(line.bars):
            y = base + size * 0.5 + number * 5
            canvas.rect(0, y, width, 4, fillColor=TRACK, strokeColor=None)
            canvas.rect(width * bar.start, y, width * bar.share, 4, **_paint(chart, bar.series))


def _thermometer(canvas: Canvas, chart: Chart, width: float, height: float) -> None:
    """Draw a tube filled in proportion to the goal, a line at the current value, and round numbers below."""
    drawn, size = horizontal_bars.thermometer(chart), canvas.ink.size
    high = max(6.0, height - size * 2.4)
    canvas.rect(0, 0, width, high, rx=high / 2, ry=high / 2, fillColor=TRACK, strokeColor=BASE, strokeWidth=0.6)
    if drawn.share:
        full = max(high, width * drawn.share)
        canvas.rect(0, 0, full, high, rx=high / 2, ry=high / 2, fillColor=ACCENT, strokeColor=None)
    now = width * drawn.share
    canvas.add(Line(now, height, now, height - high - 2, strokeColor=STRONG, strokeWidth=1.4))
    if drawn.goal is not None and drawn.goal < 1:
        at = width * drawn.goal
        canvas.add(Line(at, height, at, height - high, strokeColor=white, strokeWidth=1, strokeDashArray=[3, 3]))
    for mark in drawn.marks:
        anchor = "start" if mark.at == 0 else "end" if mark.at > 0.97 else "middle"
        canvas.text(width * mark.at, high + size * 1.8, mark.text, anchor=anchor)


def _spark(canvas: Canvas, chart: Chart, width: float, height: float) -> None:
    drawn = plot(chart, View("spark", width, height, left=3, top=4, bottom=4, right=3, ticks=2))
    _lines(canvas, chart, drawn)


def _cohort(canvas: Canvas, chart: Chart, width: float, height: float) -> None:
    """Draw a table of shares; darker cells are larger."""
    size, rows = canvas.ink.size, cohort.lines(chart)
    left = max((shaping.width(row.name, canvas.ink.regular, size) for row in rows), default=0) + size
    wide, high = (width - left) / max(1, len(chart.series)), height / (len(rows) + 1)
    for number, series in enumerate(chart.series):
        canvas.text(left + wide * (number + 0.5), high * 0.7, series.label, anchor="middle")
    for line, row in enumerate(rows, start=1):
        base = high * (line + 0.5) + size * 0.35
        canvas.text(0, base, row.name)
        for number, cell in enumerate(row.cells):
            if cell.text:
                shade = HEATS[cell.level]
                canvas.rect(
                    left + wide * number + 1, high * line + 1, wide - 2, high - 2, fillColor=shade, strokeColor=None
                )
                middle = left + wide * (number + 0.5)
                canvas.text(middle, base, cell.text, anchor="middle", ink=STRONG)


def _paint(chart: Chart, number: int) -> dict[str, object]:
    style, own = chart.series[number].style, chart.series[number].color
    if own is not None:
        return {"fillColor": (ACCENT, *OTHER)[own % (1 + len(OTHER))], "strokeColor": None}
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
