"""Raised by fund and fiscal year, with this year to date beside the same period last year."""

from __future__ import annotations

from decimal import Decimal

from reports.catalog.base import Report, Rows, RowsPage
from reports.figures.board_figures import Span
from reports.figures.fund_years import fund_years


class FundYearsView(RowsPage):
    permission_required = "reports.board"
    title = "Raised by fund and year"
    lede = (
        "Cash and stock by date of gift, before fees, less refunds: the last four fiscal years, and this fiscal year "
        "to date beside the same period last year."
    )

    def rows(self, span: Span) -> Rows:
        titles, funds, total = fund_years(span)
        lines: list[list[str | Decimal]] = [[name, *amounts] for name, amounts in funds.items()]
        return Rows(["Fund", *titles], lines, ["All funds", *total] if lines else [])


REPORT = Report("fund-years", "chart", FundYearsView)
