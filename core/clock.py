"""The clock as the organization reads it: its own time zone decides what day it is, never UTC."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.models import Organization


def organization_today() -> date:
    """Today where the organization keeps its books; for views and commands, which alone read the clock."""
    zone = Organization.objects.filter(pk=1).values_list("time_zone", flat=True).first()
    return timezone.localdate(timezone=ZoneInfo(zone) if zone else None)
