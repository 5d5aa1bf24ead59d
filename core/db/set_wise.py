"""Rows written by the database itself: INSERT … SELECT …, which no row of Python passes through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models


def insert_from(
    rows: models.QuerySet[Any, Any], *, into: type[models.Model], columns: Sequence[str], on_conflict: str = ""
) -> int:
    """Insert what a query gives; returns how many rows were written.

    `rows` is a `values_list` whose fields stand in the order of `columns`, and it has a condition: without a WHERE,
    SQLite takes ON CONFLICT for a part of a join. `on_conflict` is what follows those words, for rows that are there
    already; it may name nothing that was typed.
    """
    try:
        select, parameters = rows.query.sql_with_params()
    except EmptyResultSet:  # Django knows already that no row can be found
        return 0
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(into._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) {select}"
    if on_conflict:
        statement += f" ON CONFLICT {on_conflict}"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
