"""Requests that are larger than anything we take: refused before they are read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase


class TooLargeMiddleware:
    """Refuses by the length a request says it has; without one nothing is read of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length) > settings.REQUEST_MOST_BYTES:
            raise RequestDataTooBig("The request is too large.")
        return self.get_response(request)
