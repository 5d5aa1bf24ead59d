"""Orders before they are stored, and what they cost. Plain values in, plain values out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import ZERO
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import Benefit, GiftLine
from events.models import Guest, Order, OrderLine, TicketType

MOST_TICKETS = 20
MOST_PARTY = 100


@dataclass(frozen=True)
class GuestDraft:
    """One seat: the guest as far as known, or nobody when the dinner is returned while ordering."""

    name: str = ""
    meal_id: int | None = None
    needs: str = ""
    returned: bool = False


@dataclass(frozen=True)
class OrderDraft:
    """What a buyer orders: tickets by type, a donation, contact details, and the party in the order of seats."""

    tickets: dict[int, int]
    name: str
    email: str = ""
    phone: str = ""
    donation: Decimal = ZERO
    language: str = "en"
    guests: tuple[GuestDraft, ...] = ()
    note: str = ""
    channel: str = Order.Channel.WEB
    supporter_id: int | None = None
    nonce: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Priced:
    """Tickets of one type with price and value; `back` of their dinners are returned."""

    ticket: TicketType
    quantity: int
    back: int = 0

    @property
    def amount(self) -> Decimal:
        return self.ticket.price * self.quantity

    @property
    def seats(self) -> int:
        return self.ticket.seats * self.quantity

    @property
    def dinners(self) -> int:
        return self.seats - self.back

    @property
    def value(self) -> Decimal:
        return self.ticket.value_each * self.dinners


@dataclass(frozen=True)
class OrderTotal:
    """An order's calculation, as its page shows it before payment."""

    lines: tuple[Priced, ...]
    donation: Decimal

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO) + self.donation

    @property
    def seats(self) -> int:
        return sum(line.seats for line in self.lines)


def seats_of(types: Iterable[TicketType], tickets: dict[int, int]) -> list[TicketType]:
    """The ticket type of each seat, in the order guests are asked for."""
    return [kind for kind in types for _ in range(kind.seats * tickets.get(kind.pk, 0))]


def priced(types: Iterable[TicketType], draft: OrderDraft) -> OrderTotal:
    """What an order costs at today's prices; the browser's amounts are never used."""
    kinds = [kind for kind in types if draft.tickets.get(kind.pk)]
    places = seats_of(kinds, draft.tickets)
    back = [kind.pk for kind, guest in zip(places, draft.guests, strict=False) if guest.returned]
    lines = tuple(Priced(kind, draft.tickets[kind.pk], back.count(kind.pk)) for kind in kinds)
    return OrderTotal(lines=lines, donation=draft.donation)


def gift_lines(*, order: Order, lines: Iterable[OrderLine], guests: Iterable[Guest], on: date) -> tuple[LineDraft, ...]:
    """The gift lines of an order's payment: tickets with their benefits, and the donation.

    Seats returned by `on` become benefits that do not count: declined when paying, or returned before the event.
    """
    found = [_ticket_line(order, line, [guest for guest in guests if guest.line_id == line.pk], on) for line in lines]
    if order.donation:
        found.append(LineDraft(fund_id=order.event.fund_id, amount=order.donation))
    return tuple(found)


def _ticket_line(order: Order, line: OrderLine, guests: list[Guest], on: date) -> LineDraft:
    back = [guest for guest in guests if guest.returned_at]
    when_paying = sum(guest.returned_when_paying for guest in back)
    parts = (
        (len(guests) - len(back), Benefit.Status.ACCEPTED),
        (when_paying, Benefit.Status.DECLINED),
        (len(back) - when_paying, Benefit.Status.RETURNED),
    )
    source = next((guest.returned_source for guest in back), "")
    return LineDraft(
        fund_id=order.event.fund_id,
        amount=line.amount,
        kind=line.ticket_type.kind,
        description=f"{line.quantity} × {line.ticket_type.name}, {order.event.name}",
        benefits=tuple(
            BenefitDraft(
                description=line.benefit,
                value_each=line.value_each,
                quantity=count,
                cost_each=line.cost_each,
                status=status,
                status_on=None if status == Benefit.Status.ACCEPTED else on,
                status_source="" if status == Benefit.Status.ACCEPTED else source,
            )
            for count, status in parts
            if count
        ),
    )


def is_ticket_line(line: GiftLine) -> bool:
    """Whether a gift line is for tickets."""
    return line.kind in TicketType.Kind.values
