"""The clock in the organization's time zone, which decides what day it is, never UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from core.display import clock_text, moment_text
from core.models import Organization


def organization_today() -> date:
    """Today in the organization's time zone; for views and commands, which alone read the clock."""
    return timezone.localdate(timezone=_zone())


def organization_midnight(day: date) -> datetime:
    """The moment `day` begins in the organization's time zone."""
    return timezone.make_aware(datetime.combine(day, time()), _zone())


def organization_of(request: HttpRequest) -> Organization | None:
    """The organization, queried once per request; None before it is set up."""
    if not hasattr(request, "_organization"):
        request._organization = Organization.objects.filter(pk=1).first()  # type: ignore[attr-defined]
    return request._organization  # type: ignore[attr-defined]


@contextmanager
def office_time() -> Iterator[None]:
    """Use the organization's time zone until the block ends, for work outside of requests."""
    with timezone.override(_zone()):
        yield


def when_text(moment: datetime, *, now: datetime) -> str:
    """A past moment, in the page's zone: “at 6:16 PM” today, “on Nov 7, 2026, 6:16 PM” before."""
    local = timezone.localtime(moment)
    return f"at {clock_text(local)}" if local.date() == timezone.localtime(now).date() else f"on {moment_text(local)}"


def _zone() -> ZoneInfo | None:
    """The organization's time zone; None before it is set up."""
    name = Organization.objects.filter(pk=1).values_list("time_zone", flat=True).first()
    return ZoneInfo(name) if name else None
