"""The board report's further charts: months by fund, funds, and donor cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.charts.spec import Chart, Kind, Series, Style
from core.display import counted
from core.money import ZERO
from reports.figures.board_figures import FundRow, Span
from reports.figures.cohorts import Cohort

#: How many funds have their own color; the others are joined.
FUNDS_APART = 3
COLORS = 4
MOST_FUNDS = 7


def fund_month_chart(span: Span, months: list[tuple[str, dict[date, Decimal]]], order: Sequence[str]) -> Chart:
    """The months of the year to date by fund, with the largest funds shown separately.

    A fund's color depends on its position in `order`, the list of all funds, and not on its rank, so that it never
    changes.
    """
    starts = [month.start for month in span.to_date.months()]
    series = _largest_apart(months, starts)
    colors = own_colors([name for name, _ in series if name in order], order)
    return Chart(
        title="Raised by fund and month",
        counts="Cash and stock, before fees, less refunds",
        kind=Kind.STACKED,
        categories=[f"{start:%b}" for start in starts],
        short=[f"{start:%b}"[0] for start in starts],
        category_label="Month",
        series=[
            Series(
                name,
                [totals.get(start, ZERO) for start in starts],
                Style.OTHER if name in colors else Style.PREVIOUS,
                color=colors.get(name),
            )
            for name, totals in series
        ],
    )


def _largest_apart(
    months: list[tuple[str, dict[date, Decimal]]], starts: Sequence[date]
) -> list[tuple[str, dict[date, Decimal]]]:
    """The largest funds first; two or more of the others are joined as “Other funds”."""
    largest = sorted(months, key=lambda row: (-sum(row[1].values(), ZERO), row[0]))
    apart, rest = largest[:FUNDS_APART], largest[FUNDS_APART:]
    if len(rest) <= 1:
        return [*apart, *rest]
    other = {start: sum((totals.get(start, ZERO) for _, totals in rest), ZERO) for start in starts}
    return [*apart, ("Other funds", other)]


def own_colors(shown: Sequence[str], order: Sequence[str]) -> dict[str, int]:
    """A color for each fund shown: that of its position among all, or the next free one where an older fund has it."""
    taken: dict[str, int] = {}
    for name in sorted(shown, key=order.index):
        place = order.index(name)
        free = [(place + step) % COLORS for step in range(COLORS)]
        taken[name] = next((color for color in free if color not in taken.values()), free[0])
    return taken


def fund_chart(funds: Sequence[FundRow], labels: tuple[str, str]) -> Chart:
    """The largest funds, this year to date beside last year to the same day."""
    shown = [row for row in funds if row.now or row.before][:MOST_FUNDS]
    return Chart(
        title="Raised by fund",
        counts=f"{labels[0]} to date, and {labels[1]} to the same date",
        kind=Kind.BARS,
        category_label="Fund",
        categories=[row.name for row in shown],
        series=[
            Series(labels[0], [row.now for row in shown]),
            Series(labels[1], [row.before for row in shown], Style.PREVIOUS),
        ],
    )


def cohort_chart(cohorts: list[Cohort], *, smallest: int) -> Chart:
    """The share of each year's new donors who gave again in later years. Cohorts of fewer than `smallest` donors are
    hidden."""
    most = max((len(cohort.again) for cohort in cohorts), default=0)
    shares = [cohort.shares(smallest=smallest) for cohort in cohorts]
    return Chart(
        title="New donor retention",
        counts="Share of each year's new donors who gave again in each later year. The latest figures can still rise",
        kind=Kind.COHORT,
        unit="percent",
        category_label="First gift in",
        categories=[_named(cohort, smallest) for cohort in cohorts],
        series=[
            Series(f"{n + 1} year{'' if n == 0 else 's'} later", [row[n] if n < len(row) else None for row in shares])
            for n in range(most)
        ],
    )


def _named(cohort: Cohort, smallest: int) -> str:
    few = cohort.size < smallest
    return f"{cohort.label}: {f'fewer than {smallest}' if few else counted(cohort.size, 'donor', 'donors')}"
