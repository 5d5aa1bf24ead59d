"""The time zone of pages: the organization's, or the venue's on pages of an event. Nobody reads UTC.

An app whose pages have another zone contributes an `extend.PageZone`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from core import extend
from core.clock import organization_of

#: URLs that respond while the database is unavailable.
WITHOUT = frozenset({"health", "favicon"})


class TimeZoneMiddleware:
    """Activate the page's time zone for the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or match.url_name in WITHOUT:
            return
        zone = _of_page(match.namespace, kwargs) or _of_office(request)
        if zone is not None:
            timezone.activate(zone)


def _of_page(namespace: str, kwargs: dict[str, Any]) -> ZoneInfo | None:
    found = (each.zone(kwargs) for each in extend.entries(extend.PageZone) if each.namespace == namespace)
    return next(filter(None, found), None)


def _of_office(request: HttpRequest) -> ZoneInfo | None:
    try:
        organization = organization_of(request)
    except DatabaseError:  # the view says so itself
        return None
    return ZoneInfo(organization.time_zone) if organization else None
