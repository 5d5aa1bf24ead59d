"""Search results for events: orders by number, events by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from core import extend
from core.display import day_text, money_text
from core.extend import SearchHit
from core.models import User
from events.models import Event, Order
from events.models.orders import OrderQuerySet
from events.views.lists import with_totals


def find_orders(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Orders by number, `E-0912`."""
    number = words.upper().removeprefix("E-").lstrip("0")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return []
    return _order_hits(Order.objects.visible_to(user).filter(number=int(number)))


def recall_orders(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Orders opened before."""
    return _order_hits(Order.objects.visible_to(user).filter(pk__in=pks))


def _order_hits(rows: OrderQuerySet) -> Iterable[SearchHit]:
    for order in with_totals(rows.select_related("event", "supporter")):
        url = reverse("events:order-detail", args=[order.event.slug, order.number])
        detail = f"{order.event}, {money_text(order.cost)}"
        yield SearchHit(f"{order.spoken_number} {order.shown_name}", url, detail, "ticket", pk=order.pk)


def find_events(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Events by any part of their name."""
    return _event_hits(Event.objects.filter(name__icontains=words).order_by("-starts_at")[:limit])


def recall_events(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Events opened before."""
    return _event_hits(Event.objects.filter(pk__in=pks))


def _event_hits(rows: Iterable[Event]) -> Iterable[SearchHit]:
    for event in rows:
        url = reverse("events:event-detail", args=[event.slug])
        yield SearchHit(event.name, url, day_text(event.day), "ticket", pk=event.pk)


SOURCES = (
    extend.SearchSource(
        slug="events", label="Events", permission="events.view", order=40, find=find_events, recall=recall_events
    ),
    extend.SearchSource(
        slug="orders", label="Orders", permission="events.view", order=45, find=find_orders, recall=recall_orders
    ),
)
COMMANDS = (
    extend.Command(
        label="Add event",
        url_name="events:event-new",
        icon="ticket",
        permission="events.manage",
        order=50,
        words="new dinner create",
    ),
    extend.Command(
        label="Check in guests",
        url_name="events:door-home",
        icon="scan",
        permission="events.checkin",
        order=55,
        words="door arrive",
    ),
)
