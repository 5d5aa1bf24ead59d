"""Raised by fund and fiscal year: a pivot table of the database's sums, in whole cents."""

from __future__ import annotations

from decimal import Decimal

from core.money import from_cents, to_cents
from core.periods import Period, fiscal_year_label
from donations.ledger.rollups.received import raised_in
from reports.figures.board_figures import Span

#: Whole fiscal years shown before the current one.
WHOLE_YEARS = 4


def fund_years(span: Span) -> tuple[list[str], dict[str, list[Decimal]], list[Decimal]]:
    """What each fund raised in the last fiscal years, in this one to `span.as_of`, and to the same date last year.

    Returns the titles of the columns, oldest year first; the amounts of each fund by name; and their totals. Funds that
    raised nothing in these years are left out.
    """
    import pandas  # noqa: PLC0415 - slow to import, and only this report needs it

    columns = _columns(span)
    found = [(fund, title, amount) for title, period in columns for fund, amount in _sums(period)]
    table = pandas.DataFrame(found, columns=["fund", "title", "cents"]).pivot_table(
        index="fund", columns="title", values="cents", aggfunc="sum", fill_value=0
    )
    table = table.reindex(columns=[title for title, _ in columns], fill_value=0).astype("int64")
    funds = {str(fund): [from_cents(int(value)) for value in row] for fund, row in table.iterrows()}
    return list(table.columns), funds, [from_cents(int(value)) for value in table.sum()]


def _columns(span: Span) -> list[tuple[str, Period]]:
    whole = span.year.with_years_before(WHOLE_YEARS)[:-1]
    now, before = fiscal_year_label(span.year), fiscal_year_label(span.last_year)
    return [
        *((fiscal_year_label(year), year) for year in whole),
        (f"{before} to same date", span.last_to_date),
        (f"{now} to date", span.to_date),
    ]


def _sums(period: Period) -> list[tuple[str, int]]:
    """Each fund's name and what it raised in a period, in cents."""
    totals = raised_in(period).sums("fund__name", "fund")
    return [(name, to_cents(total)) for (name, _), total in totals.items()]
