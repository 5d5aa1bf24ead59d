"""Taking back what a verb did, from the toast that says so.

A verb answers with an `Outcome`, which may carry an `Undo`: which undo action, and what it must know. They wait in the
session, never on the page, for an hour and for one use. An `UndoAction`, which each app contributes like a panel, says
who may use it and does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet

from core import extend
from core.outcomes import Undo, UndoAction

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 8
#: An act on more rows than these carries no undo: their former values would weigh on every page.
MOST_ROWS = 5_000
KEPT = "undo"


def store(*, session: SessionBase, undo: Undo, now: datetime) -> str:
    """Keep what an undo needs; gives the word it is asked for by."""
    fresh = {key: kept for key, kept in session.get(KEPT, {}).items() if not _is_old(kept, now)}
    key = uuid4().hex
    fresh[key] = {"slug": undo.slug, "values": undo.values, "at": now.isoformat()}
    session[KEPT] = dict(list(fresh.items())[-MOST_KEPT:])
    return key


def pop(*, session: SessionBase, key: str, now: datetime) -> Undo | None:
    """What was kept under a word, once; None when it is too old or was used."""
    waiting = dict(session.get(KEPT, {}))
    kept = waiting.pop(key, None)
    if kept is None:
        return None
    session[KEPT] = waiting
    return None if _is_old(kept, now) else Undo(kept["slug"], kept["values"])


def undo_action_of(slug: str, user: Any) -> UndoAction | None:
    """The way to take an act back, if this person may."""
    return next((one for one in extend.entries(UndoAction) if one.slug == slug and user.has_perm(one.permission)), None)


def _is_old(kept: dict[str, Any], now: datetime) -> bool:
    return now - datetime.fromisoformat(kept["at"]) > KEPT_FOR


def undo_of_many(slug: str, rows: QuerySet, keys: Sequence[Any], *, name: str, now: Any) -> Undo | None:
    """How to take back that `now` is about to be written into a field of many rows; None where there is nothing to
    take back, or more than is kept."""
    was = former(rows.filter(pk__in=keys), name, now) if len(keys) <= MOST_ROWS else []
    return Undo(slug, {"name": name, "now": now, "was": was}) if was else None


def former(rows: QuerySet, name: str, now: Any) -> list[tuple[Any, list[int]]]:
    """The values of a field that are about to be overwritten by `now`, each with the keys of its rows; empty when they
    are too many to keep."""
    pairs = list(rows.exclude(**{name: now}).order_by("pk").values_list(name, "pk")[: MOST_ROWS + 1])
    found: dict[Any, list[int]] = {}
    for value, key in pairs if len(pairs) <= MOST_ROWS else ():
        found.setdefault(value, []).append(key)
    return list(found.items())
