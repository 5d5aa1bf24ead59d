"""How those who try out cards are slowed, and nobody else: harm is counted, not people.

Of a network (one address, of IPv6 its /64) two counts are kept for an hour: its *tries* (payment pages opened, seats
asked for) and the *harm* that came of them (cards declined, fields filled in that only a script sees). Small amounts
count twice, as cards are tried with them. Whoever is above the marks is asked a question and waits
(`core.http.challenges`); only harm, and much of it, is refused, and only that network's, until the hour is over. Many
declines everywhere have every network asked; nothing refuses everybody.

Counts are places in `core.http.rate_limits`, under keyed hashes: no address is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.http import rate_limits
from core.http.client_address import client_address, network_of

HOUR = 3600
#: Amounts below this are what cards are tried with.
SMALL = Decimal("5")
#: Harm of a network in an hour above which it is asked, and refused.
HARM_ASKED, HARM_REFUSED = 5, 60
#: Tries for one e-mail address in an hour before whoever types it is asked.
PERSON_ASKED = 10
#: Declines anywhere in ten minutes that have everybody asked.
DECLINES_ASKED = 60
#: Seconds to wait, for a first question and for each five more of harm.
FIRST_WAIT, MORE_WAIT, LONGEST_WAIT = 3, 5, 60


class Pace(StrEnum):
    FREE = "free"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Visitor:
    """Who tries something: their network, hashed, and the e-mail address they typed."""

    place: str
    email: str = ""


def visitor(request: HttpRequest, *, email: str = "") -> Visitor:
    """Who sent a request."""
    return Visitor(place=rate_limits.hidden(network_of(client_address(request))), email=email)


def pace_of(who: Visitor, *, at: datetime) -> Pace:
    """Whether somebody may go on, is asked a question first, or must wait until the hour is over."""
    if _above("harm", who.place, HARM_REFUSED, at):
        return Pace.REFUSED
    asked = (
        _above("harm", who.place, HARM_ASKED, at),
        _above("tries", who.place, settings.GIVE_ATTEMPTS_PER_HOUR, at),
        bool(who.email) and _above("tries-for", who.email, PERSON_ASKED, at),
        _above("declines", "everybody", DECLINES_ASKED, at, seconds=600),
    )
    return Pace.ASKED if any(asked) else Pace.FREE


def wait_of(who: Visitor, *, at: datetime) -> int:
    """The seconds somebody who is asked has to wait."""
    steps = range(HARM_ASKED, HARM_REFUSED, 5)
    harm = sum(_above("harm", who.place, step, at) for step in steps)
    return min(FIRST_WAIT + MORE_WAIT * max(0, harm - 1), LONGEST_WAIT)


def note_try(who: Visitor, *, at: datetime, reference: str, amount: Decimal | None = None) -> None:
    """Count a payment page opened or seats asked for, once for its `reference`, which ties later declines to the
    network."""
    if not cache.add(_tie(reference), who.place, 24 * HOUR):
        return
    _count("tries", who.place, 2 if amount is not None and amount < SMALL else 1, at)
    if who.email:
        _count("tries-for", who.email, 1, at)


def tie(*, reference: str, who: Visitor) -> None:
    """Remember for a day what network something came from."""
    cache.add(_tie(reference), who.place, 24 * HOUR)


def tied_to(*, references: Iterable[str], who: Visitor) -> set[str]:
    """Of things that were tied, those that came from the network of `who`; one question however many there are."""
    keys = {_tie(reference): reference for reference in references}
    return {keys[key] for key, place in cache.get_many(keys).items() if place == who.place}


def note_harm(who: Visitor, *, at: datetime) -> None:
    """Count what only a script does."""
    _count("harm", who.place, 2, at)


def note_decline(*, reference: str, decline: str, at: datetime) -> None:
    """Count a declined card once, against the network that opened the payment page of `reference`."""
    if not cache.add(f"decline:{rate_limits.hidden(decline)}", 1, 24 * HOUR):
        return
    _count("declines", "everybody", 1, at, seconds=600)
    if place := cache.get(_tie(reference)):
        _count("harm", place, 1, at)


def _count(what: str, who: str, points: int, at: datetime, seconds: int = HOUR) -> None:
    for _ in range(points):
        rate_limits.use_attempt(what=f"pace-{what}", who=who, limit=_most(what), seconds=seconds, at=at)


def _above(what: str, who: str, mark: int, at: datetime, seconds: int = HOUR) -> bool:
    return rate_limits.used(what=f"pace-{what}", who=who, limit=mark, seconds=seconds, at=at)


def _most(what: str) -> int:
    """Nobody needs a count beyond the last mark."""
    marks = {"harm": HARM_REFUSED, "tries": settings.GIVE_ATTEMPTS_PER_HOUR, "tries-for": PERSON_ASKED}
    return marks.get(what, DECLINES_ASKED)


def _tie(reference: str) -> str:
    return f"pace-place:{rate_limits.hidden(reference)}"
