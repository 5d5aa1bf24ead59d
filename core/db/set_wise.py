"""Bulk writes by SQL: INSERT … SELECT …, upserts, and updates of many rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from core.db.chunks import chunks


def insert_from(
    rows: models.QuerySet[Any, Any], *, into: type[models.Model], columns: Sequence[str], on_conflict: str = ""
) -> None:
    """Insert the result of a query.

    `rows` is a `values_list` in the order of `columns`. With `on_conflict` it needs a condition: without a WHERE,
    SQLite parses the clause as part of a join. `on_conflict` is the SQL after those words; it must not contain user
    input.
    """
    try:
        select, parameters = rows.query.sql_with_params()
    except EmptyResultSet:  # Django knows that the query is empty
        return
    insert_selected(select, parameters, into=into, columns=columns, on_conflict=on_conflict)


def insert_selected(
    select: str,
    parameters: Sequence[Any],
    *,
    into: type[models.Model],
    columns: Sequence[str],
    on_conflict: str = "",
) -> None:
    """Insert the result of a SELECT; otherwise as `insert_from`."""
    with connection.cursor() as cursor:
        cursor.execute(_insert(into, columns, select, on_conflict), parameters)


def insert_many(
    rows: Sequence[tuple[Any, ...]], *, into: type[models.Model], columns: Sequence[str], on_conflict: str = ""
) -> None:
    """Insert rows in order; amounts are in cents, as stored in the database."""
    values = ", ".join(["%s"] * len(columns))
    adapted = [tuple(_adapted(value) for value in row) for row in rows]
    if adapted:
        with connection.cursor() as cursor:
            cursor.executemany(_insert(into, columns, f"VALUES ({values})", on_conflict), adapted)


def update_many(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Update these fields of rows of one model from memory: UPDATE … FROM (VALUES …). `bulk_update` would compare each
    row with every key."""
    for some in chunks(rows):
        columns = [some[0]._meta.get_field(name) for name in fields]
        with connection.cursor() as cursor:
            cursor.execute(_update(type(some[0]), columns, len(some)), [*_values(some, columns)])


def _update(model: type[models.Model], columns: Sequence[Any], count: int) -> str:
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    given = [_given(place, column) for place, column in enumerate(columns, start=2)]
    sets = ", ".join(f"{quote(column.column)} = {value}" for column, value in zip(columns, given, strict=True))
    values = ", ".join([f"({', '.join(['%s'] * (len(columns) + 1))})"] * count)
    key = quote(str(model._meta.pk.column))
    given_rows = f"FROM (VALUES {values}) AS given WHERE {table}.{key} = given.column1"
    return " ".join(["UPDATE", table, "SET", sets, given_rows])


def _given(place: int, column: Any) -> str:
    """A column of VALUES with a cast, as PostgreSQL takes a column of only NULL for text."""
    name = f"given.column{place}"
    return f"CAST({name} AS {column.db_type(connection)})" if connection.vendor == "postgresql" else name


def _values(rows: Sequence[models.Model], columns: Sequence[Any]) -> Iterator[Any]:
    for row in rows:
        yield row.pk
        yield from (column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns)


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _insert(into: type[models.Model], columns: Sequence[str], rows: str, on_conflict: str) -> str:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(into._meta.db_table)
    conflict = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    return f"INSERT INTO {table} ({names}) {rows}{conflict}"
