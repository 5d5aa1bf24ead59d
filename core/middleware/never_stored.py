"""No page of ours is kept by a browser or a proxy: each is about somebody, or carries a form's one-time key.

So the back button asks for the page anew, with a fresh form, and the next person at the same screen never sees what the
one before typed or was told. Static files come from elsewhere; a view that is about nobody states its own header.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class NeverStoredMiddleware:
    """Says `Cache-Control: no-store` wherever a view did not say what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer
