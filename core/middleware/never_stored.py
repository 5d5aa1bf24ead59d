"""Pages are never stored by a browser or a proxy, as they hold personal data or a form's one-time key.

So the back button loads the page again, with a new form, and the next person at a shared computer sees nothing of the
last one's. Static files are not affected; a view without personal data sets its own header.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class NeverStoredMiddleware:
    """Set `Cache-Control: no-store` where a view did not set it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer
