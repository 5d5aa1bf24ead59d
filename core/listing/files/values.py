"""Rows of a file read as values, without making an object for each row.

A column of a list can be read so when it shows a column of the database as it is, or when its table says in
`file_values` how its cells come from such columns. One column that cannot be has the whole file read from objects, as
the page is; both ways give the same cells, which a test asks of every list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import JSONField, QuerySet
from django.db.models.query import ModelIterable
from django.utils.encoding import force_str

from core.db.chunks import chunks

#: Rows read at a time.
CHUNK = 2_000


@dataclass(frozen=True)
class Values:
    """How a column's cells come from columns of the database at these paths.

    `each` gives a cell from a value, or from one value of each path; the only value is not asked when it is empty.
    `many` gives the cells of many rows at once, from the values at each path. `beside` are expressions, by the names
    that paths call them.
    """

    paths: tuple[str, ...]
    each: Callable[..., Any] | None = None
    many: Callable[..., Sequence[Any]] | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    def cells(self, *columns: Sequence[Any]) -> Sequence[Any]:
        """The cells of some rows, from their values at each path."""
        if self.many:
            return self.many(*columns)
        if not self.each:
            return columns[0]
        if len(columns) > 1:
            return list(map(self.each, *columns))
        each = self.each
        return [None if value is None or value == "" else each(value) for value in columns[0]]


def value(*paths: str, each: Callable[..., Any] | None = None) -> Values:
    """A column of the database, or what `each` makes of several."""
    return Values(paths, each)


def shown_at(rows: QuerySet, path: str) -> Values | None:
    """The values at a path as they are, choices by their labels; None when it leads to no column of the database."""
    if path in rows.query.annotations:
        return Values((path,))
    column = _column(rows.model, path)
    if column is None:
        return None
    if not column.choices:
        return Values((path,))
    labels = {code: force_str(label) for code, label in column.flatchoices}
    return Values((path,), lambda code: labels.get(code, code))


def _column(model: Any, path: str) -> Any:
    *steps, last = path.split("__")
    try:
        for step in steps:
            relation = model._meta.get_field(step)
            if not relation.concrete or not relation.related_model:
                return None
            model = relation.related_model
        found = model._meta.pk if last == "pk" else model._meta.get_field(last)
    except FieldDoesNotExist:
        return None
    return found if found.concrete and not found.is_relation and not isinstance(found, JSONField) else None


def can_be_read(rows: Any) -> bool:
    """Whether these rows stay the same when only some of their columns are read: not if distinct, nor if a union."""
    known = isinstance(rows, QuerySet) and issubclass(rows._iterable_class, ModelIterable)
    return known and not rows.query.distinct and not rows.query.combinator


def read(rows: QuerySet, columns: Sequence[Values]) -> Iterator[tuple[Any, ...]]:
    """The rows' cells, in order."""
    paths = list(dict.fromkeys(path for column in columns for path in column.paths))
    places = [[paths.index(path) for path in column.paths] for column in columns]
    for column in columns:
        rows = rows.annotate(**column.beside) if column.beside else rows
    found = rows.prefetch_related(None).values_list(*paths).iterator(chunk_size=CHUNK)
    for some in chunks(found, CHUNK):
        by_path = list(zip(*some, strict=True))
        pairs = zip(columns, places, strict=True)
        cells = [column.cells(*(by_path[place] for place in wanted)) for column, wanted in pairs]
        yield from zip(*cells, strict=True)
