"""How much is asked of the database and how much comes back, counted below Django's own cursor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db import connection


@dataclass
class Fetched:
    """Statements that were run, and rows that were read."""

    queries: int = 0
    rows: int = 0


class _Counting:
    """A cursor that counts what passes."""

    def __init__(self, cursor: Any, found: Fetched) -> None:
        self._cursor, self._found = cursor, found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        for row in self._cursor:
            self._found.rows += 1
            yield row

    def execute(self, *arguments: Any) -> Any:
        self._found.queries += 1
        return self._cursor.execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self._found.queries += 1
        return self._cursor.executemany(*arguments)

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._found.rows += row is not None
        return row

    def fetchmany(self, *arguments: Any) -> Any:
        return self._counted(self._cursor.fetchmany(*arguments))

    def fetchall(self) -> Any:
        return self._counted(self._cursor.fetchall())

    def _counted(self, rows: Any) -> Any:
        self._found.rows += len(rows)
        return rows


@contextmanager
def fetched() -> Iterator[Fetched]:
    """Count statements and rows of what runs inside."""
    found, make = Fetched(), connection.create_cursor
    with mock.patch.object(connection, "create_cursor", lambda name=None: _Counting(make(name), found)):
        yield found
