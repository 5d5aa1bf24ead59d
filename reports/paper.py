"""The board's page on one sheet of paper: the same figures, the same chart, tagged for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from reportlab.graphics import renderPDF

from core import display
from core.charts.drawing import Ink, draw
from core.models import Organization
from core.money import ZERO
from core.pdf import typefaces
from core.pdf.document import Document
from core.pdf.text import Style, wrap
from reports.board import COUNTS_DONORS, COUNTS_RAISED, COUNTS_RETURNED, BoardPage

LEFT, RIGHT = 48.0, 564.0
GRAY, ACCENT = "0.38 g", "0.06 0.42 0.33 rg"
TITLE = Style(typefaces.BOLD, 17)
LEDE = Style(typefaces.REGULAR, 9.4, GRAY)
HEAD = Style(typefaces.SEMIBOLD, 10.5)
LABEL = Style(typefaces.REGULAR, 8.5, GRAY)
FIGURE = Style(typefaces.BOLD, 17)
CELL = Style(typefaces.REGULAR, 9)
STRONG = Style(typefaces.SEMIBOLD, 9)
SMALL = Style(typefaces.REGULAR, 8, GRAY)
CHART_HIGH = 190.0
ROOM_FOR_FUNDS = 9


def board_pdf(*, page: BoardPage, organization: Organization, computed_at: datetime) -> bytes:
    """The PDF of a board page. Last year's bars are pale and outlined, so that gray paper tells them apart."""
    typefaces.register_all()
    document = Document(title=f"Board page, {display.day_text(page.span.as_of)}", author=organization.legal_name)
    _head(document, page, organization, computed_at)
    _figures(document, page)
    _chart(document, page)
    y = _funds(document, page, 470.0)
    _methods(document, page, 470.0)
    _definitions(document, max(y, 640.0))
    _foot(document, organization)
    return document.finish()


def _head(document: Document, page: BoardPage, organization: Organization, computed_at: datetime) -> None:
    local = computed_at.astimezone(ZoneInfo(organization.time_zone))
    with document.element("P"):
        document.text(LEFT, 46, organization.legal_name, Style(typefaces.SEMIBOLD, 10))
        document.text(RIGHT, 46, f"As known on {display.moment_text(local)}", SMALL, align="right")
    document.line(LEFT, 58, RIGHT, 58)
    with document.element("H1"):
        document.text(LEFT, 84, "Where we stand", TITLE)
    with document.element("P"):
        start, end = display.day_text(page.span.to_date.start), display.day_text(page.span.as_of)
        document.text(LEFT, 100, f"{start} to {end}. {_answer(page)}", LEDE)


def _answer(page: BoardPage) -> str:
    """The answer to the title, in one sentence."""
    change = page.raised.change
    if change is None:
        return f"Raised {display.money_text(page.raised.now, cents=False)}; nothing last year to compare with."
    word = "Ahead of" if change > 0 else "Behind" if change < 0 else "Level with"
    difference = display.money_text(abs(page.raised.now - page.raised.before), cents=False)
    by = f" by {difference}" if change else ""
    return f"{word} last year to the same day{by}."


def _figures(document: Document, page: BoardPage) -> None:
    wide, gap = 120.0, 12.0
    for n, (label, figure, below) in enumerate(_four(page)):
        x = LEFT + n * (wide + gap)
        document.box((x, 114, wide, 68), radius=6, color="0.85 G")
        with document.element("P"):
            document.text(x + 10, 130, label, LABEL)
            document.text(x + 10, 151, figure, FIGURE)
            for k, line in enumerate(below):
                document.text(x + 10, 164 + 11 * k, line, Style(typefaces.REGULAR, 7.6, GRAY))


def _four(page: BoardPage) -> Sequence[tuple[str, str, list[str]]]:
    def whole(amount: Decimal) -> str:
        return display.money_text(amount, cents=False)

    percent = page.returned.percent
    points = page.returned_change
    return (
        (
            "Raised",
            whole(page.raised.now),
            [f"{whole(page.raised.before)} last year", display.change_text(page.raised.now, page.raised.before)],
        ),
        (
            "Without donor restriction",
            whole(page.unrestricted.now),
            [f"{whole(page.restricted.now)} with restriction"],
        ),
        (
            "Donors",
            f"{page.donors.now:,}",
            [f"{page.gifts:,} gifts", f"{page.donors.before:,} donors last year"],
        ),
        (
            "Donors who came back",
            "–" if percent is None else f"{percent:.0f}%",
            [
                f"{page.returned.returned:,} of {page.returned.base:,} from {page.last_label}",
                "" if points is None else f"{points:+d} points",
            ],
        ),
    )


