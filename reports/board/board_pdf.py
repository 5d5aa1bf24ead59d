"""The board report as a PDF: the same figures and chart as on screen, tagged for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core import display
from core.charts.drawing import Ink, draw
from core.display import counted
from core.models import Organization
from core.money import ZERO
from core.pdf import typefaces
from core.pdf.document import Document
from core.pdf.text import Style, cut, width, wrap
from core.time_zone import zone_name
from reports.board.page import COUNTS_DONORS, COUNTS_RAISED, COUNTS_RETURNED, BoardPage
from reports.board.pdf_charts import chart_sheet
from reports.board.pdf_dinners import dinner_sheet
from reports.figures.board_figures import SMALL as SMALL_GROUP
from reports.figures.dinners import Dinners

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
UNDER = Style(typefaces.REGULAR, 7.6, GRAY)
CHART_HIGH = 190.0
ROW, SIDE_ROW = 15.0, 13.0
#: The funds are on the left; payment methods and donors' places on the right.
TABLE_RIGHT = LEFT + 340
SIDE_LEFT = LEFT + 362
ROOM_FOR_FUNDS, ROOM_FOR_METHODS = 7, 5


def board_pdf(*, page: BoardPage, dinners: Dinners | None, organization: Organization, computed_at: datetime) -> bytes:
    """The PDF of the board report, with a sheet for the dinners when there are some.

    Last year's bars are pale and outlined, so that a gray print tells them apart.
    """
    typefaces.register_all()
    document = Document(title=f"Board page, {display.day_text(page.span.as_of)}", author=organization.legal_name)
    _head(document, page, organization, computed_at)
    _figures(document, page)
    _chart(document, page)
    y = _funds(document, page, 470.0)
    _definitions(document, y)
    y = _methods(document, page, 470.0)
    _places(document, page, y)
    sheets = 3 if dinners else 2
    _foot(document, page, 1, sheets)
    document.next_page()
    _running_head(document, organization, page)
    charts = [page.fund_month_chart, page.fund_chart, page.cohort_chart]
    chart_sheet(document, charts, left=LEFT, right=RIGHT, top=84.0)
    _foot(document, page, 2, sheets)
    if dinners:
        document.next_page()
        _running_head(document, organization, page)
        dinner_sheet(document, dinners, left=LEFT, right=RIGHT, top=84.0)
        _foot(document, page, 3, sheets)
    return document.finish()


def _head(document: Document, page: BoardPage, organization: Organization, computed_at: datetime) -> None:
    local = computed_at.astimezone(ZoneInfo(organization.time_zone))
    with document.element("P"):
        document.text(LEFT, 46, organization.legal_name, Style(typefaces.SEMIBOLD, 10))
        moment = f"Data as of {display.moment_text(local)}, {zone_name(local.tzinfo)}"
        document.text(RIGHT, 46, moment, SMALL, align="right")
    document.line(LEFT, 58, RIGHT, 58)
    with document.element("H1"):
        document.text(LEFT, 84, "Fundraising results", TITLE)
    with document.element("P"):
        start, end = display.day_text(page.span.to_date.start), display.day_text(page.span.as_of)
        document.text(LEFT, 100, f"{start} to {end}. {_answer(page)}", LEDE)


def _answer(page: BoardPage) -> str:
    """The answer to the title's question, in one sentence."""
    change = page.raised.change
    if change is None:
        return f"Raised {display.money_text(page.raised.now, cents=False)}. There is no figure for last year."
    word = "Ahead of" if change > 0 else "Behind" if change < 0 else "Level with"
    difference = display.money_text(abs(page.raised.now - page.raised.before), cents=False)
    by = f" by {difference}" if change else ""
    return f"{word} the same date last year{by}."


