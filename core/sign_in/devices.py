"""Browsers a user signed in with before: their attempts are counted separately.

The cookie reveals nothing about its owner, gives no access, and is valid only for the accounts that signed in with it.
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
    """The id of this browser, if `login` signed in with it before; else ''."""
    name, accounts = _read(request)
    return name if _account(login) in accounts else ""


def remember(request: HttpRequest, answer: HttpResponse, user: User) -> None:
    """Set the cookie that this user signed in with this browser."""
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
