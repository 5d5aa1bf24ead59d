"""What the search box finds of events: orders by number, events by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from core import extend
from core.display import day_text, money_text
from core.extend import SearchHit
from events.models import Event, Order
from events.models.orders import OrderQuerySet
from events.views.lists import with_totals


def find_orders(user: Any, words: str, limit: int) -> Iterable[SearchHit]:
    """Orders by their spoken number, `E-0912`."""
    number = words.upper().removeprefix("E-").lstrip("0")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return []
    return _order_hits(Order.objects.visible_to(user).filter(number=int(number)))


def recall_orders(user: Any, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Orders that were opened before."""
    return _order_hits(Order.objects.visible_to(user).filter(pk__in=pks))


def _order_hits(rows: OrderQuerySet) -> Iterable[SearchHit]:
    for order in with_totals(rows.select_related("event", "supporter")):
        url = reverse("events:order-detail", args=[order.event.slug, order.number])
        detail = f"{order.event}, {money_text(order.cost)}"
        yield SearchHit(f"{order.spoken_number} {order.shown_name}", url, detail, "ticket", pk=order.pk)


def find_events(user: Any, words: str, limit: int) -> Iterable[SearchHit]:
    """Events by any part of their name."""
    return _event_hits(Event.objects.filter(name__icontains=words).order_by("-starts_at")[:limit])


def recall_events(user: Any, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Events that were opened before."""
    return _event_hits(Event.objects.filter(pk__in=pks))


def _event_hits(rows: Iterable[Event]) -> Iterable[SearchHit]:
    for event in rows:
        url = reverse("events:event-detail", args=[event.slug])
        yield SearchHit(event.name, url, day_text(event.day), "ticket", pk=event.pk)


SOURCES = (
    extend.SearchSource("events", "Events", "events.view", 40, find_events, recall_events),
    extend.SearchSource("orders", "Orders", "events.view", 45, find_orders, recall_orders),
)
COMMANDS = (
    extend.Command("New event", "events:event-new", "ticket", "events.manage", 50, "add dinner create"),
    extend.Command("Check in guests", "events:door-home", "scan", "events.checkin", 55, "door arrive"),
)
