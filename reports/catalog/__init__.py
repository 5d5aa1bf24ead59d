"""All reports: one file and one line each.

A report is a page that states its title, its permission and, in `lede`, what it counts: a `TablePage` over rows, or a
`RowsPage` over figures. To add one, copy the nearest sibling and add it here; the URL, the catalog page and the
contract test pick it up.
"""

from reports.catalog import donors, fund_months, fund_years, movements
from reports.catalog.base import Report

REPORTS: tuple[Report, ...] = (movements.REPORT, donors.REPORT, fund_months.REPORT, fund_years.REPORT)

__all__ = ["REPORTS", "Report"]