def _chart(document: Document, page: BoardPage) -> None:
    with document.element("H2"):
        document.text(LEFT, 208, "Raised by month", HEAD)
    with document.element("P"):
        legend = f"Solid: {page.label}. Pale and outlined: {page.last_label}. Dashed: this month so far."
        document.text(RIGHT, 208, legend, SMALL, align="right")
    drawing = draw(
        page.month_chart,
        width=RIGHT - LEFT,
        height=CHART_HIGH,
        ink=Ink(typefaces.REGULAR, typefaces.SEMIBOLD, 7.5),
    )
    with document.figure(alt=_spoken(page), box=(LEFT, 216, RIGHT - LEFT, CHART_HIGH)):
        renderPDF.draw(drawing, document.canvas, LEFT, document.flip(216 + CHART_HIGH))


def _spoken(page: BoardPage) -> str:
    """The chart in words: every month's figure."""
    rows = [f"{row.month.start:%B} {display.money_text(row.now)}" for row in page.months if row.now is not None]
    return f"Raised by month in {page.label}: {'; '.join(rows)}."


def _funds(document: Document, page: BoardPage, top: float) -> float:
    """By fund; the smallest beyond the room of the page stand together in one line."""
    rows = [
        (row.name, "with restriction" if row.restricted else "", row.now, row.before)
        for row in page.funds[:ROOM_FOR_FUNDS]
    ]
    if rest := page.funds[ROOM_FOR_FUNDS:]:
        rows.append(
            (f"{len(rest)} more funds", "", sum((r.now for r in rest), ZERO), sum((r.before for r in rest), ZERO))
        )
    with document.element("H2"):
        document.text(LEFT, top - 30, "Funds, this year to date and last year to the same day", HEAD)
    with document.element("Table"):
        _row(document, top - 12, ("Fund", "", page.label, page.last_label), LABEL, tag="TH")
        for n, (name, kind, now, before) in enumerate(rows):
            amounts = display.money_text(now), display.money_text(before)
            _row(document, top + 6 + n * 15, (name, kind, *amounts), CELL)
        bottom = top + 6 + len(rows) * 15
        totals = display.money_text(page.raised.now), display.money_text(page.raised.before)
        _row(document, bottom, ("All funds", "", *totals), STRONG)
    return bottom + 24


def _row(document: Document, y: float, cells: Sequence[str], style: Style, *, tag: str = "TD") -> None:
    places = ((LEFT, "left"), (LEFT + 130, "left"), (LEFT + 255, "right"), (LEFT + 325, "right"))
    document.line(LEFT, y + 4.5, LEFT + 325, y + 4.5, color="0.88 G")
    with document.element("TR"):
        for n, (text, (x, align)) in enumerate(zip(cells, places, strict=True)):
            with document.element(tag, scope="Column" if tag == "TH" else ""):
                if text:
                    document.text(
                        x, y, _cut(text, style, 126 if n == 0 else 90), SMALL if n == 1 else style, align=align
                    )


def _cut(text: str, style: Style, room: float) -> str:
    """The text as far as it fits on its line."""
    lines = wrap(text, style.face, style.size, room)
    return text if len(lines) < 2 else lines[0].rstrip() + "…"


def _methods(document: Document, page: BoardPage, top: float) -> None:
    left = LEFT + 350
    with document.element("H2"):
        document.text(left, top - 30, "How it was given", HEAD)
    rows = [(label, display.money_text(amount)) for label, amount in page.methods[:7]]
    rows += [
        ("Not counted: soft credits", display.money_text(page.soft_credits)),
        ("Not counted: gifts in kind", f"{page.in_kind}"),
        ("Not counted: pledges open", display.money_text(page.promised)),
    ]
    with document.element("Table"):
        for n, (label, amount) in enumerate(rows):
            y = top - 12 + n * 15
            document.line(left, y + 4.5, RIGHT, y + 4.5, color="0.88 G")
            with document.element("TR"):
                with document.element("TH", scope="Row"):
                    document.text(left, y, label, SMALL if label.startswith("Not") else CELL)
                with document.element("TD"):
                    document.text(RIGHT, y, amount, CELL, align="right")


def _definitions(document: Document, top: float) -> None:
    with document.element("H2"):
        document.text(LEFT, top, "What counts", HEAD)
    y = top + 14
    for word, meaning in (("Raised", COUNTS_RAISED), ("Donors", COUNTS_DONORS), ("Came back", COUNTS_RETURNED)):
        with document.element("P"):
            for line in wrap(f"{word}: {meaning}", SMALL.face, SMALL.size, RIGHT - LEFT):
                document.text(LEFT, y, line, SMALL)
                y += 11


def _foot(document: Document, organization: Organization) -> None:
    document.line(LEFT, 744, RIGHT, 744)
    with document.element("P"):
        document.text(LEFT, 756, "Pledges, in-kind and soft credits are never added to money raised.", SMALL)
        document.text(RIGHT, 756, "Page 1 of 1", SMALL, align="right")
