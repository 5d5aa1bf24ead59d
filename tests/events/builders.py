"""Dinners for tests, through the services; `NOW` is the moment they live in."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.models import User
from donations.models import Gift
from events.models import Event, Order, TicketType
from events.orders.drafts import GuestDraft, OrderDraft
from events.orders.payments import mark_paid
from events.orders.services import place_order
from tests.support.builders import TODAY, general_fund, make_supporter

NOW = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)
_next = count(1)


def make_event(**override: Any) -> Event:
    """An open dinner in Indiana three weeks from now, with 50 seats."""
    values = {
        "slug": f"dinner-{next(_next)}",
        "name": "Indiana dinner",
        "starts_at": NOW + timedelta(days=21),
        "time_zone": "America/Indiana/Indianapolis",
        "venue": "Example Hall",
        "city": "Carmel",
        "region": "IN",
        "capacity": 50,
        "state": Event.State.OPEN,
        **override,
    }
    values.setdefault("fund", general_fund())
    event = Event(**values)
    event.full_clean()
    event.save()
    return event


def make_ticket(event: Event, price: Decimal = Decimal("150"), **override: Any) -> TicketType:
    """A seat for $150 with a dinner worth $60."""
    values = {"name": f"Seat {next(_next)}", "value_each": Decimal("60"), "cost_each": Decimal("38.50"), **override}
    ticket = TicketType(event=event, price=price, **values)
    ticket.full_clean()
    ticket.save()
    return ticket


def draft_order(ticket: TicketType, quantity: int = 1, **override: Any) -> OrderDraft:
    values = {"name": "Amina Testperson", "email": "amina@example.org", **override}
    return OrderDraft(tickets={ticket.pk: quantity}, **values)


def make_order(
    ticket: TicketType,
    quantity: int = 1,
    *,
    state: str = Order.State.AWAITING_CHECK,
    by: User | None = None,
    at: datetime = NOW,
    **override: Any,
) -> Order:
    """An order that waits for a check."""
    return place_order(event=ticket.event, draft=draft_order(ticket, quantity, **override), state=state, by=by, at=at)


def make_paid_order(ticket: TicketType, quantity: int = 1, *, at: datetime = NOW, **override: Any) -> Order:
    """An order paid by check on `TODAY`."""
    supporter = override.pop("supporter", None) or make_supporter()
    order = make_order(ticket, quantity, at=at, **override)
    return mark_paid(
        order=order,
        supporter=supporter,
        amount=order.total,
        method=Gift.Method.CHECK,
        gift_on=TODAY,
        check_number="1187",
        by=None,
        today=TODAY,
        at=at,
    )


def guests(*names: str, back: int = 0) -> tuple[GuestDraft, ...]:
    """Named guests, and seats given back while ordering."""
    return (*(GuestDraft(name) for name in names), *(GuestDraft(returned=True) for _ in range(back)))


def taken(ticket: TicketType) -> tuple[int, int]:
    """What the counters of the ticket and its event say."""
    return (
        TicketType.objects.values_list("taken", flat=True).get(pk=ticket.pk),
        Event.objects.values_list("taken", flat=True).get(pk=ticket.event_id),
    )


def zone_by_day() -> str:
    """A time zone where it is day now, so that an event that begins in an hour is today's whenever the test runs."""
    zones = ("UTC", "America/New_York", "Pacific/Honolulu")
    return next(zone for zone in zones if 5 < timezone.now().astimezone(ZoneInfo(zone)).hour < 21)
