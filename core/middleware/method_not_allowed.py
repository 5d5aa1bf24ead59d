"""POST-only URLs opened with GET: by a reload, a bookmark, the back button."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render


class WrongMethodMiddleware:
    """Show a page instead of an empty 405 response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        asked = request.method in ("GET", "POST") and "text/html" in request.headers.get("Accept", "")
        if not asked or not isinstance(answer, HttpResponseNotAllowed) or answer.content:
            return answer
        page = render(request, "405.html", {"sent": request.method == "POST"}, status=405)
        page.headers["Allow"] = answer.headers["Allow"]
        return page
