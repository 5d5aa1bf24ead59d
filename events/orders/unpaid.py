"""How many seats somebody holds who has not paid yet: a payment page costs nothing to open, and holds its seats.

Nobody keeps more than a third of the room from the others so under one email address. A network may be the Wi-Fi of a
whole congregation that orders together, so it may hold more: all but a fifth of the room. What is paid counts no more.
What network an order came from is a keyed hash (`core.http.card_testing`), forgotten within a day.
"""

from __future__ import annotations

from core.http import card_testing
from core.mail.mailboxes import mailbox_of
from events.models import Event, Guest, Order

#: Two tables of ten may be held in the smallest room.
FEWEST = 20
PART_OF_THE_ROOM = 3
#: Of a room's seats, the part that one network leaves to others.
LEFT_TO_OTHERS = 5


class TooManyUnpaid(Exception):
    """With this order, more seats would wait for one visitor's payments than may."""


def most_unpaid(event: Event) -> int:
    """Seats one mailbox may hold at an event without having paid."""
    return max(FEWEST, event.capacity // PART_OF_THE_ROOM)


def most_from_one_network(event: Event) -> int:
    """Seats that orders from one network may hold at an event without having been paid."""
    return max(FEWEST, event.capacity - event.capacity // LEFT_TO_OTHERS)


def check_room(*, order: Order, who: card_testing.Visitor | None) -> None:
    """Refuse a new order at the payment page when its buyer holds too many seats already. Raises `TooManyUnpaid`.

    Call it in the transaction that took the seats: the event's row is locked, so that orders are counted one after the
    other. `who` is None where there is no visitor.
    """
    if who is not None:
        card_testing.tie(reference=_reference(order.token), who=who)
    held = list(
        Order.objects.filter(event=order.event_id, state=Order.State.HELD).order_by("pk").only("email", "token")
    )
    mine = [row.pk for row in held if mailbox_of(row.email) == mailbox_of(order.email)]
    tied = (
        card_testing.tied_to(references=(_reference(row.token) for row in held), who=who) if who is not None else set()
    )
    near = [row.pk for row in held if _reference(row.token) in tied]
    if _seats(mine) > most_unpaid(order.event) or _seats(near) > most_from_one_network(order.event):
        raise TooManyUnpaid(order)


def _seats(orders: list[int]) -> int:
    return Guest.objects.filter(order__in=orders, returned_at__isnull=True).count()


def _reference(token: str) -> str:
    return f"seats-{token}"
