"""Seat counters: seats are taken by `UPDATE … WHERE taken + n <= capacity`, never by reading first.

`Event.taken` and `TicketType.taken` count held seats: guests of live orders and hosted invitations who did not return
theirs. The event's row is updated first and the types in key order, to avoid deadlocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, F, Q

from events.models import Event, Guest, TicketType


class NoSeats(Exception):
    """Fewer seats are free than requested. `ticket_type` is the ticket that sold out, or None for the whole event."""

    def __init__(self, ticket_type: TicketType | None = None) -> None:
        super().__init__("No seats left" if ticket_type is None else f"No seats left for {ticket_type}")
        self.ticket_type = ticket_type


def reserve(*, event: Event, seats: Mapping[int, int], hosted: int = 0) -> None:
    """Take seats by ticket type (`{key: seats}`) and for hosted guests.

    Raises `NoSeats`; call it inside a transaction that then rolls back.
    """
    total = sum(seats.values()) + hosted
    room = Event.objects.filter(pk=event.pk, taken__lte=F("capacity") - total)
    if total and not room.update(taken=F("taken") + total):
        raise NoSeats
    for key in sorted(key for key, count in seats.items() if count):
        free = Q(capacity__isnull=True) | Q(taken__lte=F("capacity") - seats[key])
        if not TicketType.objects.filter(free, pk=key, event=event).update(taken=F("taken") + seats[key]):
            raise NoSeats(TicketType.objects.filter(pk=key).first())


def release(*, event: Event, seats: Mapping[int, int], hosted: int = 0) -> None:
    """Release seats."""
    total = sum(seats.values()) + hosted
    if total:
        Event.objects.filter(pk=event.pk).update(taken=F("taken") - total)
    for key in sorted(key for key, count in seats.items() if count):
        TicketType.objects.filter(pk=key).update(taken=F("taken") - seats[key])


def seats_of(order_key: int) -> dict[int, int]:
    """The seats of an order by ticket type, without returned ones."""
    rows = Guest.objects.filter(order=order_key, returned_at__isnull=True).values("line__ticket_type")
    return {row["line__ticket_type"]: row["seats"] for row in rows.annotate(seats=Count("pk")).order_by()}
