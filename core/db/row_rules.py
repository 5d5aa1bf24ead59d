"""Triggers for rules about rows that a CHECK cannot state, as they need other rows; on both databases.

A rule is SQL over NEW (and OLD for updates) that is true for rows to refuse, written once if both databases accept it.
Rules do not apply inside `frozen.opened()`, whose caller is responsible for what is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.db.frozen import OPEN, quoted, trigger
from core.extend import DbObject


def refuse(name: str, table: str, events: Sequence[str], when: str, message: str) -> list[DbObject]:
    """Triggers that refuse rows of a table for which `when` holds.

    `events` are `INSERT`, `UPDATE` or `UPDATE OF column, …`; SQLite gets a trigger for each. `message` is what the
    database answers.
    """
    sqlite = [
        on_sqlite(f"{name}_{number}", _sqlite(f"{name}_{number}", table, event, when, message))
        for number, event in enumerate(events, 1)
    ]
    raised = f"RAISE EXCEPTION '{quoted(message)}' USING ERRCODE = 'check_violation';"
    body = f"IF ({OPEN['postgresql']}) IS NOT TRUE AND ({when}) THEN {raised} END IF; RETURN NEW;"
    return [*sqlite, trigger(name, table, f"BEFORE {' OR '.join(events)}", sqlite="", body=body)]


def on_sqlite(name: str, create: str) -> DbObject:
    """A trigger for SQLite only, by its CREATE statement."""
    drop = f"DROP TRIGGER IF EXISTS {name}"
    return DbObject(name=name, create={"sqlite": create, "postgresql": ""}, drop={"sqlite": drop, "postgresql": ""})


def _sqlite(name: str, table: str, event: str, when: str, message: str) -> str:
    shut = f"({OPEN['sqlite']}) IS NOT TRUE"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {shut} AND ({when})"
        f" BEGIN SELECT RAISE(ABORT, '{quoted(message)}'); END"
    )


def no_cycle(name: str, table: str, start: str, target: str, message: str) -> list[DbObject]:
    """Refuse rows whose `target` chain leads back to them: `start` is replaced by, or merged into, `target`."""
    chain = (
        f"NEW.{target} IS NOT NULL AND EXISTS (WITH RECURSIVE chain(id) AS (SELECT NEW.{target} UNION"
        f" SELECT step.{target} FROM {table} step JOIN chain ON step.{start} = chain.id"
        f" WHERE step.{target} IS NOT NULL) SELECT 1 FROM chain WHERE chain.id = NEW.{start})"
    )
    return refuse(name, table, ("INSERT", f"UPDATE OF {target}"), chain, message)
