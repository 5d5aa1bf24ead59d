"""Rows written by statements of our own: INSERT … SELECT …, and rows added to those that are there already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models


def insert_from(
    rows: models.QuerySet[Any, Any], *, into: type[models.Model], columns: Sequence[str], on_conflict: str = ""
) -> None:
    """Insert what a query gives.

    `rows` is a `values_list` whose fields stand in the order of `columns`, and with `on_conflict` it has a condition:
    without a WHERE, SQLite takes those words for a part of a join. `on_conflict` is what follows them, for rows that
    are there already; it may name nothing that was typed.
    """
    try:
        select, parameters = rows.query.sql_with_params()
    except EmptyResultSet:  # Django knows already that no row can be found
        return
    with connection.cursor() as cursor:
        cursor.execute(_insert(into, columns, select, on_conflict), parameters)


def insert_many(
    rows: Sequence[tuple[Any, ...]], *, into: type[models.Model], columns: Sequence[str], on_conflict: str = ""
) -> None:
    """Insert rows one after the other, in their order; amounts are in cents, as the database keeps them."""
    values = ", ".join(["%s"] * len(columns))
    adapted = [tuple(_adapted(value) for value in row) for row in rows]
    if adapted:
        with connection.cursor() as cursor:
            cursor.executemany(_insert(into, columns, f"VALUES ({values})", on_conflict), adapted)


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _insert(into: type[models.Model], columns: Sequence[str], rows: str, on_conflict: str) -> str:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(into._meta.db_table)
    conflict = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    return f"INSERT INTO {table} ({names}) {rows}{conflict}"
