"""Refuse requests that are too large, before reading them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase


class TooLargeMiddleware:
    """Refuse by Content-Length; without one nothing is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length) > settings.REQUEST_MOST_BYTES:
            raise RequestDataTooBig("The request is too large.")
        return self.get_response(request)
