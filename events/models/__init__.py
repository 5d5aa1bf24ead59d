"""Fundraising events: what is sold, who bought it, who is expected, who came.

- An **Event** has a capacity. A **TicketType** has a price, a dinner value fixed before anything is sold (receipt
  rules, section 2.4), and a number of seats. `taken` counts the seats held on both: it is raised only by `UPDATE …
  WHERE taken + n <= capacity`, and a `CHECK` enforces it.
- An **Order** is a party and one payment: lines of tickets and perhaps a donation. Each seat is a **Guest**, named now
  or later. An order is live while it holds seats: its online checkout is open, a check is expected, or it is paid. A
  request by check from the public page holds none until its email address is confirmed, and then until `lapses_at`.
- A paid order has its gift; a payment that arrived when no seat was left is `paid_no_seat`, for staff to resolve.
- A seat returned before the event (`returned_at`) is free for others, and its dinner counts as a gift.
- An **Invitation** is a personal link with an answer; a hosted one has guests without an order.
- A **CheckIn** says who was checked in, when and by whom; undoing it is a row too.
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
