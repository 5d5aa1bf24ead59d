"""The content of the board report, assembled once for screen and PDF: figures, charts, what each counts, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.charts.spec import Chart, Kind, Series, Style
from core.money import ZERO
from core.periods import Period, fiscal_year_label
from reports.board import charts
from reports.figures import board_figures
from reports.figures.board_figures import Compared, FundRow, MonthRow, Retention, Span
from reports.figures.cohorts import cohorts
from reports.figures.donor_geography import donors_by_place
from reports.figures.small_cell_suppression import Group, Shown, shown_groups

#: Returns the URL of the rows behind a figure, or "" for users who may see totals only.
Linker = Callable[..., str]

COUNTS_RAISED = (
    "Cash and stock by date of gift, before card fees, less refunds on the date they were made."
    " Pledges, soft credits, and in-kind gifts are never included."
)
COUNTS_DONORS = "Legal donors with an amount raised in the period. A couple with one record is one donor."
COUNTS_RETURNED = "The share of all donors of the previous fiscal year who have given again this year."


#: How many rows a breakdown shows; the smallest beyond that are joined.
MOST_METHODS, MOST_PLACES = 5, 7


@dataclass(frozen=True)
class BoardPage:
    """Everything on the board report as of one day."""

    span: Span
    label: str
    last_label: str
    raised: Compared
    unrestricted: Compared
    restricted: Compared
    donors: Compared
    returned: Retention
    returned_before: Retention
    gifts: int
    months: list[MonthRow]
    funds: list[FundRow]
    methods: list[tuple[str, Decimal]]
    online: Compared
    dinners: Compared
    promised: Decimal
    promised_by: int
    soft_credits: Decimal
    in_kind: int
    places: Shown
    month_chart: Chart
    method_chart: Chart
    place_chart: Chart
    fund_chart: Chart
    fund_month_chart: Chart
    cohort_chart: Chart
    links: dict[str, str]
    #: Groups of fewer donors than this are hidden; 0 hides none.
    smallest: int

    @property
    def returned_change(self) -> int | None:
        """The change from a year earlier, in percentage points."""
        now, before = self.returned.percent, self.returned_before.percent
        return None if now is None or before is None else round(now) - round(before)


def board_page(*, as_of: date, first_month: int, link: Linker, sees_gifts: bool = False) -> BoardPage:
    """Read every figure of the board report as of a day; `first_month` starts the fiscal year.

    Groups of fewer than `figures.SMALL` donors are shown only to users who may see gifts.
    """
    span = Span.at(as_of, first_month=first_month)
    months = board_figures.by_month(span)
    labels = fiscal_year_label(span.year), fiscal_year_label(span.last_year)
    smallest = 0 if sees_gifts else board_figures.SMALL
    return BoardPage(
        span=span,
        label=labels[0],
        last_label=labels[1],
        raised=board_figures.raised(span),
        gifts=board_figures.gift_count(span),
        months=months,
        **_funds(span, labels),
        **_donors(span),
        **_sources(span),
        **_besides_raised(span),
        **_places(span, smallest),
        month_chart=_month_chart(span, months, labels, link),
        cohort_chart=charts.cohort_chart(cohorts(span), smallest=smallest),
        links=_links(span, link),
        smallest=smallest,
    )


def _funds(span: Span, labels: tuple[str, str]) -> dict[str, Any]:
    """The amount raised for each fund, and how much of it donors restricted."""
    funds = board_figures.by_fund(span)
    unrestricted, restricted = board_figures.by_restriction(funds)
    by_month = board_figures.fund_months(span)
    return {
        "funds": funds,
        "unrestricted": unrestricted,
        "restricted": restricted,
        "fund_chart": charts.fund_chart(funds, labels),
        "fund_month_chart": charts.fund_month_chart(span, by_month, board_figures.funds_in_order()),
    }


def _donors(span: Span) -> dict[str, Any]:
    returned, returned_before = board_figures.retention(span)
    donors = board_figures.donor_counts(span)
    return {"donors": donors, "returned": returned, "returned_before": returned_before}


def _sources(span: Span) -> dict[str, Any]:
    """Amounts by payment method, online, and at dinners."""
    methods = _largest(board_figures.by_method(span))
    online, dinners = board_figures.by_source(span)
    return {"methods": methods, "method_chart": _method_chart(methods), "online": online, "dinners": dinners}


def _besides_raised(span: Span) -> dict[str, Any]:
    """Figures shown beside the amount raised but not counted in it."""
    promised, promised_by = board_figures.promised()
    soft_credits, in_kind = board_figures.beside(span)
    return {"promised": promised, "promised_by": promised_by, "soft_credits": soft_credits, "in_kind": in_kind}


def _places(span: Span, smallest: int) -> dict[str, Any]:
    places = shown_groups(donors_by_place(span.to_date), smallest=smallest, most=MOST_PLACES)
    return {"places": places, "place_chart": _place_chart(places)}


def _largest(methods: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """The payment methods with the largest totals, and the others joined."""
    if len(methods) <= MOST_METHODS + 1:
        return methods
    rest = methods[MOST_METHODS:]
    return [*methods[:MOST_METHODS], (f"{len(rest):,} other methods", sum((amount for _, amount in rest), ZERO))]


def _links(span: Span, link: Linker) -> dict[str, str]:
    return {
        "raised": link("movements", period=span.to_date),
        "online": link("movements", period=span.to_date, source="online"),
        "dinners": link("movements", period=span.to_date, source="dinners"),
        "raised_before": link("movements", period=span.last_to_date),
        "unrestricted": link("movements", period=span.to_date, restricted="false"),
        "restricted": link("movements", period=span.to_date, restricted="true"),
        "donors": link("donors", as_of=span.as_of, who="all"),
        "returned": link("donors", as_of=span.as_of, who="returned"),
        "lapsed": link("donors", as_of=span.as_of, who="lapsed"),
    }


def _month_chart(span: Span, months: list[MonthRow], labels: tuple[str, str], link: Linker) -> Chart:
    def links(periods: list[Period]) -> list[str]:
        return [link("movements", period=period) for period in periods]

    now, before = [row.month for row in months], list(span.last_year.months())
    return Chart(
        title="Raised by month",
        counts=COUNTS_RAISED,
        categories=[row.month.start.strftime("%b") for row in months],
        short=[row.month.start.strftime("%b")[0] for row in months],
        category_label="Month",
        kind=Kind.COLUMNS,
        series=[
            Series(labels[1], [row.before for row in months], Style.PREVIOUS, links(before)),
            Series(labels[0], [row.now if row.whole else None for row in months], Style.CURRENT, links(now)),
            Series("this month so far", [None if row.whole else row.now for row in months], Style.PARTIAL, links(now)),
        ],
    )


def _method_chart(methods: list[tuple[str, Decimal]]) -> Chart:
    return Chart(
        title="Payment method",
        counts=COUNTS_RAISED,
        categories=[label for label, _ in methods],
        series=[Series("This year", [amount for _, amount in methods])],
        kind=Kind.BARS,
        category_label="Payment method",
    )


def _place_chart(where: Shown) -> Chart:
    rows = [*where.groups, *([Group("Other places", where.rest)] if where.rest else [])]
    return Chart(
        title="Donors by state and country",
        counts=COUNTS_DONORS,
        categories=[row.label for row in rows],
        series=[Series("Donors", [row.count for row in rows])],
        kind=Kind.BARS,
        unit="count",
        category_label="State or country",
    )
