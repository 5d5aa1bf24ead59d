"""Every page speaks the time of the office; pages of an event that of its place. Nobody reads UTC.

An app whose pages have a place of their own says so with an `extend.PageZone`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_name
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from core import extend
from core.clock import organization_of

#: Addresses that answer while the database is away.
WITHOUT = frozenset({"health", "favicon"})


class TimeZoneMiddleware:
    """Moments on the answer read in the zone of the page."""

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


@lru_cache(maxsize=256)
def zone_name(zone: Any, language: str = "en") -> str:
    """What people call a time zone: “Eastern Time”, in Indianapolis too."""
    locale = Locale.parse("ur" if language.startswith("ur") else "en_US")
    shared = _shared_zone(getattr(zone, "key", ""))
    names = locale.meta_zones.get(shared, {}).get("long", {})
    return names.get("generic") or names.get("standard") or get_timezone_name(zone, locale=locale)


def _shared_zone(key: str) -> str:
    """The zone whose name a place shares; Unicode's tables know some places by an older name alone."""
    zones, aliases = get_global("meta_zones"), get_global("zone_aliases")
    older = (alias for alias, name in aliases.items() if name == key and alias in zones)
    return zones.get(key) or zones.get(aliases.get(key, "")) or zones.get(next(older, ""), "")


def _of_page(namespace: str, kwargs: dict[str, Any]) -> ZoneInfo | None:
    found = (each.zone(kwargs) for each in extend.entries(extend.PageZone) if each.namespace == namespace)
    return next(filter(None, found), None)


def _of_office(request: HttpRequest) -> ZoneInfo | None:
    try:
        organization = organization_of(request)
    except DatabaseError:  # the view says so itself
        return None
    return ZoneInfo(organization.time_zone) if organization else None
