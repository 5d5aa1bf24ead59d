"""How often somebody may try something: counted in the database, so that every process counts together.

Each try takes a numbered place, and a place is taken once, whoever asks at the same moment: adding a key that is there
already fails on both databases. Windows are fixed stretches of the clock; whom a count is for is kept as a keyed hash.
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
#: Whom a limit on email addresses is for: every spelling of an address counts as one.
MAILBOX = "mailbox"


class CannotCount(OperationalError):
    """The attempt could not be counted because the database is locked or full. It must be refused, though no limit was
    reached."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How often something may be tried: `most` times in `seconds`, per person, mailbox or network.

    Each stands as a constant in the module that counts; `docs/rate-limits.md` lists them all.
    """

    what: str  #: the name it is counted under; limits with the same name share one count
    seconds: int
    per: str  #: whom one count is for; of a `MAILBOX`, `who` is an email address in any spelling
    why: str
    most: int = 0
    setting: str = ""  #: the setting that says how many, in place of `most`

    @property
    def number(self) -> int:
        return getattr(settings, self.setting) if self.setting else self.most

    def use_attempt(self, *, who: str, at: datetime) -> bool:
        """Count one attempt by `who`. False when all attempts of the current window of `seconds` are used.

        Raises `CannotCount` while the database is locked or full.
        """
        key = self._key(who, at)
        # The hint saves asking for the places taken long ago; it may be behind, never ahead.
        for place in range(cache.get(f"{key}:hint", 0), self.number):
            if cache.add(f"{key}:{place}", 1, self.seconds * 2):
                cache.set(f"{key}:hint", place + 1, self.seconds * 2)
                return True
            # The cache says the same of a place that is taken and of a database that takes nothing.
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
