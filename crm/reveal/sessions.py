"""Revealing a protected name: for a stated reason, to one user in one session, for ten minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from core import audit
from core.models import User
from crm.models import Supporter

LASTS = timedelta(minutes=10)
KEY = "revealed"


def reveal(*, supporter: Supporter, session: SessionBase, by: User, reason: str, now: datetime) -> datetime:
    """Reveal a protected name in this session and record who asked and why. Returns the time it is hidden again."""
    until = now + LASTS
    audit.record(by, "supporter.revealed", supporter, reason=reason)
    session[KEY] = {**session.get(KEY, {}), str(supporter.pk): until.isoformat()}
    return until


def revealed_until(supporter: Supporter, session: SessionBase) -> datetime | None:
    """Until when the name is revealed in this session; None when it is hidden."""
    return _open(session).get(supporter.pk)


def revealed_keys(session: SessionBase) -> set[int]:
    """The keys of supporters whose names are revealed in this session."""
    return set(_open(session))


def _open(session: SessionBase) -> dict[int, datetime]:
    until = {int(key): datetime.fromisoformat(stored) for key, stored in session.get(KEY, {}).items()}
    now = timezone.now()
    return {key: moment for key, moment in until.items() if moment > now}


def is_hidden(supporter: Supporter, session: SessionBase) -> bool:
    """Whether name, contact details and free text must be left out of a page."""
    return supporter.protected and revealed_until(supporter, session) is None
