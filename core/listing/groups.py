"""Rows of a list in groups, each with a count and sums over all filtered rows, whatever the page shows of them.

A list states its `groupings` and its `figures`. Amounts are of the organization's currency alone, and a figure says
what it counts, so that no sum mixes what was received with what was promised or recognized.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from core.money import ZERO

#: As many groups as the folded list shows.
MOST_GROUPS = 500
KEY, TEXT, PLACE = "group_key", "group_text", "group_place"


@dataclass(frozen=True)
class Figure:
    """A sum every group shows: `total` is an aggregate of money, `says` what it counts."""

    says: str
    total: Any


def summed(rows: QuerySet, figures: Iterable[Figure]) -> list[tuple[str, Decimal]]:
    """Each figure over all of some rows, with what it counts."""
    asked = {f"figure_{number}": figure for number, figure in enumerate(figures)}
    if not asked:
        return []
    if rows.query.distinct:  # what joins made double must not be added up twice
        rows = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    found = rows.order_by().aggregate(**{name: figure.total for name, figure in asked.items()})
    return [(f"{figure.says[:1].upper()}{figure.says[1:]}", found[name] or ZERO) for name, figure in asked.items()]


@dataclass(frozen=True)
class Grouping:
    """A way to group: `by` is a path or an expression that tells groups apart.

    `text` is a path to their name, for foreign keys; `words` puts it into words; `place` is a path or an expression to
    put groups in order by; `down` turns it around; `none` names the rows that have nothing there.
    """

    slug: str
    label: str
    by: Any
    text: Any = None
    words: Callable[[Any], str] = str
    place: Any = None
    down: bool = False
    none: str = "None"

    def mark(self, rows: QuerySet) -> QuerySet:
        """The rows with their group, in the order of groups and within a group in their own."""
        text = self.text or self.by
        rows = rows.annotate(**{KEY: _expression(self.by), TEXT: _expression(text)})
        rows = rows.annotate(**{PLACE: _expression(self.place or text)})
        return rows.order_by(*self.order(), *(rows.query.order_by or rows.model._meta.ordering))

    def order(self) -> list[Any]:
        """By place, rows without one last; groups with the same name stay apart."""
        place, key = F(PLACE), F(KEY)
        if self.down:
            return [place.desc(nulls_last=True), key.desc(nulls_last=True)]
        return [place.asc(nulls_last=True), key.asc(nulls_last=True)]

    def name(self, text: Any) -> str:
        return self.none if text in (None, "") else self.words(text)


@dataclass(frozen=True)
class Group:
    """One group: its key, name, count over all filtered rows, and sums, each with what it counts."""

    key: Any
    name: str
    count: int
    sums: tuple[tuple[Decimal, str], ...] = ()

    @property
    def slug(self) -> str:
        """How an address names the group."""
        return "-" if self.key in (None, "") else str(self.key)


def month_name(day: date) -> str:
    """A month in words, from any of its days: November 2026."""
    return f"{day:%B %Y}"


@dataclass
class Grouped:
    """A list's rows in groups. `rows` are marked; sums are read once, for the keys that are shown."""

    grouping: Grouping
    figures: tuple[Figure, ...]
    noun: tuple[str, str]
    rows: QuerySet
    _known: dict[Any, Group] = field(default_factory=dict)

    def narrow(self, slug: str) -> None:
        """Keep the rows of one group, named as `Group.slug` names it; of none when there is no such group."""
        key = next((group.key for group in self.all(limit=None) if group.slug == slug), self)
        self.rows = self.rows.none() if key is self else self.rows.filter(_is(key))

    def all(self, limit: int | None = MOST_GROUPS) -> list[Group]:
        """The groups in order, in one query."""
        found = self._sums(self.rows).order_by(*self.grouping.order())
        return [self._group(row) for row in (found[:limit] if limit else found)]

    def load(self, keys: Iterable[Any]) -> None:
        """Read the sums of the groups a page shows."""
        wanted = set(keys)
        if not wanted:
            return
        found = Q(**{f"{KEY}__in": wanted - {None}})
        if None in wanted:
            found |= _is(None)
        self._known = {row[KEY]: self._group(row) for row in self._sums(self.rows.filter(found))}

    def load_all(self) -> None:
        """Read the sums of all groups, for a file."""
        self._known = {group.key: group for group in self.all(limit=None)}

    def parts(self, rows: Iterable[Any], record: Callable[[Any], Any]) -> Iterator[tuple[Group, list[Any]]]:
        """Neighboring rows of a page by their group."""
        for key, found in groupby(rows, key=lambda row: getattr(record(row), KEY)):
            yield self.of(key), list(found)

    def of(self, key: Any) -> Group:
        return self._known[key]

    def file_header(self) -> list[str]:
        """What a file says over the numbers of its groups, beside the columns of the rows."""
        return [f"{self.noun[1].capitalize()} in the group", *(figure.says.capitalize() for figure in self.figures)]

    def file_row(self, key: Any, width: int) -> list[Any]:
        """The row that heads a group in a file of so many columns: its name, and its count and sums as numbers."""
        group = self.of(key)
        return [group.name, *[None] * (width - 1), group.count, *(amount for amount, _ in group.sums)]

    def _sums(self, rows: QuerySet) -> QuerySet:
        if rows.query.distinct:  # what joins made double must not be added up twice
            rows = self.grouping.mark(rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")))
        totals = {f"figure_{number}": figure.total for number, figure in enumerate(self.figures)}
        counts = rows.order_by().values(KEY, TEXT, PLACE).annotate(group_count=Count("pk", distinct=True), **totals)
        return counts.values(KEY, TEXT, PLACE, "group_count", *totals)

    def _group(self, row: dict[str, Any]) -> Group:
        sums = ((row[f"figure_{number}"] or ZERO, figure.says) for number, figure in enumerate(self.figures))
        return Group(row[KEY], self.grouping.name(row[TEXT]), row["group_count"], tuple(sums))


def _is(key: Any) -> Q:
    return Q(**{f"{KEY}__isnull": True}) if key is None else Q(**{KEY: key})


def _expression(path: Any) -> Any:
    return F(path) if isinstance(path, str) else path
