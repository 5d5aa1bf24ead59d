"""The payment page a visitor left: whoever asks for another from the same browser can no longer pay the first.

The browser keeps the public id of what it was sent to pay last, signed, for as long as a payment page stays open. It is
no key to anything: with it pages are closed, never shown.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from donations.online.checkout import OPEN_FOR

COOKIE = "__Host-left-page" if settings.CSRF_COOKIE_SECURE else "left-page"
SALT = "donations.left_pages"


def remember(answer: HttpResponseBase, public_id: str) -> None:
    """Note in the browser what it is being sent to pay."""
    answer.set_signed_cookie(
        COOKIE,
        public_id,
        salt=SALT,
        max_age=OPEN_FOR,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def left_by(request: HttpRequest) -> str:
    """The public id of what this browser was sent to pay last; empty when there is none."""
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=OPEN_FOR) or "")
