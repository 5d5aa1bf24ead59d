"""Ask a database whether anything was written since the last time: one cheap question instead of many."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

#: SQLite counts what other connections wrote; PostgreSQL names the transactions that are over and those going on.
_QUESTIONS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


class Changes:
    """Says whether to look again: after anything was written by another connection, after `again()`, and every
    `seconds` in any case, as some work becomes due by the clock alone."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.again()

    def again(self) -> None:
        """Look the next time, whatever was written."""
        self._marker: tuple[Any, str] | None = None
        self._until = 0.0

    def may_be_new(self) -> bool:
        """Whether to look now. Asked before looking, so that what is written meanwhile is found the next time."""
        marker = _marker()
        if marker == self._marker and time.monotonic() < self._until:
            return False
        self._marker, self._until = marker, time.monotonic() + self.seconds
        return True


def _marker() -> tuple[Any, str]:
    """What changes with every write; also another after a new connection, which counts from the beginning."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS[connection.vendor])
        ((found,),) = cursor.fetchall()
    return connection.connection, str(found)
