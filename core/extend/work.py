"""What apps contribute to the worker, to checks and to the database."""

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
    """Totals kept beside the rows they are made of, in the same transaction. `rebuild()` writes them all anew;
    `depends_on` names fields of the organization whose change asks for that, or `exemption_status`."""

    name: str
    rebuild: Callable[[], None]
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LedgerFollower:
    """What an app keeps about gifts: `follow(keys)` brings it up to date after the ledger wrote to these gifts, in the
    same transaction. Keys of gifts that were deleted may be among them."""

    name: str
    follow: Callable[[Collection[int]], None]


@dataclass(frozen=True, kw_only=True)
class Drain:
    """Work that waits in the tables: `run()` does what is due, may be run twice, and returns how many it did. One that
    `asks_outside` waits for somebody's server: the worker gives it a thread of its own, to hold up no other."""

    name: str
    order: int
    run: Callable[[], int]
    asks_outside: bool = False


@dataclass(frozen=True, kw_only=True)
class Retried:
    """Work that a drain does row by row with `core.jobs.retries`, under the name `kind`.

    `failed` is what staff call rows that could not be done. Whoever has `permission` sees them and tries them again:
    `act(key)` does the work of one row outside any transaction, may be run twice, and tells whether it did anything.
    `named(user, keys)` gives text and address of each row this person may see, and never a typed name.
    """

    kind: str
    failed: str
    permission: str
    act: Callable[[int], bool]
    named: Callable[[Any, Iterable[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Work that comes back: `work` is a task without arguments; `every` so often, or daily from `at_hour` in the
    charity's time zone."""

    slug: str
    label: str
    work: Any
    every: timedelta | None = None
    at_hour: int | None = None


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What has had its time, by its noun: `clear(at)` removes it, may be run twice, and returns how many it removed.
    All of it is removed once a day."""

    one: str
    many: str
    order: int
    clear: Callable[[datetime], int]


@dataclass(frozen=True, kw_only=True)
class DbObject:
    """A trigger, view or index that migrations cannot hold: SQL to create and drop it on each engine, and to fill it
    once it is there."""

    name: str
    create: dict[str, str]
    drop: dict[str, str]
    fill: dict[str, str] = field(default_factory=dict)
    order: int = 100
