"""Before the organization is set up, pages that need it explain how."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.http.errors import AGAIN_IN
from core.models import Organization


class NotSetUpMiddleware:
    """Answer for views that need the organization in a database without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request) if isinstance(exception, Organization.DoesNotExist) else None


def answer(request: HttpRequest) -> HttpResponse:
    """The page that explains how to set up the organization, when a view failed without it."""
    page = render(request, "core/not_set_up.html", status=503)
    page.headers["Retry-After"] = str(AGAIN_IN)
    return page
