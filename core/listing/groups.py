"""Rows of a list in groups, each with a count and sums over all filtered rows, not only those of the page.

A list states its `groupings` and `figures`. Amounts are only in the organization's currency, and a figure says what it
counts, so that no sum mixes what was received with what was pledged or recognized.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from core.db.date_functions import MonthStart, YearStart
from core.listing.paging.stored import Stored
from core.money import ZERO

#: How many groups the collapsed list shows.
MOST_GROUPS = 500
KEY, TEXT, PLACE = "group_key", "group_text", "group_place"


@dataclass(frozen=True)
class Figure:
    """A sum shown for every group: `total` is an aggregate of money, `says` what it counts."""

    says: str
    total: Any


def summed(rows: QuerySet, figures: Iterable[Figure]) -> list[tuple[str, Decimal]]:
    """Each figure over all of some rows, with what it counts."""
    asked = {f"figure_{number}": figure for number, figure in enumerate(figures)}
    if not asked:
        return []
    if rows.query.distinct:  # rows doubled by joins must count once
        rows = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    found = rows.order_by().aggregate(**{name: figure.total for name, figure in asked.items()})
    return [(f"{figure.says[:1].upper()}{figure.says[1:]}", found[name] or ZERO) for name, figure in asked.items()]


@dataclass(frozen=True)
class Grouping:
    """A way to group: `by` is a path or an expression. `text` is the path to its name, for foreign keys; `words`
    formats it; `place` is a path or an expression to sort groups by; `down` reverses that; `none` names the group of
    empty values."""

    slug: str
    label: str
    by: Any
    text: Any = None
    words: Callable[[Any], str] = str
    place: Any = None
    down: bool = False
    none: str = "None"

    def mark(self, rows: QuerySet) -> QuerySet:
        """The rows annotated with their group, sorted by group and then in their own order."""
        text = self.text or self.by
        rows = rows.annotate(**{KEY: _expression(self.by), TEXT: _expression(text)})
        rows = rows.annotate(**{PLACE: _expression(self.place or text)})
        return rows.order_by(*self.order(), *(rows.query.order_by or rows.model._meta.ordering))

    def order(self) -> list[Any]:
        """By place, empty values last; groups with the same name are kept apart."""
        place, key = F(PLACE), F(KEY)
        if self.down:
            return [place.desc(nulls_last=True), key.desc(nulls_last=True)]
        return [place.asc(nulls_last=True), key.asc(nulls_last=True)]

    def where(self, key: Any) -> Q:
        """The rows of one group; for a month or year by date range, which uses an index."""
        step = _STEPS.get(type(self.by))
        if not step or not isinstance(key, date) or key.year >= MAXYEAR:
            return _is(key)
        path = self.by.get_source_expressions()[0].name
        return Q(**{f"{path}__gte": key, f"{path}__lt": step(key)})

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
        """The group's name in URLs."""
        return "-" if self.key in (None, "") else str(self.key)


def month_name(day: date) -> str:
    """A month in words, from any of its days: November 2026."""
    return f"{day:%B %Y}"


@dataclass
class Grouped:
    """A list's rows in groups. `rows` are marked; sums are read once, for the keys that are shown, from totals that are
    `stored` with the same marks where there are any."""

    grouping: Grouping
    figures: tuple[Figure, ...]
    noun: tuple[str, str]
    rows: QuerySet
    stored: Stored | None = None
    _known: dict[Any, Group] = field(default_factory=dict)
    _every: list[Group] | None = None

    def narrow(self, slug: str) -> None:
        """Keep the rows of one group, named as `Group.slug` does; none when there is no such group."""
        key = next((group.key for group in self.all(limit=None) if group.slug == slug), self)
        wanted = Q(pk__in=[]) if key is self else _is(key)
        self.rows = self.rows.filter(wanted)
        self.stored = self.stored.within(wanted) if self.stored else None
        self._every = None

    def all(self, limit: int | None = MOST_GROUPS) -> list[Group]:
        """The groups in order, read once."""
        if self._every is None:
            self.load(self.read())
        return (self._every or [])[:limit]

    def read(self) -> list[Group]:
        """The groups in order, in one query."""
        return [self._group(row) for row in self._sums().order_by(*self.grouping.order())]

    def load(self, groups: list[Group]) -> None:
        """Use groups that were read before."""
        self._every, self._known = groups, {group.key: group for group in groups}

    def sizes(self) -> list[tuple[Any, int]]:
        """The groups' keys in order, each with its number of rows."""
        return [(group.key, group.count) for group in self.all(limit=None)]

    def rows_of(self, keys: Sequence[Any], names: Sequence[str]) -> QuerySet:
        """The rows of some groups, in the order of the list without groups."""
        if len(keys) == 1:
            wanted = self.grouping.where(keys[0])
        else:
            wanted = Q(**{f"{KEY}__in": [key for key in keys if key is not None]})
            wanted |= _is(None) if None in keys else Q()
        return self.rows.filter(wanted).order_by(*names)

    def parts(self, rows: Iterable[Any], record: Callable[[Any], Any]) -> Iterator[tuple[Group, list[Any]]]:
        """Neighboring rows of a page by their group."""
        for key, found in groupby(rows, key=lambda row: getattr(record(row), KEY)):
            yield self.of(key), list(found)

    def of(self, key: Any) -> Group:
        return self._known[key]

    def file_header(self) -> list[str]:
        """The header over the groups' numbers in a file."""
        return [f"{self.noun[1].capitalize()} in the group", *(figure.says.capitalize() for figure in self.figures)]

    def file_row(self, key: Any, width: int) -> list[Any]:
        """The row that begins a group in a file with `width` columns: its name, its count and sums as numbers."""
        group = self.of(key)
        return [group.name, *[None] * (width - 1), group.count, *(amount for amount, _ in group.sums)]

    def _sums(self) -> QuerySet:
        rows, keys = self.rows, (KEY, TEXT, PLACE)
        totals = {f"figure_{number}": figure.total for number, figure in enumerate(self.figures)}
        if self.stored:
            return self.stored.grouped(keys, totals)
        if rows.query.distinct:  # what joins made double must not be added up twice
            rows = self.grouping.mark(rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")))
        counts = rows.order_by().values(*keys).annotate(group_count=Count("pk", distinct=True), **totals)
        return counts.values(*keys, "group_count", *totals)

    def _group(self, row: dict[str, Any]) -> Group:
        sums = ((row[f"figure_{number}"] or ZERO, figure.says) for number, figure in enumerate(self.figures))
        return Group(row[KEY], self.grouping.name(row[TEXT]), row["group_count"], tuple(sums))


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1)


#: Ways to truncate dates, and the start of the next group.
_STEPS: dict[type, Callable[[date], date]] = {MonthStart: _next_month, YearStart: _next_year}


def _is(key: Any) -> Q:
    return Q(**{f"{KEY}__isnull": True}) if key is None else Q(**{KEY: key})


def _expression(path: Any) -> Any:
    return F(path) if isinstance(path, str) else path
