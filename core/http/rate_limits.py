"""How often somebody may try something: counted in the database, so that every process counts together.

Each try takes a numbered place, and a place is taken once, whoever asks at the same moment: adding a key that is there
already fails on both databases. Windows are fixed stretches of the clock; whom a count is for is kept as a keyed hash.
"""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db import OperationalError
from django.utils.crypto import salted_hmac


class CannotCount(OperationalError):
    """The attempt could not be counted because the database is locked or full. It must be refused, though no limit was
    reached."""


def use_attempt(*, what: str, who: str, limit: int, seconds: int, at: datetime) -> bool:
    """Count one attempt at `what` by `who`. False when all `limit` attempts of the current window of `seconds` are
    used.

    Raises `CannotCount` while the database is locked or full.
    """
    window = int(at.timestamp()) // seconds
    key = f"limit:{what}:{hidden(who)}:{window}"
    # The hint saves asking for the places taken long ago; it may be behind, never ahead.
    for place in range(cache.get(f"{key}:hint", 0), limit):
        if cache.add(f"{key}:{place}", 1, seconds * 2):
            cache.set(f"{key}:hint", place + 1, seconds * 2)
            return True
        # The cache says the same of a place that is taken and of a database that takes nothing.
        if cache.get(f"{key}:{place}") is None:
            raise CannotCount(what)
    return False


def used(*, what: str, who: str, limit: int, seconds: int, at: datetime) -> bool:
    """Whether all `limit` attempts of the current window are used; counts nothing."""
    key = f"limit:{what}:{hidden(who)}:{int(at.timestamp()) // seconds}"
    return cache.get(f"{key}:{limit - 1}") is not None


def hidden(who: str) -> str:
    """A keyed hash of `who`, under which attempts are counted, so that no address is stored."""
    return salted_hmac("core.limits", who.strip().casefold()).hexdigest()[:24]