def _figures(document: Document, page: BoardPage) -> None:
    wide, gap, pad = 120.0, 12.0, 10.0
    for n, (label, figure, below) in enumerate(_four(page)):
        x = LEFT + n * (wide + gap)
        document.box((x, 114, wide, 68), radius=6, color="0.85 G")
        with document.element("P"):
            for y, text, style in (
                (130.0, label, LABEL),
                (151.0, figure, FIGURE),
                *((164.0 + 11 * k, line, UNDER) for k, line in enumerate(below)),
            ):
                document.text(x + pad, y, text, _fitting(text, style, wide - 2 * pad))


def _four(page: BoardPage) -> Sequence[tuple[str, str, list[str]]]:
    def whole(amount: Decimal) -> str:
        return display.money_text(amount, cents=False)

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
            [counted(page.gifts, "gift", "gifts"), f"{counted(int(page.donors.before), 'donor', 'donors')} last year"],
        ),
        _retention(page),
    )


def _retention(page: BoardPage) -> tuple[str, str, list[str]]:
    percent, points = page.returned.percent, page.returned_change
    return (
        "Donor retention",
        "–" if percent is None else f"{percent:.0f}%",
        [
            f"{page.returned.returned:,} of {page.returned.base:,} from {page.last_label}",
            "" if points is None else f"{points:+d} points",
        ],
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
    with document.figure(alt=page.month_chart.spoken, box=(LEFT, 216, RIGHT - LEFT, CHART_HIGH)):
        document.drawing(drawing, LEFT, 216)


def _funds(document: Document, page: BoardPage, top: float) -> float:
    """By fund; the smallest that do not fit the page are joined in one line. Returns where the table ends."""
    rows = [(row.name, row.restricted, row.now, row.before) for row in page.funds[:ROOM_FOR_FUNDS]]
    if rest := page.funds[ROOM_FOR_FUNDS:]:
        now, before = sum((row.now for row in rest), ZERO), sum((row.before for row in rest), ZERO)
        rows.append((counted(len(rest), "more fund", "more funds"), False, now, before))
    with document.element("H2"):
        document.text(LEFT, top - 30, "Funds, this year to date and last year to the same date", HEAD)
    with document.element("Table"):
        _fund_row(document, top - 12, "Fund", (page.label, page.last_label), LABEL, tag="TH")
        for n, (name, restricted, now, before) in enumerate(rows):
            amounts = display.money_text(now), display.money_text(before)
            _fund_row(document, top + 6 + n * ROW, name, amounts, CELL, restricted=restricted)
        bottom = top + 6 + len(rows) * ROW
        totals = display.money_text(page.raised.now), display.money_text(page.raised.before)
        _fund_row(document, bottom, "All funds", totals, STRONG)
    return bottom + 26


def _fund_row(
    document: Document,
    y: float,
    name: str,
    amounts: tuple[str, str],
    style: Style,
    *,
    tag: str = "TD",
    restricted: bool = False,
) -> None:
    """A fund with its two amounts, and “restricted” where the name leaves room."""
    mark = " · with restriction" if restricted else ""
    first, second = TABLE_RIGHT - 88, TABLE_RIGHT
    document.line(LEFT, y + 4.5, TABLE_RIGHT, y + 4.5, color="0.88 G")
    with document.element("TR"):
        with document.element("TH", scope="Column" if tag == "TH" else "Row"):
            room = first - 84 - LEFT - width(mark, SMALL.face, SMALL.size)
            end = document.text(LEFT, y, cut(name, style.face, style.size, room), style)
            if mark:
                document.text(LEFT + end, y, mark, SMALL)
        for x, text in zip((first, second), amounts, strict=True):
            with document.element(tag, scope="Column" if tag == "TH" else ""):
                document.text(x, y, text, _fitting(text, style, 80), align="right")


def _fitting(text: str, style: Style, room: float) -> Style:
    """The style, reduced in size where the text would be too wide."""
    wide = width(text, style.face, style.size)
    return style if wide <= room else style._replace(size=style.size * room / wide)


def _methods(document: Document, page: BoardPage, top: float) -> float:
    """Payment methods, the smallest joined, and what “raised” leaves out. Returns where the table ends."""
    methods = page.methods[:ROOM_FOR_METHODS]
    if rest := page.methods[ROOM_FOR_METHODS:]:
        methods = [*methods, ("Other methods", sum((amount for _, amount in rest), ZERO))]
    rows = [(label, display.money_text(amount)) for label, amount in methods]
    left_out = [
        ("Not in these figures", ""),
        ("Soft credits", display.money_text(page.soft_credits)),
        ("In-kind gifts", f"{page.in_kind:,}"),
        ("Open pledges", display.money_text(page.promised)),
    ]
    return _side(document, "Payment method", rows, left_out, top)


def _places(document: Document, page: BoardPage, top: float) -> None:
    """Donors by place, unless the groups are too small to show."""
    rows = [(group.label, f"{group.count:,}") for group in page.places.groups]
    if page.places.rest:
        rows.append(("Other places", f"{page.places.rest:,}"))
    if rows:
        _side(document, "Donors by state and country", rows, [], top + 44)


def _side(
    document: Document, title: str, rows: list[tuple[str, str]], small: list[tuple[str, str]], top: float
) -> float:
    """A narrow table on the right: a label and a figure per line. Returns where it ends."""
    with document.element("H2"):
        document.text(SIDE_LEFT, top - 30, title, HEAD)
    lines = [*((label, figure, CELL) for label, figure in rows), *((label, figure, SMALL) for label, figure in small)]
    with document.element("Table"):
        for n, (label, figure, style) in enumerate(lines):
            y = top - 12 + n * SIDE_ROW
            room = RIGHT - SIDE_LEFT - width(figure, CELL.face, CELL.size) - 6
            document.line(SIDE_LEFT, y + 4.5, RIGHT, y + 4.5, color="0.88 G")
            with document.element("TR"):
                with document.element("TH", scope="Row"):
                    document.text(SIDE_LEFT, y, cut(label, style.face, style.size, room), style)
                with document.element("TD"):
                    if figure:
                        document.text(RIGHT, y, figure, CELL, align="right")
    return top - 12 + len(lines) * SIDE_ROW


def _definitions(document: Document, top: float) -> None:
    with document.element("H2"):
        document.text(LEFT, top, "Definitions", HEAD)
    y = top + 14
    for word, meaning in (("Raised", COUNTS_RAISED), ("Donors", COUNTS_DONORS), ("Donor retention", COUNTS_RETURNED)):
        with document.element("P"):
            for line in wrap(f"{word}: {meaning}", SMALL.face, SMALL.size, TABLE_RIGHT - LEFT):
                document.text(LEFT, y, line, SMALL)
                y += 11


def _running_head(document: Document, organization: Organization, page: BoardPage) -> None:
    """The header of every further sheet; read aloud only on the first."""
    with document.artifact("Pagination"):
        document.text(LEFT, 46, organization.legal_name, Style(typefaces.SEMIBOLD, 10))
        document.text(RIGHT, 46, f"Fundraising results, {display.day_text(page.span.as_of)}", SMALL, align="right")
    document.line(LEFT, 58, RIGHT, 58)


def _foot(document: Document, page: BoardPage, number: int, sheets: int) -> None:
    document.line(LEFT, 744, RIGHT, 744)
    if number == 1:
        with document.element("P"):
            few = (
                f"Places with fewer than {SMALL_GROUP} donors are counted under Other places."
                if page.smallest
                else f"Shows places with fewer than {SMALL_GROUP} donors. Share only with people who may see gifts."
            )
            few = f"{few} Pledges are as of today."
            document.text(LEFT, 756, few, SMALL)
    with document.artifact("Pagination"):
        document.text(RIGHT, 756, f"Page {number} of {sheets}", SMALL, align="right")
