"""Every invariant of the ledger, asked after each test, and none of them in vain.

Asking all two dozen takes longer than most tests do. An invariant reads rows and nothing else, so while the tables its
questions start from are empty it is as true as on the empty database, where `learn` has asked it.
"""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import extend

FROM = re.compile(r'FROM "(\w+)"')
#: For each invariant the tables its questions start from; `learn` fills it.
_starts_from: dict[str, frozenset[str]] = {}


def learn() -> None:
    """Ask every invariant on the freshly migrated database, and note what it reads there."""
    for item in _invariants():
        with CaptureQueriesContext(connection) as asked:
            found = list(item.broken())
        assert found == [], f"{item.name}: on a new database"
        tables = frozenset(table for query in asked for table in FROM.findall(query["sql"]))
        assert asked.captured_queries, f"{item.name}: asks the database nothing"
        _starts_from[item.name] = tables
    # What a new database holds already is about the installation, and no test's to break unnoticed.
    there = _filled()
    _starts_from.update({name: tables - there for name, tables in _starts_from.items()})


def broken() -> list[str]:
    """What breaks an invariant, one line a row."""
    filled = _filled()
    return [
        f"{item.name}: {row}" for item in _invariants() if _starts_from[item.name] & filled for row in item.broken()
    ]


def _filled() -> set[str]:
    """Those tables that hold a row, by one question."""
    tables = sorted(frozenset().union(*_starts_from.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables))
        return {table for table, holds in zip(tables, cursor.fetchone(), strict=True) if holds}


def _invariants() -> list[extend.Invariant]:
    return list(extend.entries(extend.Invariant))
