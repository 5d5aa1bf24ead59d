"""Refuse URLs with a NUL character, which no database stores."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

NUL = "\0"


class UnwritableMiddleware:
    """Answers 400 to a NUL in an address: PostgreSQL raises an error at one, wherever it is asked for. Fields of forms
    refuse it by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", "") or NUL in request.path_info:
            raise BadRequest("The address contains an invalid character.")
        return self.get_response(request)
