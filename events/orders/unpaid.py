"""How many seats somebody holds who has not paid yet: a payment page costs nothing to open, and holds its seats.

Nobody keeps more than a part of the room from the others so, counted for one e-mail address and for one network; what
is paid counts no more. What network an order came from is a keyed hash (`core.http.pace`), forgotten within a day.
"""

from __future__ import annotations

from core.http import pace
from events.models import Event, Guest, Order

#: Two tables of ten may be held in the smallest room.
FEWEST = 20
PART_OF_THE_ROOM = 3


class TooManyUnpaid(Exception):
    """With this order, more seats would wait for one visitor's payments than may."""


def most_unpaid(event: Event) -> int:
    """Seats one address, or one network, may hold at an event without having paid."""
    return max(FEWEST, event.capacity // PART_OF_THE_ROOM)


def check_room(*, order: Order, who: pace.Visitor | None) -> None:
    """Refuse a new order at the payment page when its buyer holds too many seats already. Raises `TooManyUnpaid`.

    Call it in the transaction that took the seats: the event's row is locked, so that orders are counted one after the
    other. `who` is None where there is no visitor.
    """
    if who is not None:
        pace.tie(reference=_reference(order.token), who=who)
    held = Order.objects.filter(event=order.event_id, state=Order.State.HELD).order_by("pk")
    mine = [row.pk for row in held.only("pk", "email", "token") if _is_theirs(row, order, who)]
    if Guest.objects.filter(order__in=mine, returned_at__isnull=True).count() > most_unpaid(order.event):
        raise TooManyUnpaid(order)


def _is_theirs(row: Order, order: Order, who: pace.Visitor | None) -> bool:
    if row.email.casefold() == order.email.casefold():
        return True
    return who is not None and pace.is_from(reference=_reference(row.token), who=who)


def _reference(token: str) -> str:
    return f"seats-{token}"
