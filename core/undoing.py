"""Taking back what a verb did, from the toast that says so.

A verb answers with a `Told`, which may carry an `Undo`: which inverse, and the values it needs. They wait in the
session, never on the page, for an hour and for one use. An `Inverse`, which each app contributes like a panel, says
who may use it and does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from core import extend
from core.access import SIGNED_IN

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 8
#: An act on more rows than these carries no undo: their former values would weigh on every page.
MOST_ROWS = 5_000
KEPT = "undo"
#: Why most things that stay as they are do so.
CHANGED = "Somebody changed it meanwhile: it stays as it is."


@dataclass(frozen=True)
class Undo:
    """How to take back what was done: the name of an `Inverse`, and what it must know, as JSON holds it."""

    slug: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a verb says when it is done: the fact and the next step; links to follow; how to take it back."""

    text: str
    then: Sequence[tuple[str, str]] = ()
    undo: Undo | None = None


@dataclass(frozen=True)
class Inverse:
    """Takes back what a verb did: `do(values, by)` gives the sentence to say, or raises `CannotUndo`.

    It writes what still stands as the verb left it and nothing else, and its entry in the audit trail.
    """

    slug: str
    permission: str
    do: Callable[[dict[str, Any], Any], str]


class CannotUndo(Exception):
    """Why it stays as it is, in a sentence for the person who asked."""


def keep(*, session: SessionBase, undo: Undo, now: datetime) -> str:
    """Keep what an undo needs; gives the word it is asked for by."""
    fresh = {key: kept for key, kept in session.get(KEPT, {}).items() if not _is_old(kept, now)}
    key = uuid4().hex
    fresh[key] = {"slug": undo.slug, "values": undo.values, "at": now.isoformat()}
    session[KEPT] = dict(list(fresh.items())[-MOST_KEPT:])
    return key


def take(*, session: SessionBase, key: str, now: datetime) -> Undo | None:
    """What was kept under a word, once; None when it is too old or was used."""
    waiting = dict(session.get(KEPT, {}))
    kept = waiting.pop(key, None)
    if kept is None:
        return None
    session[KEPT] = waiting
    return None if _is_old(kept, now) else Undo(kept["slug"], kept["values"])


def _inverse(slug: str, user: Any) -> Inverse | None:
    """The way to take an act back, if this person may."""
    return next((one for one in extend.entries(Inverse) if one.slug == slug and user.has_perm(one.permission)), None)


def _is_old(kept: dict[str, Any], now: datetime) -> bool:
    return now - datetime.fromisoformat(kept["at"]) > KEPT_FOR


class UndoView(View):
    """Take back what the toast says was done, and go back to where it was said."""

    permission_required = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        undo = take(session=request.session, key=key, now=timezone.now())
        inverse = _inverse(undo.slug, request.user) if undo else None
        if undo is None or inverse is None:
            messages.info(request, "This can no longer be taken back from here. Nothing was changed.")
            return redirect(_back(request))
        try:
            messages.success(request, inverse.do(undo.values, request.user))
        except CannotUndo as reason:
            messages.error(request, str(reason))
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("back", "")[:2_000]
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "home"


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
