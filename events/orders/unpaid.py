"""Limits for unpaid seats, as opening a payment page costs nothing and holds seats.

One email address may hold at most a third of the event's seats. A network may be the Wi-Fi of a whole congregation that
orders together, so it may hold all but a fifth. Paid seats do not count. The network of an order is stored as a keyed
hash (`core.http.card_testing`) and deleted within a day.
"""

from __future__ import annotations

from core.http import card_testing
from core.mail.mailboxes import mailbox_of
from events.models import Event, Guest, Order

#: Two tables of ten may be held at any event.
FEWEST = 20
PART_OF_THE_ROOM = 3
#: The share of seats that one network leaves to others (one part in this many).
LEFT_TO_OTHERS = 5


class TooManyUnpaid(Exception):
    """With this order, one visitor would hold more unpaid seats than allowed."""


def most_unpaid(event: Event) -> int:
    """The most unpaid seats one mailbox may hold at an event."""
    return max(FEWEST, event.capacity // PART_OF_THE_ROOM)


def most_from_one_network(event: Event) -> int:
    """The most unpaid seats orders from one network may hold at an event."""
    return max(FEWEST, event.capacity - event.capacity // LEFT_TO_OTHERS)


def check_room(*, order: Order, who: card_testing.Visitor | None) -> None:
    """Raise `TooManyUnpaid` when the buyer of a new online order would hold too many unpaid seats.

    Call it in the transaction that took the seats: the event's row is locked, so that orders are counted one at a time.
    `who` is None where there is no visitor.
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
