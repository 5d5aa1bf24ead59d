"""The order of a list: by one column and then by key, so that a page is found from the row beside it.

A page is read from where the last one ended, by the index behind the order, so that page 100 costs what the first one
does. All terms go in one direction, and empty values sort last either way. When sorting by another table's column, such
as a donor's name, that table's key is the second term, so that the database can go from one index to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, OrderBy, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, GreaterThan, IsNull, LessThan
from django.db.models.sql.constants import LOUTER

KEY = F("pk")


class KeyBeside(F):
    """The key of the table in which a path ends, using the same join."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        col: Any = super().resolve_expression(*args, **kwargs)
        return col.target.model._meta.pk.get_col(col.alias)


@dataclass(frozen=True)
class _Part:
    """A part of the rows (all, or those with or without a value), with the terms that order them."""

    rows: QuerySet
    terms: tuple[Any, ...]
    beyond: Any = None  # what the rows have less or more of in the first term

    def ids(self, limit: int, *, down: bool, skip: int = 0) -> list[Any]:
        found: list[Any] = []
        for rows in self._stretches(down=down) if limit > 0 else ():
            ordered = rows.order_by(*(OrderBy(term, descending=down) for term in self.terms))
            found = list(ordered.values_list("pk", flat=True)[skip : skip + limit])
            if len(found) == limit:
                break
        return found

    def _stretches(self, *, down: bool) -> Iterator[QuerySet]:
        """Ever more of the rows, the first in order among them, and in the end all: where no index gives the order, a
        query set may know how to find a few of the first by `first_by`."""
        if first_by := getattr(self.rows, "first_by", None):
            yield from first_by(getattr(self.terms[0], "name", ""), down=down, beyond=self.beyond)
        yield self.rows


def of_keys(rows: QuerySet, keys: Sequence[Any]) -> QuerySet:
    """The rows with some keys; a query set of rows that no index finds by their key says itself how to."""
    found: QuerySet = rows.of_keys(keys) if hasattr(rows, "of_keys") else rows.filter(pk__in=keys)
    return found


