"""The time limit for queries of web pages on PostgreSQL, so that one page cannot slow down all others.

Commands and the worker have no limit. SQLite has none: its pages run in the same process.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

#: In seconds. A page that exceeds it gets the error page of a busy server.
LONGEST = 20


def limit_web_queries() -> None:
    """Limit every statement on connections this process opens from now on; called by the web server's entry point."""
    connection_created.connect(_limit, dispatch_uid="statement limit")


def _limit(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{LONGEST}s'")
