"""Fundraising events: what is sold, who bought it, who comes, who came.

- An **Event** has a capacity; a **TicketType** has a price, a dinner value fixed before anything is sold (receipt
  rules, section 2.4) and a number of seats it admits. `taken` counts the seats held by both: it is raised only by
  `UPDATE … WHERE taken + n <= capacity`, and a `CHECK` stands behind it.
- An **Order** is a party and one payment: lines of tickets and perhaps a donation. Each seat is a **Guest**, named now
  or later. An order is live while it holds seats: its online checkout is open, a check is awaited, or it is paid. One
  only asked for, by check from the public page, holds none until its address proved itself; then until `lapses_at`.
- A paid order has its gift; money that came when no seat was left is `paid_no_seat`, and a person decides.
- A seat given back before the event (`returned_at`) is free for others, and its dinner counts as a gift.
- An **Invitation** is a personal link with an answer; a hosted one brings guests without an order.
- A **CheckIn** says who came in, when and by whom; taking it back is a row too.
"""

from events.models.event import Event, EventAddress, EventExpense, Meal, Table, TicketType
from events.models.guests import CheckIn, CheckInUndo, Guest, Invitation
from events.models.orders import Order, OrderLine

__all__ = [
    "CheckIn",
    "CheckInUndo",
    "Event",
    "EventAddress",
    "EventExpense",
    "Guest",
    "Invitation",
    "Meal",
    "Order",
    "OrderLine",
    "Table",
    "TicketType",
]
