"""A user's sessions with their devices, and ending them.

A row is written when a session is first seen and updated every few minutes. The IP address is stored without its last
part: enough to tell places apart, too little to track a person.
"""

from __future__ import annotations

import ipaddress
import time

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from core.models import User

NOTED = "seen_at"
EVERY_SECONDS = 300
#: Browser names, in the order they are looked for in the user agent.
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def note(request: HttpRequest) -> None:
    """Record that this session was used; queries the database once in `EVERY_SECONDS`."""
    now = time.time()
    if now - request.session.get(NOTED, 0) < EVERY_SECONDS or not request.session.session_key:
        return
    request.session[NOTED] = now
    key = request.session.session_key
    if not UserSession.objects.filter(session_key=key, user=request.user).update(last_seen_at=timezone.now()):
        UserSession.objects.update_or_create(
            session_key=key,
            defaults={
                "user": request.user,
                "ip": get_adapter(request).get_client_ip(request),
                "user_agent": request.headers.get("User-Agent", "")[:HTTP_USER_AGENT_MAX_LENGTH],
            },
        )


def of(user: User) -> list[UserSession]:
    """The open sessions, last used first; expired ones are deleted."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True)


def end(*, user: User, keys: list[int] | None = None, but: str = "") -> int:
    """End sessions of a user: those with these ids, or all but the one with the session key `but`. Returns how many
    ended."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)


@transaction.atomic
def end_every(*, user: User) -> int:
    """End all sessions of a user, including those without a row: raising `session_round` invalidates every earlier
    session. Returns how many rows ended."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    return end(user=user)


def device(user_agent: str) -> str:
    """A device in words: “Firefox on Windows”."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if browser and system else browser or system or "Unknown device"


def shortened(address: str) -> str:
    """The network of an address: the last part of IPv4, and all but the first three groups of IPv6, become zero."""
    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        return str(ipaddress.ip_network(f"{address}/{bits}", strict=False).network_address)
    except ValueError:
        return "0.0.0.0"  # noqa: S104  no address at all, as over a local socket


def shorten(sender: type[UserSession], instance: UserSession, **rest: object) -> None:
    """Shorten the address of a session's row before it is saved."""
    instance.ip = shortened(str(instance.ip))
