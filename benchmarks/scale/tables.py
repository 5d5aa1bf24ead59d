"""Rows written in bulk past the product's services, into its own tables with their constraints and triggers."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

PART = 20_000


class Table:
    """Collects rows of one model and writes them in parts. `add` gives the row's key; what it leaves out has its
    default."""

    def __init__(self, label: str) -> None:
        fields = [field for field in apps.get_model(label)._meta.local_concrete_fields if not field.generated]
        self.name = apps.get_model(label)._meta.db_table
        self.columns = [field.column for field in fields]
        self.place = {column: index for index, column in enumerate(self.columns)}
        self.blank = [_default(field) for field in fields]
        self.rows: list[list[Any]] = []
        self.next = highest(self.name, "id") + 1

    def add(self, **values: Any) -> int:
        row = self.blank[:]
        row[self.place["id"]] = key = self.next
        for column, value in values.items():
            row[self.place[column]] = _stored(value)
        self.rows.append(row)
        self.next += 1
        if len(self.rows) >= PART:
            self.write()
        return key

    def write(self) -> None:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{self.name}', 'id'), {self.next})")
            else:
                marks = ", ".join("?" * len(self.columns))
                into = f"INSERT INTO {self.name} ({columns}) VALUES ({marks})"
                connection.connection.executemany(into, self.rows)
        self.rows = []


def highest(table: str, column: str) -> int:
    """The highest number in a column, 0 in an empty table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT MAX("{column}") FROM {table}')
        return int(cursor.fetchone()[0] or 0)


def _default(field: Any) -> Any:
    value = field.get_default() if field.has_default() else None
    return "" if value is None and not field.null and field.empty_strings_allowed else _stored(value)


def _stored(value: Any) -> Any:
    """A value as the engine keeps it: amounts in cents."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value * 100)
    if isinstance(value, dict | list):
        return json.dumps(value)
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value
