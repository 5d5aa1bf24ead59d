"""What stands over a list: how many rows there are after filters, and what they come to.

Both are counted where that is quick. Beyond, a list that has them stored says so; one that knows when its rows last
changed counts them once until then; and any other says about how many there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.listing.paging import counts, kept
from core.listing.paging.counts import Count
from core.listing.paging.kept import Figures

if TYPE_CHECKING:
    from core.listing.pages import TablePage


def summary(page: TablePage) -> Figures:
    """Count and totals of a page's filtered rows."""
    rows = page.table.data.data
    found = counts.count(rows, counts.MOST_COUNTED)
    if found.exact:
        return found, page.get_totals(rows) if found.number else []
    if stored := page.get_stored_figures():
        return stored
    stamp = page.get_stamp()
    if stamp and not (page.filterset and "q" in page.filterset.active):  # names found by a search have no stamp
        return kept.figures(
            rows, stamp=stamp, of=page.of, count=lambda: (Count(rows.order_by().count()), page.get_totals(rows))
        )
    return found, page.get_totals(rows)
