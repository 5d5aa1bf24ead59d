"""How often the public may try to order, from one place, for one address and altogether."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from core import limits

HOUR = 3600


def may_try(request: HttpRequest, *, what: str, email: str, at: datetime) -> bool:
    """Take one of this hour's tries; False when none is left."""
    counted = (
        (f"{what}-from", client_of(request), settings.GIVE_ATTEMPTS_PER_HOUR),
        (f"{what}-for", email, settings.GIVE_ATTEMPTS_PER_EMAIL),
        (what, "everybody", settings.GIVE_ATTEMPTS_IN_ALL),
    )
    return all(limits.take(what=name, who=who, limit=limit, seconds=HOUR, at=at) for name, who, limit in counted)


def client_of(request: HttpRequest) -> str:
    """The address a request comes from; behind our proxy the last one it names, as others can be made up."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
