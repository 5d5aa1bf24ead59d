"""The third sheet of the board PDF: the dinners side by side."""

from __future__ import annotations

from core import display
from core.pdf import typefaces
from core.pdf.document import Document
from core.pdf.text import Style, cut, wrap
from reports.figures.dinners import COUNTS, SHOWN, Dinners

HEAD = Style(typefaces.SEMIBOLD, 10.5)
CELL = Style(typefaces.REGULAR, 9)
STRONG = Style(typefaces.SEMIBOLD, 9)
SMALL = Style(typefaces.REGULAR, 8, "0.38 g")
ROW, LINE, NAMES = 18.0, 11.0, 3
LABELS = 116.0


def dinner_sheet(document: Document, dinners: Dinners, *, left: float, right: float, top: float) -> None:
    """Draw the table of the dinners: one column per dinner with its name and date, one line per measure."""
    with document.element("H2"):
        document.text(left, top, "Dinner results", HEAD)
    wide = (right - left - LABELS) / SHOWN
    edges = [left + LABELS + wide * (n + 1) for n in range(len(dinners.results))]
    with document.element("Table"):
        y = _names(document, dinners, edges, wide - 8, top + 18)
        rows = [(label, [display.money_text(amount) for amount in amounts]) for label, amounts in dinners.money]
        rows.append(("Guests seated", [f"{result.guests:,}" for result in dinners.results]))
        rows.append(("Guests checked in", [f"{result.came:,}" for result in dinners.results]))
        for label, texts in rows:
            document.line(left, y + 5, edges[-1], y + 5, color="0.88 G")
            with document.element("TR"):
                with document.element("TH", scope="Row"):
                    document.text(left, y, label, CELL)
                for edge, text in zip(edges, texts, strict=True):
                    with document.element("TD"):
                        document.text(edge, y, text, CELL, align="right")
            y += ROW
    with document.element("P"):
        for text in wrap(COUNTS, SMALL.face, SMALL.size, right - left):
            document.text(left, y + 8, text, SMALL)
            y += LINE


def _names(document: Document, dinners: Dinners, edges: list[float], room: float, y: float) -> float:
    """The header of the table. Returns where the first line begins."""
    with document.element("TR"):
        with document.element("TD"):
            pass
        for edge, result in zip(edges, dinners.results, strict=True):
            with document.element("TH", scope="Column"):
                lines = wrap(str(result.event), STRONG.face, STRONG.size, room)[:NAMES]
                for n, text in enumerate(lines):
                    document.text(edge, y + n * LINE, cut(text, STRONG.face, STRONG.size, room), STRONG, align="right")
                day = display.day_text(result.event.day)
                document.text(edge, y + len(lines) * LINE, day, SMALL, align="right")
    return y + (NAMES + 1) * LINE + 6
