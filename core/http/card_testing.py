"""Slow down card testers without blocking donors.

Two counts are kept per network (one address; for IPv6 its /64) for an hour: its *tries* (payment pages opened, seats
requested) and the *harm* from them (declined cards, filled honeypots). Small amounts count twice, as cards are tested
with them. A visitor above the limits gets a question and has to wait (`core.http.challenges`); only a lot of harm
blocks, and only that network, until the hour is over. After many declines everywhere, every network gets the question;
nothing blocks everyone. Counts are stored by `core.http.rate_limits` under keyed hashes: no address is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.core.cache import cache
from django.http import HttpRequest

from core.http.client_address import client_address, network_of
from core.http.rate_limits import HOUR, MAILBOX, TEN_MINUTES, Limit, hidden

DAY = 24 * HOUR
#: Amounts below this are typical of card testing.
SMALL = Decimal("5")
HARM_ASKED = Limit(
    what="pace-harm",
    most=5,
    seconds=HOUR,
    per="network",
    why="Declined cards, and fields only a script fills in (counted twice): from here on visitors answer a question "
    "first.",
)
HARM_REFUSED = replace(
    HARM_ASKED, most=60, why="The same count: from here on the network is refused until the hour is over."
)
TRIES_ASKED = Limit(
    what="pace-tries",
    setting="GIVE_ATTEMPTS_PER_HOUR",
    seconds=HOUR,
    per="network",
    why="Payment pages and orders, those below $5 twice: from here on visitors answer a question first. A congregation "
    "may share one network.",
)
PERSON_ASKED = Limit(
    what="pace-tries-for",
    most=10,
    seconds=HOUR,
    per=MAILBOX,
    why="Payment pages and orders for one mailbox: from here on, who enters its address answers a question first.",
)
DECLINES_ASKED = Limit(
    what="pace-declines",
    most=60,
    seconds=TEN_MINUTES,
    per="organization",
    why="Declined cards from many networks together: from here on every visitor answers a question first.",
)
EVERYBODY = "everybody"
#: Seconds to wait for the first question, and for each five more of harm.
FIRST_WAIT, MORE_WAIT, LONGEST_WAIT = 3, 5, 60


class Pace(StrEnum):
    FREE = "free"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Visitor:
    """A visitor: their network, hashed, and the typed email address."""

    place: str
    email: str = ""


def visitor(request: HttpRequest, *, email: str = "") -> Visitor:
    """The visitor who sent a request."""
    return Visitor(place=hidden(network_of(client_address(request))), email=email)


def pace_of(who: Visitor, *, at: datetime) -> Pace:
    """Whether a visitor may go on, gets a question first, or is blocked until the hour is over."""
    if HARM_REFUSED.is_reached(who=who.place, at=at):
        return Pace.REFUSED
    asked = (
        HARM_ASKED.is_reached(who=who.place, at=at),
        TRIES_ASKED.is_reached(who=who.place, at=at),
        bool(who.email) and PERSON_ASKED.is_reached(who=who.email, at=at),
        DECLINES_ASKED.is_reached(who=EVERYBODY, at=at),
    )
    return Pace.ASKED if any(asked) else Pace.FREE


def wait_of(who: Visitor, *, at: datetime) -> int:
    """The seconds a visitor with a question has to wait."""
    steps = range(HARM_ASKED.most, HARM_REFUSED.most, 5)
    harm = sum(replace(HARM_ASKED, most=step).is_reached(who=who.place, at=at) for step in steps)
    return min(FIRST_WAIT + MORE_WAIT * max(0, harm - 1), LONGEST_WAIT)


def note_try(who: Visitor, *, at: datetime, reference: str, amount: Decimal | None = None) -> None:
    """Count a payment page or seat request, once per `reference`, which links later declines to the network."""
    if not cache.add(_tie(reference), who.place, DAY):
        return
    _count(TRIES_ASKED, who.place, at, points=2 if amount is not None and amount < SMALL else 1)
    if who.email:
        _count(PERSON_ASKED, who.email, at)


def tie(*, reference: str, who: Visitor) -> None:
    """Store the network of a reference for a day."""
    cache.add(_tie(reference), who.place, DAY)


def tied_to(*, references: Iterable[str], who: Visitor) -> set[str]:
    """Those references that came from the visitor's network; a single query."""
    keys = {_tie(reference): reference for reference in references}
    return {keys[key] for key, place in cache.get_many(keys).items() if place == who.place}


def note_harm(who: Visitor, *, at: datetime) -> None:
    """Count something only a script does."""
    _count(HARM_REFUSED, who.place, at, points=2)


def note_decline(*, reference: str, decline: str, at: datetime) -> None:
    """Count a declined card once, for the network that opened the payment page of `reference`."""
    if not cache.add(f"decline:{hidden(decline)}", 1, DAY):
        return
    _count(DECLINES_ASKED, EVERYBODY, at)
    if place := cache.get(_tie(reference)):
        _count(HARM_REFUSED, place, at)


def _count(limit: Limit, who: str, at: datetime, *, points: int = 1) -> None:
    for _ in range(points):
        limit.use_attempt(who=who, at=at)


def _tie(reference: str) -> str:
    return f"pace-place:{hidden(reference)}"
