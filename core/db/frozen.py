"""Frozen rows: what was posted or printed never changes, enforced by triggers on both databases.

Each app freezes tables with `freeze(Frozen(…))`. All columns are frozen except those named free, so that a column added
later is frozen by default. From this list the triggers are made that refuse UPDATE, DELETE, `INSERT OR REPLACE`,
cascades and, on PostgreSQL, TRUNCATE; on SQLite they refuse every program except ours.

The rows can change only inside `opened(reason=…, by=…)`, which writes an audit entry. Five callers are allowed
(`tests/core/db/test_frozen.py`): undo of an import, merge and unmerge, retention purge, reset of the demonstration, and
tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from core import audit, extend
from core.db import sqlite
from core.extend import DbObject
from core.models import User

OPEN = {
    "sqlite": f"{sqlite.DOOR}()",
    "postgresql": "current_setting('solidarity.door', true) = 'open'",
}
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


@dataclass(frozen=True)
class Frozen:
    """A table whose rows stay as written.

    `free` columns may change; `once` columns may be filled when empty and then stay. `also` is SQL over OLD and NEW,
    for both databases, that refuses further changes; `only` is SQL over OLD that says which rows are frozen (all, when
    empty). `message` and `kept` are the database's errors for a change and for a deletion.
    """

    model: type[models.Model]
    message: str
    kept: str
    free: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    also: str = ""
    only: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that never change."""
        loose = {*self.free, *self.once}
        return tuple(
            field.column for field in self.model._meta.local_fields if field.column and field.column not in loose
        )


def freeze(*tables: Frozen) -> None:
    """Contribute frozen tables and their triggers. Raises `ValueError` for an unknown column."""
    for table in tables:
        there = {field.column for field in table.model._meta.local_fields}
        if unknown := {*table.free, *table.once} - there:
            raise ValueError(f"{table.table} has no column {', '.join(sorted(unknown))}.")
        extend.add(table, *_triggers(table))


@contextmanager
def opened(
    *,
    reason: str,
    by: User | None,
    act: str = "ledger.opened",
    target: models.Model | None = None,
    changes: Iterable[audit.FieldChange] = (),
    **data: Any,
) -> Iterator[None]:
    """Allow changes to frozen rows until the block ends, in one transaction that rolls back on any error.

    Writes one audit entry with `by`, `reason` and `act` before the changes; `changes` and `data` go into that entry.
    """
    with transaction.atomic():
        audit.record(by, act, target, reason=reason, changes=changes, **data)
        if connection.vendor == "sqlite":
            with sqlite.unlocked(connection):
                yield
        else:
            before = _set_door("open")
            yield
            _set_door(before)


def is_open() -> bool:
    """Whether this database session can change frozen rows outside `opened()`, which means that a setting or role
    disables the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({OPEN[connection.vendor]}) IS TRUE")
        return bool(cursor.fetchone()[0])


def _set_door(value: str) -> str:
    """Allow or refuse changes on PostgreSQL for the rest of this transaction; returns the former setting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('solidarity.door', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('solidarity.door', %s, true)", [value])
    return before


def _triggers(table: Frozen) -> list[DbObject]:
    name = table.table
    changed = {vendor: _changed(table, word) for vendor, word in DIFFERS.items()}
    gone = dict.fromkeys(DIFFERS, table.only)
    return [
        _refusal(f"{name}_frozen", name, "UPDATE", changed, table.message),
        _refusal(f"{name}_kept", name, "DELETE", gone, table.kept),
        _no_replacement(table),
        _no_truncate(f"{name}_whole", name, table.kept),
    ]


def _changed(table: Frozen, differs: str) -> str:
    parts = [f"OLD.{column} {differs} NEW.{column}" for column in table.columns]
    parts += [f"(OLD.{column} IS NOT NULL AND OLD.{column} {differs} NEW.{column})" for column in table.once]
    parts += [f"({table.also})"] if table.also else []
    changed = " OR ".join(parts)
    return f"({table.only}) AND ({changed})" if table.only else f"({changed})"


def _refusal(name: str, table: str, event: str, when: dict[str, str], message: str) -> DbObject:
    """A trigger that refuses an event on rows for which `when` holds, unless opened."""
    # PostgreSQL's setting is NULL until a session first sets it, and NOT NULL would refuse nothing.
    shut = {
        vendor: f"({OPEN[vendor]}) IS NOT TRUE" + (f" AND ({when[vendor]})" if when[vendor] else "") for vendor in OPEN
    }
    sqlite = (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {shut['sqlite']}"
        f" BEGIN SELECT RAISE(ABORT, '{quoted(message)}'); END"
    )
    row = "OLD" if event == "DELETE" else "NEW"
    body = f"IF {shut['postgresql']} THEN {_raise(message)} END IF; RETURN {row};"
    return trigger(name, table, f"BEFORE {event}", sqlite=sqlite, body=body)


def _no_replacement(table: Frozen) -> DbObject:
    """SQLite's `INSERT OR REPLACE` deletes without firing DELETE triggers, except on our connections, which set
    recursive triggers. So a trigger refuses it for other programs."""
    only = f" AND ({table.only.replace('OLD.', 'there.')})" if table.only else ""
    name = f"{table.table}_new"
    replaced = f"NEW.id IN (SELECT there.id FROM {table.table} there WHERE there.id = NEW.id{only})"  # noqa: S608  ours
    create = (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table.table} WHEN ({OPEN['sqlite']}) IS NOT TRUE AND {replaced}"
        f" BEGIN SELECT RAISE(ABORT, '{quoted(table.kept)}'); END"
    )
    drop = f"DROP TRIGGER IF EXISTS {name}"
    return DbObject(name=name, create={"sqlite": create, "postgresql": ""}, drop={"sqlite": drop, "postgresql": ""})


def _no_truncate(name: str, table: str, message: str) -> DbObject:
    """PostgreSQL's TRUNCATE fires no row triggers; SQLite has no such statement."""
    body = f"IF ({OPEN['postgresql']}) IS NOT TRUE THEN {_raise(message)} END IF; RETURN NULL;"
    return trigger(name, table, "BEFORE TRUNCATE", sqlite="", body=body, each="STATEMENT")


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{quoted(message)}' USING ERRCODE = 'check_violation';"


def quoted(text: str) -> str:
    """A text as the inside of an SQL string."""
    return text.replace("'", "''")


def trigger(
    name: str, table: str, moment: str, *, sqlite: str, body: str, each: str = "ROW", rows: str = ""
) -> DbObject:
    """A trigger as a database object: the statement for SQLite, or nothing, and a function's body for PostgreSQL;
    `rows` names there the rows that a statement wrote."""
    named = f" REFERENCING {rows}" if rows else ""
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;"
        f" CREATE TRIGGER {name} {moment} ON {table}{named} FOR EACH {each} EXECUTE FUNCTION {name}()"
    )
    return DbObject(
        name=name,
        create={"sqlite": sqlite, "postgresql": function},
        drop={
            "sqlite": f"DROP TRIGGER IF EXISTS {name}",
            "postgresql": f"DROP FUNCTION IF EXISTS {name}() CASCADE",
        },
    )


def tables() -> list[Any]:
    """Every frozen table."""
    return list(extend.entries(Frozen))
