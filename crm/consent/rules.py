"""Whether somebody may be written to: what they agreed to and withdrew, read in order. Pure, no database.

The latest word on a channel counts, whether about one purpose or about anything. Without any word, letters, e-mails and
calls are allowed as the law of the United States has it; a text message needs a word. What we owe somebody (a receipt,
the confirmation of an order, a link to sign in) asks for no consent: it goes wherever an address is not suppressed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

EMAIL, PHONE, TEXT, MAIL = CHANNELS = ("email", "phone", "text", "mail")
ANY = "any"
NEEDS_A_WORD = frozenset({TEXT})


class Said(Protocol):
    """One word on a channel; `crm.models.Consent` is one."""

    @property
    def channel(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def given(self) -> bool: ...
    @property
    def at(self) -> datetime: ...


S = TypeVar("S", bound=Said)


def current(said: Iterable[S], *, channel: str, purpose: str = ANY) -> S | None:
    """The latest word that is about this purpose on this channel; of two at one moment, the later in order."""
    found: S | None = None
    for word in said:
        if word.channel == channel and word.purpose in (purpose, ANY) and (found is None or word.at >= found.at):
            found = word
    return found


def may_write(said: Iterable[Said], *, channel: str, purpose: str = ANY) -> bool:
    """Whether to write for a purpose on a channel, given everything somebody said."""
    word = current(said, channel=channel, purpose=purpose)
    return word.given if word is not None else channel not in NEEDS_A_WORD


def changes(said: Iterable[Said], *, channel: str, given: bool, purpose: str = ANY) -> bool:
    """Whether a list brought in may add this word: it says something new, and never lifts a withdrawal.

    Only the person can do that, to somebody who writes it down.
    """
    word = current(said, channel=channel, purpose=purpose)
    return word is None or (word.given and not given)
