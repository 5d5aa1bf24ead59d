"""Long work in the background.

    @jobs.task()
    def issue(*, gifts: list[int], asker: int) -> dict: ...

    run = jobs.enqueue(issue, label="Issue 240 receipts", by=user, identity="receipts", gifts=[…], asker=user.pk)
    return redirect(run)

A job must bear being run twice: a worker may die after its work, before it could say so. It tells how far it is with
`jobs.step(done=…, of=…)`, which also is where it can be cancelled or handed on; before it writes what can no longer be
cancelled it says `jobs.writing(…)`. It returns what came of it: `{"text": …, "url": …}`. What a person can mend is
raised as `jobs.Failed("A plain sentence.")`; any other error is tried again.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Protocol

from django_tasks import task
from django_tasks.base import Task

from core.models import JobRun, User

__all__ = ["Cancelled", "Failed", "Interrupted", "enqueue", "step", "task", "writing"]


class Failed(Exception):
    """It cannot be done, and trying again will not help: the message says why and what to do."""


class Cancelled(Exception):
    """Somebody asked for it to be cancelled."""


class Interrupted(Exception):
    """This worker is stopping, or another one has taken over the job; the job continues there."""


class Progress(Protocol):
    """What a running job tells its worker."""

    def step(self, *, done: int, of: int, doing: str) -> None: ...
    def writing(self, doing: str) -> None: ...


current: ContextVar[Progress | None] = ContextVar("current job", default=None)


def enqueue(
    work: Task, *, label: str, by: User | None, identity: str | None = None, slot: str | None = None, **arguments: Any
) -> JobRun:
    """Ask for a task to be done, in this transaction. The same identity again gives the run that goes on already."""
    return work.get_backend().write(work, (), arguments, label=label, by=by, identity=identity, slot=slot)  # type: ignore[attr-defined]  # ours


def step(*, done: int, of: int, doing: str = "") -> None:
    """Tell how far the job is. Call outside transactions. Raises `Cancelled` and `Interrupted`."""
    if (mine := current.get()) is not None:
        mine.step(done=done, of=of, doing=doing)


def writing(doing: str) -> None:
    """Say that from here on it can no longer be cancelled. Call before the transaction. Raises as `step`."""
    if (mine := current.get()) is not None:
        mine.writing(doing)
