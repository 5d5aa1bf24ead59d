"""The number of rows of a list: exact when counting is fast, otherwise estimated."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import AutoField, BigAutoField, QuerySet

from core.html import thousands

#: The most rows that are counted exactly.
MOST_COUNTED = 10_000
#: The number of rows sampled for an estimate.
SAMPLE = 2_000
#: Significant digits of an estimate.
FIGURES = 2


@dataclass(frozen=True)
class Count:
    """A number of rows; `exact` unless it was estimated."""

    number: int
    exact: bool = True

    def __str__(self) -> str:
        return thousands(self.number) if self.exact else f"about {thousands(self.number)}"


def few(rows: QuerySet, most: int = MOST_COUNTED) -> Count | None:
    """How many rows there are, counted one by one; None where there are more than `most`."""
    found = rows.order_by().values("pk")[: most + 1].count()
    return Count(found) if found <= most else None


def count(rows: QuerySet, most: int = MOST_COUNTED) -> Count:
    """How many rows there are. Beyond `most` it is estimated from a sample of keys, the same one each time."""
    return few(rows, most) or about(rows, most)


def about(rows: QuerySet, more_than: int) -> Count:
    """About how many rows there are, known to be more than some."""
    rows = rows.order_by().values("pk")
    if not isinstance(rows.model._meta.pk, AutoField | BigAutoField):
        return Count(rows.count())
    return Count(_rounded(max(more_than + 1, _estimate(rows))), exact=False)


def _estimate(rows: QuerySet) -> int:
    every = rows.model._base_manager.order_by("pk").values_list("pk", flat=True)
    lowest, highest = every.first() or 0, every.last() or 0
    span = highest - lowest + 1
    step = max(1, span // SAMPLE)
    keys = range(lowest, highest + 1, step)
    return round(rows.filter(pk__in=list(keys)).count() * span / len(keys))


def _rounded(number: int) -> int:
    unit: int = 10 ** max(0, len(str(number)) - FIGURES)
    return round(number / unit) * unit
