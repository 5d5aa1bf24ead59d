"""The count and totals above a list.

A list whose totals are stored says so at once. Any other is counted and summed where that is quick. Beyond, one that
knows when its rows last changed counts them once until then; and any other says about how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet

from core.listing.paging import counts, kept
from core.listing.paging.counts import Count
from core.listing.paging.kept import Figures

if TYPE_CHECKING:
    from core.listing.pages import TablePage

T = TypeVar("T")


def summary(page: TablePage) -> Figures:
    """Count and totals of a page's filtered rows."""
    if stored := page.stored:
        number = stored.count()
        return Count(number), page.get_totals(stored.rows) if number else []
    rows = page.table.data.data if page.ungrouped is None else page.ungrouped
    if (found := counts.few(rows, counts.MOST_COUNTED)) is not None:
        return found, page.get_totals(rows) if found.number else []
    if not has_stamp(page):
        return counts.about(rows, counts.MOST_COUNTED), page.get_totals(rows)
    return counted_once(page, "figures", rows, lambda: (Count(rows.order_by().count()), page.get_totals(rows)))


def has_stamp(page: TablePage) -> bool:
    """Whether there is a stamp that changes with the filtered rows; a name search has none."""
    return bool(page.get_stamp()) and not (page.filterset and "q" in page.filterset.active)


def counted_once(page: TablePage, what: str, rows: QuerySet, count: Callable[[], T]) -> T:
    """What is counted of a page's rows, in groups or not, kept until its stamp is another."""
    return kept.until(page.get_stamp(), rows, of=f"{page.of} {what}", count=count)
