"""Work done row by row: a row that fails stops no other, and is retried after a pause.

The pause grows with each failure. Until the row is done it is listed on the page of failed work
(`core/views/failed_work.py`), where users with the permission can retry it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from core import audit, extend
from core.jobs.attempts import attempted
from core.models import FailedWork, User

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=6)
GROWTH, MOST_GROWTHS = 3, 8


class Round(NamedTuple):
    """How many rows were done, and the first error of those that failed."""

    done: int
    failure: Exception | None


def work_off(*, kind: str, keys: Sequence[int], act: Callable[[int], bool], most: int | None = None) -> Round:
    """Call `act` for each waiting row, at most `most` of them, skipping failed ones that are not due again.

    `keys` are all waiting rows: failures of other rows are deleted. `act` returns whether it did anything.
    """
    now, notes = timezone.now(), _notes(kind, set(keys))
    done, failure = 0, None
    for key in keys:
        if done == most:
            break
        if key in notes and notes[key] > now:
            continue
        worked, error = _tried(kind, key, act, known=key in notes)
        done, failure = done + worked, failure or error
    return Round(done, failure)


def try_again(*, row: FailedWork, by: User) -> bool:
    """Retry a failed row now, whatever its pause; returns whether it succeeded. Must not run inside a transaction."""
    entry = kind_of(row.kind)
    audit.record(by, "work.tried_again", row)
    _, error = _tried(row.kind, row.object_id, entry.act, known=True)
    return error is None


def kind_of(kind: str) -> extend.Retried:
    """The registry entry of a kind of work. Raises `LookupError`."""
    for entry in extend.entries(extend.Retried):
        if entry.kind == kind:
            return entry
    raise LookupError(kind)


def reason(error: str) -> str:
    """Why a row failed, for staff, from the name of its error's class."""
    if error in ("OperationalError", "DatabaseError", "InterfaceError"):
        return "The database was busy or couldn't be reached. Trying again usually helps."
    if error in ("OSError", "TimeoutError", "ConnectionError", "PermissionError"):
        return "The server couldn't read or write a file. Its disk may be full."
    return f"The job stopped with an error ({error}). If this fails again, contact the person who runs your server."


def pause_after(attempts: int) -> timedelta:
    """The pause of a row after this many failures."""
    return min(FIRST_PAUSE * GROWTH ** min(attempts - 1, MOST_GROWTHS), LONGEST_PAUSE)


def _notes(kind: str, waiting: set[int]) -> dict[int, datetime]:
    """When each failed row is due again; failures of rows that no longer wait are deleted."""
    notes = dict(FailedWork.objects.filter(kind=kind).values_list("object_id", "next_at"))
    if gone := notes.keys() - waiting:
        FailedWork.objects.filter(kind=kind, object_id__in=gone).delete()
    return notes


def _tried(kind: str, key: int, act: Callable[[int], bool], *, known: bool) -> tuple[bool, Exception | None]:
    with attempted() as attempt:  # whatever happens, the next row must continue
        worked = bool(act(key))
    if attempt.error:
        log.error("%s %s failed and will be retried.", kind, key, exc_info=attempt.error)
        _note(kind, key, attempt.error)
        return False, attempt.error
    if known:
        FailedWork.objects.filter(kind=kind, object_id=key).delete()
    return worked, None


def _note(kind: str, key: int, error: Exception) -> None:
    now = timezone.now()
    values = {"error": type(error).__name__[:80], "failed_at": now, "next_at": now + pause_after(1)}
    try:
        row, is_new = FailedWork.objects.get_or_create(kind=kind, object_id=key, defaults=values)
        if not is_new:
            values["next_at"] = now + pause_after(row.attempts + 1)
            FailedWork.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, **values)
    except DatabaseError:  # can't be stored now; it is logged, and the next round tries again
        log.warning("The failure of %s %s couldn't be recorded.", kind, key)
