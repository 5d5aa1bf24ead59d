"""Rate limits, counted in the database, so that all processes share the counts.

Each attempt takes a numbered slot by adding a unique key, which fails on both databases if the slot is taken; so
concurrent attempts are counted correctly. Windows are fixed periods of the clock; the subject of a count is stored as a
keyed hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.utils.crypto import salted_hmac

from core.mail.mailboxes import mailbox_of

MINUTE, TEN_MINUTES, HOUR = 60, 600, 3600
#: A limit per mailbox: all spellings of an email address share one count.
MAILBOX = "mailbox"


class CannotCount(OperationalError):
    """The attempt could not be counted because the database is locked or full. It must be refused, though no limit was
    reached."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A rate limit: `most` attempts in `seconds`, per person, mailbox or network.

    Each is a constant in the module that counts; `docs/rate-limits.md` lists them all.
    """

    what: str  #: the name of the count; limits with the same name share one count
    seconds: int
    per: str  #: what one count is for; with `MAILBOX`, `who` is an email address in any spelling
    why: str
    most: int = 0
    setting: str = ""  #: the setting with the number of attempts, instead of `most`

    @property
    def number(self) -> int:
        return getattr(settings, self.setting) if self.setting else self.most

    def use_attempt(self, *, who: str, at: datetime) -> bool:
        """Count one attempt by `who`. False when all attempts of the current window of `seconds` are used.

        Raises `CannotCount` while the database is locked or full.
        """
        key = self._key(who, at)
        # The hint skips slots taken long ago; it may be behind, never ahead.
        for place in range(cache.get(f"{key}:hint", 0), self.number):
            if cache.add(f"{key}:{place}", 1, self.seconds * 2):
                cache.set(f"{key}:hint", place + 1, self.seconds * 2)
                return True
            # The cache also returns False for a database that can't be written.
            if cache.get(f"{key}:{place}") is None:
                raise CannotCount(self.what)
        return False

    def is_reached(self, *, who: str, at: datetime) -> bool:
        """Whether all attempts of the current window are used; counts nothing."""
        return cache.get(f"{self._key(who, at)}:{self.number - 1}") is not None

    def _key(self, who: str, at: datetime) -> str:
        counted = mailbox_of(who) if self.per == MAILBOX else who
        return f"limit:{self.what}:{hidden(counted)}:{int(at.timestamp()) // self.seconds}"


def hidden(who: str) -> str:
    """A keyed hash of `who`, under which attempts are counted, so that no address is stored."""
    return salted_hmac("core.limits", who.strip().casefold()).hexdigest()[:24]
