"""Pages of an event use the time zone of its venue, for staff, guests and the door."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from core import extend
from events.models import Event, Invitation, Order


def zone_of(kwargs: dict[str, Any]) -> ZoneInfo | None:
    """The zone of the event a URL names by its slug, an order's token or an invitation's."""
    if "slug" in kwargs:
        zones = Event.objects.filter(addresses__slug=kwargs["slug"]).order_by().values_list("time_zone", flat=True)
    elif "token" in kwargs:
        token = str(kwargs["token"])
        sources = (Order.objects.filter(token=token), Invitation.objects.filter(token=token))
        orders, invitations = (rows.order_by().values_list("event__time_zone", flat=True) for rows in sources)
        zones = orders.union(invitations)
    else:
        return None
    zone = next(iter(zones), None)
    return ZoneInfo(zone) if zone else None


ENTRY = extend.PageZone(namespace="events", zone=zone_of)
