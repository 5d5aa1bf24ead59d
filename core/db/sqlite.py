"""SQLite where several threads write, and the door of its frozen rows.

The door is the connection's own: the triggers ask a function that this process gives each connection it makes. No row
of the database can leave it open, and a program without the function changes nothing that is frozen.

A BEGIN that waited for the write lock in vain stays in the traceback of its error. Whichever thread collects that
garbage resets the statement, and for that needs the connection it was made on. When that one waits for the write lock
again, and the collecting thread holds it, each waits for the other until time is up, and the next such error is made.
So the statement ends where it failed, in its own thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

#: The function by which triggers ask whether frozen rows are open in this connection.
DOOR = "solidarity_door"
#: Seconds a connection waits for the lock where no setting says otherwise.
USUAL = 5
#: Seconds that somebody who only looks at a page is kept waiting for it.
LOOK = 0.5
#: How often a connection's door was opened, one inside the other; kept on the connection.
DEPTH = "_solidarity_door_depth"


def watch(connection: BaseDatabaseWrapper, **rest: Any) -> None:
    """Prepare a new SQLite connection: run its statements through `end_begin`, and define the function that says
    whether frozen rows may be changed; it starts at no."""
    if connection.vendor != "sqlite":
        return
    if end_begin not in connection.execute_wrappers:
        connection.execute_wrappers.append(end_begin)
    setattr(connection, DEPTH, 0)
    connection.connection.create_function(DOOR, 0, lambda: int(getattr(connection, DEPTH) > 0))


@contextmanager
def unlocked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this connection alone change frozen rows until the block ends."""
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
    """Let SQLite look at how its indexes divide the rows, from a sample: without that it sorts a whole list where an
    index has the order. PostgreSQL looks by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def end_begin(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute; close the cursor of a BEGIN that fails."""
    if not sql.startswith("BEGIN"):
        return execute(sql, params, many, context)
    with ExitStack() as failed:
        failed.callback(context["cursor"].close)
        answer = execute(sql, params, many, context)
        failed.pop_all()
        return answer
