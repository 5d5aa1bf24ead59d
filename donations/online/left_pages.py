"""Close an abandoned payment page when the same browser opens another.

A signed cookie holds the public id of the last payment page, for as long as the page stays open. With it pages are only
closed, never shown.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from donations.online.checkout import OPEN_FOR

COOKIE = "__Host-left-page" if settings.CSRF_COOKIE_SECURE else "left-page"
SALT = "donations.left_pages"


def remember(answer: HttpResponseBase, public_id: str) -> None:
    """Store the public id of the payment page in the browser."""
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
    """The public id of this browser's last payment page; '' when there is none."""
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=OPEN_FOR) or "")
