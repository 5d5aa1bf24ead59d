"""SQLite with several writing threads, and the switch for frozen rows.

Triggers ask a function, defined on each connection this process makes, whether frozen rows may change. So no row in the
database can leave them open, and programs without the function cannot change frozen rows.

A BEGIN that timed out waiting for the write lock stays referenced by its exception's traceback. Whichever thread
collects that garbage resets the statement, which needs the statement's connection. If that connection is waiting for
the write lock again and the collecting thread holds it, both wait until they time out. So the cursor is closed where it
failed, in its own thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

#: The SQL function by which triggers ask whether frozen rows are open on this connection.
DOOR = "solidarity_door"
#: Seconds a connection waits for the lock where no setting says otherwise.
USUAL = 5
#: Seconds that a page that is only viewed waits for the lock.
LOOK = 0.5
#: How many nested blocks opened the connection; stored on the connection.
DEPTH = "_solidarity_door_depth"


def watch(connection: BaseDatabaseWrapper, **rest: Any) -> None:
    """Set up a new SQLite connection: run its statements through `end_begin`, and define the function that says whether
    frozen rows may change, initially no."""
    if connection.vendor != "sqlite":
        return
    if end_begin not in connection.execute_wrappers:
        connection.execute_wrappers.append(end_begin)
    setattr(connection, DEPTH, 0)
    connection.connection.create_function(DOOR, 0, lambda: int(getattr(connection, DEPTH) > 0))


@contextmanager
def unlocked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Allow changes to frozen rows on this connection until the block ends."""
    setattr(connection, DEPTH, getattr(connection, DEPTH) + 1)
    try:
        yield
    finally:
        setattr(connection, DEPTH, max(0, getattr(connection, DEPTH) - 1))


@contextmanager
def briefly(connection: BaseDatabaseWrapper, *, seconds: float) -> Iterator[None]:
    """Make writes in the block wait at most `seconds` for SQLite's lock instead of the configured timeout. For pages
    that are only viewed, and for callers that retry by themselves. Does nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        yield
        return
    _wait(connection, seconds)
    try:
        yield
    finally:
        _wait(connection, connection.settings_dict["OPTIONS"].get("timeout", USUAL))


def _wait(connection: BaseDatabaseWrapper, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def take_statistics(connection: BaseDatabaseWrapper) -> None:
    """Let SQLite sample how indexes divide the rows: without statistics it sorts a whole list where an index has the
    order. PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def end_begin(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement; close the cursor of a BEGIN that fails."""
    if not sql.startswith("BEGIN"):
        return execute(sql, params, many, context)
    with ExitStack() as failed:
        failed.callback(context["cursor"].close)
        answer = execute(sql, params, many, context)
        failed.pop_all()
        return answer
