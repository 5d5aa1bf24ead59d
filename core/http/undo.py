"""Undo an action from its toast.

A view returns an `Outcome`, which may have an `Undo`: the undo action and its values. They are stored in the session,
never on the page, for an hour and one use. An `UndoAction`, which each app contributes, says who may use it and
performs it.
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
#: Actions on more rows than this cannot be undone, as their former values would make the session too large.
MOST_ROWS = 5_000
KEPT = "undo"


def store(*, session: SessionBase, undo: Undo, now: datetime) -> str:
    """Store what an undo needs in the session; returns the random key the page asks for it by."""
    fresh = {key: kept for key, kept in session.get(KEPT, {}).items() if not _is_old(kept, now)}
    key = uuid4().hex
    fresh[key] = {"slug": undo.slug, "values": undo.values, "at": now.isoformat()}
    session[KEPT] = dict(list(fresh.items())[-MOST_KEPT:])
    return key


def pop(*, session: SessionBase, key: str, now: datetime) -> Undo | None:
    """Remove and return the undo stored under a key; None when it was used, or stored more than an hour ago."""
    waiting = dict(session.get(KEPT, {}))
    undo = waiting.pop(key, None)
    if undo is None:
        return None
    session[KEPT] = waiting
    return None if _is_old(undo, now) else Undo(undo["slug"], undo["values"])


def undo_action_of(slug: str, user: Any) -> UndoAction | None:
    """The contributed undo action of that slug, or None where `user` lacks its permission."""
    return next((one for one in extend.entries_for(user, UndoAction) if one.slug == slug), None)


def _is_old(kept: dict[str, Any], now: datetime) -> bool:
    return now - datetime.fromisoformat(kept["at"]) > KEPT_FOR


def undo_of_many(slug: str, rows: QuerySet, keys: Sequence[Any], *, name: str, now: Any) -> Undo | None:
    """An undo for writing `now` into the field `name` of many rows. None where nothing would change or there are more
    than `MOST_ROWS` rows."""
    was = former(rows.filter(pk__in=keys), name, now) if len(keys) <= MOST_ROWS else []
    return Undo(slug, {"name": name, "now": now, "was": was}) if was else None


def former(rows: QuerySet, name: str, now: Any) -> list[tuple[Any, list[int]]]:
    """The values of the field `name` that `now` is about to overwrite, each with the keys of its rows. Empty for more
    than `MOST_ROWS` rows."""
    pairs = list(rows.exclude(**{name: now}).order_by("pk").values_list(name, "pk")[: MOST_ROWS + 1])
    found: dict[Any, list[int]] = {}
    for value, key in pairs if len(pairs) <= MOST_ROWS else ():
        found.setdefault(value, []).append(key)
    return list(found.items())
