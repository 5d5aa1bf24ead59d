"""SQLite where several threads write.

A BEGIN that waited for the write lock in vain stays in the traceback of its error. Whichever thread collects that
garbage resets the statement, and for that needs the connection it was made on. When that one waits for the write lock
again, and the collecting thread holds it, each waits for the other until time is up, and the next such error is made.
So the statement ends where it failed, in its own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def watch(connection: BaseDatabaseWrapper, **rest: Any) -> None:
    """For every new connection: let its statements pass through `end_begin`."""
    if connection.vendor == "sqlite" and end_begin not in connection.execute_wrappers:
        connection.execute_wrappers.append(end_begin)


def end_begin(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute; close the cursor of a BEGIN that fails."""
    try:
        return execute(sql, params, many, context)
    except Exception:
        if sql.startswith("BEGIN"):
            context["cursor"].close()
        raise
