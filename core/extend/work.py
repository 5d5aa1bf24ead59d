"""Entry types for the worker, for checks and for the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """A sentence that must always be true: `broken()` yields one line for each row that breaks it."""

    name: str
    broken: Callable[[], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Rollup:
    """Stored totals, written in the same transaction as the rows they are made of.

    `rebuild()` recomputes all of them; `depends_on` names fields of the organization whose change requires that, or
    `exemption_status`.
    """

    name: str
    rebuild: Callable[[], None]
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LedgerFollower:
    """Data an app derives from gifts: `follow(keys)` updates it after the ledger wrote to these gifts, in the same
    transaction. Keys of deleted gifts may be among them."""

    name: str
    follow: Callable[[Collection[int]], None]


@dataclass(frozen=True, kw_only=True)
class Drain:
    """Queued work in tables: `run()` does what is due, may be run twice, and returns how many it did. One that
    `asks_outside` calls external servers: the worker gives it its own thread, so that it delays no other. A round that
    did `full` or more leaves work behind: the next follows at once."""

    name: str
    order: int
    run: Callable[[], int]
    asks_outside: bool = False
    full: int | None = None


@dataclass(frozen=True, kw_only=True)
class Retried:
    """Queued work done row by row with `core.jobs.retries`, under the name `kind`.

    `failed` is what staff call rows that failed. Users with `permission` see them and can retry: `act(key)` does the
    work of one row outside any transaction, may be run twice, and returns whether it did anything. `named(user, keys)`
    returns text and URL of each row this user may see, and never a typed name.
    """

    kind: str
    failed: str
    permission: str
    act: Callable[[int], bool]
    named: Callable[[Any, Iterable[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Recurring work: `work` is a task without arguments; `every` is the interval, or daily from `at_hour` in the
    organization's time zone."""

    slug: str
    label: str
    work: Any
    every: timedelta | None = None
    at_hour: int | None = None


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Data with a retention period, by its noun: `clear(at)` deletes what is past it, may be run twice, and returns how
    many it deleted. Run once a day."""

    one: str
    many: str
    order: int
    clear: Callable[[datetime], int]


@dataclass(frozen=True, kw_only=True)
class DbObject:
    """A trigger, view or index that migrations cannot hold: SQL to create and drop it on each database, and to fill it
    after creation."""

    name: str
    create: dict[str, str]
    drop: dict[str, str]
    fill: dict[str, str] = field(default_factory=dict)
    order: int = 100
