"""Raised by fund and month of the fiscal year to date."""

from __future__ import annotations

from decimal import Decimal

from core.money import ZERO
from reports.catalog.base import Report, Rows, RowsPage
from reports.figures import board_figures
from reports.figures.board_figures import Span


class FundMonthsView(RowsPage):
    permission_required = "reports.board"
    title = "Raised by fund and month"
    lede = "Cash and stock by date of gift, before fees, less refunds, for each month of the fiscal year to date."

    def rows(self, span: Span) -> Rows:
        funds = board_figures.fund_months(span)
        lines: list[list[str | Decimal]] = []
        sums = [ZERO] * (len(funds) + 1)
        for month in span.to_date.months():
            amounts = [totals.get(month.start, ZERO) for _, totals in funds]
            amounts.append(sum(amounts, ZERO))
            lines.append([f"{month.start:%B %Y}", *amounts])
            sums = [so_far + amount for so_far, amount in zip(sums, amounts, strict=True)]
        header = ["Month", *(name for name, _ in funds), "All funds"]
        return Rows(header, lines, ["To date", *sums]) if funds else Rows(header, [])


REPORT = Report("fund-months", "layers", FundMonthsView)
