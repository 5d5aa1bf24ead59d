"""Browsers in which somebody signed in before: their tries are counted apart from everybody else's.

The cookie says nothing about its owner to whoever reads it, opens nothing, and is good for the accounts alone that
signed in with it.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from core.models import User

COOKIE = "device" if settings.LOCAL else "__Host-device"
SALT = "core.sign_in.devices"
KEPT_SECONDS = 400 * 24 * 3600
MOST_ACCOUNTS = 10


def of(request: HttpRequest, login: str) -> str:
    """The name of this browser, when `login` signed in with it before; else empty."""
    name, accounts = _read(request)
    return name if _account(login) in accounts else ""


def remember(request: HttpRequest, answer: HttpResponse, user: User) -> None:
    """Note on the answer that this person signs in with this browser."""
    name, accounts = _read(request)
    account = _account(user.email)
    accounts = [account, *(other for other in accounts if other != account)][:MOST_ACCOUNTS]
    value = signing.dumps([name or secrets.token_urlsafe(12), *accounts], salt=SALT)
    answer.set_cookie(
        COOKIE, value, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        name, *accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        return "", []
    return name, accounts


def _account(login: str) -> str:
    return salted_hmac(SALT, login.strip().lower()).hexdigest()[:16]
