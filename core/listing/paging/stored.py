"""Totals that are kept beside the rows of a list, so that nobody waits until those are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import Q, QuerySet, Sum


@dataclass(frozen=True)
class Stored:
    """`rows` of a table of totals, of which each counts as many of the list's as its field `number` says.

    Its other fields are named as those of the list's rows. `filters` and `groupings` of the list, by name, are those
    that read both and find the same.
    """

    rows: QuerySet
    number: str
    filters: frozenset[str] = frozenset()
    groupings: frozenset[str] = frozenset()

    def filtered(self, filterset: Any) -> Self | None:
        """The totals of what a list's filters let through; None where one of those in use does not read totals."""
        if filterset is None:
            return self
        if filterset.form.errors or not self.filters.issuperset(filterset.active):
            return None
        asked = type(filterset)(filterset.data, queryset=self.rows, request=filterset.request)
        return replace(self, rows=asked.qs)

    def marked(self, grouping: Any) -> Self | None:
        """The totals with their group; None where they are not divided by it."""
        return replace(self, rows=grouping.mark(self.rows)) if grouping.slug in self.groupings else None

    def within(self, wanted: Q) -> Self:
        """The totals for which a condition holds."""
        return replace(self, rows=self.rows.filter(wanted))

    def count(self) -> int:
        """How many rows they count."""
        return int(self.rows.order_by().aggregate(number=Sum(self.number))["number"] or 0)

    def grouped(self, keys: Sequence[str], totals: dict[str, Any]) -> QuerySet:
        """Groups by some keys, each with `group_count` and the totals asked for; those of no rows are left out."""
        groups = self.rows.order_by().values(*keys).annotate(group_count=Sum(self.number), **totals)
        return groups.exclude(group_count=0)
