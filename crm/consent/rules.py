"""Whether a supporter may be contacted, from their opt-ins and opt-outs in order. Pure, no database.

The newest entry on a channel applies, whether it names one purpose or covers all of them. Without any entry, mail,
email and phone calls are allowed, as US law has it; text messages need an opt-in. Transactional messages (a receipt, an
order confirmation, a sign-in link) need no consent: they are sent to any address that is not suppressed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

EMAIL, PHONE, TEXT, MAIL = CHANNELS = ("email", "phone", "text", "mail")
ANY = "any"
NEEDS_A_WORD = frozenset({TEXT})


class ConsentEntry(Protocol):
    """One opt-in or opt-out on a channel; `crm.models.Consent` implements it."""

    @property
    def channel(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def given(self) -> bool: ...
    @property
    def at(self) -> datetime: ...


S = TypeVar("S", bound=ConsentEntry)


def current(said: Iterable[S], *, channel: str, purpose: str = ANY) -> S | None:
    """The entry that applies to a purpose on a channel: the newest for that purpose or for all. On a tie, the later in
    `said`."""
    found: S | None = None
    for word in said:
        if word.channel == channel and word.purpose in (purpose, ANY) and (found is None or word.at >= found.at):
            found = word
    return found


def may_write(said: Iterable[ConsentEntry], *, channel: str, purpose: str = ANY) -> bool:
    """Whether somebody may be contacted for a purpose on a channel, given all their entries."""
    word = current(said, channel=channel, purpose=purpose)
    return word.given if word is not None else channel not in NEEDS_A_WORD


def changes(said: Iterable[ConsentEntry], *, channel: str, given: bool, purpose: str = ANY) -> bool:
    """Whether an imported entry may be added: it must differ from the current one, and cannot lift an opt-out.

    Only staff who heard it from the person can record that.
    """
    word = current(said, channel=channel, purpose=purpose)
    return word is None or (word.given and not given)