class Order:
    """How rows are ordered, read from their `order_by`."""

    def __init__(self, rows: QuerySet) -> None:
        self.names = [_name(item) for item in rows.query.order_by or rows.model._meta.ordering]
        self.down = bool(self.names) and self.names[0].startswith("-")
        self.rows = rows.order_by()
        paths = dict.fromkeys(name.lstrip("-") for name in self.names)
        # A constant orders nothing, and PostgreSQL would read a bare number as a column's position.
        same = {name for name, found in rows.query.annotations.items() if isinstance(found, Value)}
        self.paths = [path for path in paths if path not in {"pk", rows.model._meta.pk.name, *same}]

    def ordered(self) -> QuerySet:
        """The rows in this order, for files."""
        first, *rest = dict.fromkeys((*self.terms, KEY))
        last = True if self.nullable else None
        terms = [
            OrderBy(first, descending=self.down, nulls_last=last),
            *(OrderBy(x, descending=self.down) for x in rest),
        ]
        return self.rows.order_by(*terms)

    def at(self, skip: int, limit: int) -> list[Any]:
        """The keys of up to `limit` rows after the first `skip`."""
        found: list[Any] = []
        for part in self._parts:
            found += part.ids(limit - len(found), down=self.down, skip=skip if not found else 0)
            if len(found) >= limit or len(self._parts) == 1:
                break
            skip = 0 if found else max(0, skip - part.rows.count())
        return found

    def last(self, limit: int) -> list[Any]:
        """The keys of the last rows."""
        return self._walk(self._parts[::-1], limit, down=not self.down)[::-1]

    def after(self, key: Any, limit: int) -> list[Any] | None:
        """The keys of the next rows after one; None when the list no longer has it."""
        return self._beside(key, limit, down=self.down)

    def before(self, key: Any, limit: int) -> list[Any] | None:
        """The keys of the rows before one; None when the list no longer has it."""
        found = self._beside(key, limit, down=not self.down)
        return None if found is None else found[::-1]

    @cached_property
    def terms(self) -> tuple[Any, ...]:
        """The terms: the requested column, the key of its table, the row's own key."""
        terms: list[Any] = []
        for path in self.paths:
            terms.append(F(path))
            column = self._column(path)
            if column and column.alias != self._alias:
                terms.append(KeyBeside(path))
                if _is_one_with(column, self.rows):
                    return tuple(terms)
            elif column and column.target.unique and not column.target.null:
                return tuple(terms)
        return (*terms, KEY)

    @cached_property
    def nullable(self) -> bool:
        """Whether the column may be NULL."""
        if not self.paths:
            return False
        column = self._column(self.paths[0])
        if column is None:
            return True
        join = self._query.alias_map[column.alias]
        return column.target.null or join.join_type == LOUTER

    @cached_property
    def _query(self) -> Any:
        query = self.rows.query.clone()
        for path in self.paths:
            F(path).resolve_expression(query, allow_joins=True)
        return query

    @property
    def _alias(self) -> str:
        return str(self._query.get_initial_alias())

    def _column(self, path: str) -> Col | None:
        """The column in which a path ends; None for an expression."""
        found = F(path).resolve_expression(self._query, allow_joins=True)
        return found if isinstance(found, Col) else None

    @cached_property
    def _parts(self) -> list[_Part]:
        if not self.nullable:
            return [_Part(self.rows, self.terms)]
        thing, column = self.terms[0], self._column(self.paths[0])
        is_own = column is not None and column.alias == self._alias
        without = (thing, KEY) if is_own else (KEY,)
        filled = self.rows.filter(IsNull(thing, False))
        if column is not None and not is_own:
            filled.query.demote_joins({column.alias})  # so that the database may read the other table first
        return [_Part(filled, self.terms), _Part(self.rows.filter(IsNull(thing, True)), without)]

    def _beside(self, key: Any, limit: int, *, down: bool) -> list[Any] | None:
        """The keys of rows next to one, in a direction."""
        values = self.of_row(key, *self.terms)
        if values is None:
            return None
        is_empty = self.nullable and values[self.terms[0]] is None
        parts = self._parts if down == self.down else self._parts[::-1]
        own, *others = parts[parts.index(self._parts[is_empty]) :]
        return self._walk([*self._beyond(own, values, down=down), *others], limit, down=down)

    def _beyond(self, part: _Part, values: dict[Any, Any], *, down: bool) -> Iterator[_Part]:
        """The rows after one: first those that differ only in the last term, then in the one before. Each is one range
        of the index. For `(a, b) > (1, 2)` SQLite would scan all rows with the same first term."""
        terms = [term for term in part.terms if values[term] is not None]
        pairs = [(term, Value(values[term], output_field=self._field(term))) for term in terms]
        for number in reversed(range(len(pairs))):
            rows = part.rows.filter(*(Exact(*pair) for pair in pairs[:number]))
            beyond = None if number else values[terms[0]]
            yield _Part(rows.filter((LessThan if down else GreaterThan)(*pairs[number])), part.terms, beyond)

    def _field(self, term: Any) -> Any:
        return term.resolve_expression(self._query, allow_joins=True).output_field

    def of_row(self, key: Any, *terms: Any) -> dict[Any, Any] | None:
        """A row's values for some terms, and its key; None when the list no longer has it."""
        try:
            wanted = self.rows.model._meta.pk.to_python(key)
        except ValidationError:
            return None
        if isinstance(wanted, int) and not 0 < wanted < 2**63:
            return None
        terms = tuple(dict.fromkeys((*terms, KEY)))
        found = list(of_keys(self.rows, [wanted]).values_list(*terms)[:1])
        return dict(zip(terms, found[0], strict=True)) if found else None

    def _walk(self, parts: Iterable[_Part], limit: int, *, down: bool) -> list[Any]:
        found: list[Any] = []
        for part in parts:
            found += part.ids(limit - len(found), down=down)
            if len(found) >= limit:
                break
        return found


def _name(item: Any) -> str:
    """An item of `order_by` as a path, with a minus for descending."""
    if isinstance(item, str):
        return item
    path: Any = item.expression if isinstance(item, OrderBy) else item
    return f"-{path.name}" if isinstance(item, OrderBy) and item.descending else str(path.name)


def _is_one_with(column: Col, rows: QuerySet) -> bool:
    """Whether a joined table's key equals the rows' own."""
    key = column.target.model._meta.pk
    return bool(key.is_relation and key.related_model is rows.model)
