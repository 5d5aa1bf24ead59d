"""Every invariant of the ledger, asked after each test, and none of them in vain.

Asking all two dozen takes longer than most tests do, and nearly all of that goes into writing their questions as SQL.
Two things make it short, and neither lets a broken row through:

- An invariant reads rows and nothing else, so while the tables its questions start from are empty it is as true as on
  the empty database, where `learn` has asked it.
- For the same reason it is as true as before when all its questions have the same answers as they had then. What it
  asked when it held is kept as SQL, with the answers, and asked first.
"""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import extend

#: What an invariant read when it held: its questions as SQL, in order, each with its answer.
Reading = list[tuple[str, list[tuple[Any, ...]]]]

FROM = re.compile(r'FROM "(\w+)"')
#: What PostgreSQL puts before a question whose answer is read piece by piece.
CURSOR = re.compile(r"^DECLARE .*? CURSOR .*?FOR ", re.DOTALL)
#: Longer answers do not come again; and of short ones an invariant has only so many.
LONGEST_ANSWER = 2
MOST_READINGS = 4
#: For each invariant the tables its questions start from; `learn` fills it.
_starts_from: dict[str, frozenset[str]] = {}
_readings: dict[str, list[Reading]] = {}


def learn() -> None:
    """Ask every invariant on the freshly migrated database, and note what it reads there."""
    for item in _invariants():
        found, asked = _asked(item)
        assert found == [], f"{item.name}: on a new database"
        assert asked, f"{item.name}: asks the database nothing"
        _starts_from[item.name] = frozenset(table for sql in asked for table in FROM.findall(sql))
    # What a new database holds already is about the installation, and no test's to break unnoticed.
    there = _filled()
    _starts_from.update({name: tables - there for name, tables in _starts_from.items()})


def broken() -> list[str]:
    """What breaks an invariant, one line a row."""
    filled = _filled()
    return [
        f"{item.name}: {row}" for item in _invariants() if _starts_from[item.name] & filled for row in _broken(item)
    ]


def _broken(item: extend.Invariant) -> list[str]:
    known = _readings.setdefault(item.name, [])
    if any(all(_answer(sql) == answer for sql, answer in reading) for reading in known):
        return []
    found, asked = _asked(item)
    if not found and len(known) < MOST_READINGS:
        reading = [(sql, _answer(sql)) for sql in asked]
        if all(len(answer) <= LONGEST_ANSWER for _, answer in reading):
            known.append(reading)
    return found


def _asked(item: extend.Invariant) -> tuple[list[str], list[str]]:
    """The lines of an invariant, and what it asked the database for them."""
    with CaptureQueriesContext(connection) as asked:
        found = list(item.broken())
    return found, [CURSOR.sub("", query["sql"]) for query in asked]


def _answer(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchmany(LONGEST_ANSWER + 1)


def _filled() -> set[str]:
    """Those tables that hold a row, by one question."""
    tables = sorted(frozenset().union(*_starts_from.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables))
        return {table for table, holds in zip(tables, cursor.fetchone(), strict=True) if holds}


def _invariants() -> list[extend.Invariant]:
    return list(extend.entries(extend.Invariant))
