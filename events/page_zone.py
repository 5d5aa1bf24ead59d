"""Pages of an event speak the time of its place, to staff, guests and the door alike."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from core import extend
from events.models import Event, Invitation, Order


def zone_of(kwargs: dict[str, Any]) -> ZoneInfo | None:
    """The zone of the event that an address names by its slug, an order's token or an invitation's."""
    if "slug" in kwargs:
        zones = Event.objects.filter(addresses__slug=kwargs["slug"]).values_list("time_zone", flat=True)
    elif "token" in kwargs:
        token = str(kwargs["token"])
        zones = Order.objects.filter(token=token).values_list("event__time_zone", flat=True)
        zones = zones.union(Invitation.objects.filter(token=token).values_list("event__time_zone", flat=True))
    else:
        return None
    zone = next(iter(zones[:1]), None)
    return ZoneInfo(zone) if zone else None


ENTRY = extend.PageZone("events", zone_of)
