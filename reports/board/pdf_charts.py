"""The second sheet of the board PDF: months by fund, funds side by side, donor cohorts."""

from __future__ import annotations

from core.charts.drawing import Ink, draw
from core.charts.spec import Chart, Kind
from core.pdf import typefaces
from core.pdf.document import Document
from core.pdf.text import Style, wrap

INK = Ink(typefaces.REGULAR, typefaces.SEMIBOLD, 7.5)
HEAD = Style(typefaces.SEMIBOLD, 10.5)
SMALL = Style(typefaces.REGULAR, 8, "0.38 g")
GAP = 30.0
LINE = 11.0
#: Heights in points; bars and cohorts have one line each.
UPRIGHT, BAR, COHORT = 200.0, 27.0, 18.0


def chart_sheet(document: Document, charts: list[Chart], *, left: float, right: float, top: float) -> None:
    """Draw charts below each other, each with its title and what it counts, tagged as a figure whose text has every
    value."""
    for chart in charts:
        if not chart.is_empty:
            top = _chart(document, chart, left, right, top) + GAP


def _chart(document: Document, chart: Chart, left: float, right: float, top: float) -> float:
    with document.element("H2"):
        document.text(left, top, chart.title, HEAD)
    y = top + 13
    with document.element("P"):
        for text in wrap(f"{chart.counts}.", SMALL.face, SMALL.size, right - left):
            document.text(left, y, text, SMALL)
            y += LINE
    high = _height(chart)
    with document.figure(alt=chart.spoken, box=(left, y, right - left, high)):
        document.drawing(draw(chart, width=right - left, height=high, ink=INK), left, y)
    return y + high


def _height(chart: Chart) -> float:
    if chart.kind == Kind.BARS:
        return BAR * len(chart.categories)
    return COHORT * (len(chart.categories) + 1) if chart.kind == Kind.COHORT else UPRIGHT
