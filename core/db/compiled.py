"""Statements about a few rows, built and compiled once for all keys.

Django builds a statement anew whenever it is executed, which takes several times as long as a database takes to answer
one about a few rows. What follows every write to the ledger is kept as SQL instead: it differs only in the keys.

A `build` function takes a list of keys, which may be empty, and further arguments, which must be hashable, and returns
a query that depends on nothing else. For reads it is a `values_list`, for writes `updating(…)` or `deleting(…)`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet, sql

#: Statements about more keys are built each time.
MOST = 4
#: Stands for the first key while a statement is compiled: higher than any key of a table.
_MARK = 2**62
Build = Callable[..., Any]


class _Statement(NamedTuple):
    """A compiled statement: its parameters, and which key belongs at which of their places."""

    text: str
    parameters: tuple[Any, ...]
    keys_at: Mapping[int, int]
    #: Of a read: what turns a value of a column into Python's, by the column's place.
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]

    def with_keys(self, keys: Sequence[int]) -> list[Any]:
        return [keys[self.keys_at[at]] if at in self.keys_at else value for at, value in enumerate(self.parameters)]


def rows(build: Build, keys: Sequence[int], *arguments: Hashable) -> list[tuple[Any, ...]]:
    """The rows of a `values_list` about these keys, always as tuples."""
    statement = _statement(build, keys, arguments)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.with_keys(keys))
        found = cursor.fetchall()
    return [_converted(row, statement) for row in found] if statement.converters else found


def execute(build: Build, keys: Sequence[int], *arguments: Hashable) -> int:
    """Execute an UPDATE or DELETE of rows with these keys. Returns how many there were."""
    text, parameters = with_parameters(build, keys, *arguments)
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return cursor.rowcount


def with_parameters(build: Build, keys: Sequence[int], *arguments: Hashable) -> tuple[str, list[Any]]:
    """The SQL of a statement, and its parameters with these keys."""
    statement = _statement(build, keys, arguments)
    return statement.text, statement.with_keys(keys)


def updating(found: QuerySet[Any, Any], **values: Any) -> Any:
    """An UPDATE of these rows, for `execute`. Raises ValueError where other tables decide which rows these are: Django
    would then ask for their keys while it compiles."""
    query: Any = _of_one_table(found).chain(sql.UpdateQuery)
    query.add_update_values(values)
    query.clear_select_clause()
    query.clear_ordering(force=True)
    return query


def deleting(found: QuerySet[Any, Any]) -> sql.Query:
    """A DELETE of these rows, for `execute`, to which no row may point. Raises as `updating`."""
    return _of_one_table(found).chain(sql.DeleteQuery)


def _of_one_table(found: QuerySet[Any, Any]) -> sql.Query:
    if found.query.count_active_tables() > 1:
        raise ValueError(f"Joins other tables, so it cannot be kept: {found.query}")
    return found.query


def _statement(build: Build, keys: Sequence[int], arguments: tuple[Hashable, ...]) -> _Statement:
    if len(keys) > MOST:
        return _compiled(build(list(keys), *arguments))
    return _kept(build, len(keys), arguments, connection.vendor)


@lru_cache(maxsize=256)
def _kept(build: Build, count: int, arguments: tuple[Hashable, ...], vendor: str) -> _Statement:
    return _compiled(build([_MARK + at for at in range(count)], *arguments))


def _compiled(built: Any) -> _Statement:
    query = built.query if isinstance(built, QuerySet) else built
    compiler = query.get_compiler(connection=connection)
    text, parameters = compiler.as_sql()
    marks = {at: value - _MARK for at, value in enumerate(parameters) if isinstance(value, int) and value >= _MARK}
    columns = [column for column, _, _ in getattr(compiler, "select", None) or ()]
    return _Statement(text, tuple(parameters), marks, compiler.get_converters(columns))


def _converted(row: Sequence[Any], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for at, (converters, expression) in statement.converters.items():
        for convert in converters:
            values[at] = convert(values[at], expression, connection)
    return tuple(values)
