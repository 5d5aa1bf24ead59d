"""What an evening brought, in the columns of Schedule G of Form 990, read from gifts, benefits, refunds, expenses.

gross receipts              money of the event's orders, less refunds
− contributions             what of it exceeds the value of what was given in return, gift by gift
= gross income              the part that bought dinners, at market value
− direct expenses           by kind
= net income of the event   (contributions stand apart: the evening “netted” gross less expenses)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from core.money import ZERO, MoneyField
from donations.ledger.current_entries import current_entries_of
from donations.models import Benefit, Gift, Refund
from events.models import CheckIn, Event, EventExpense, Guest, Order

#: What the donor has, or could have had: a no-show's dinner counts (receipt rules, 2.4).
GIVEN = (Benefit.Status.ACCEPTED, Benefit.Status.UNUSED)


@dataclass(frozen=True)
class Result:
    """The figures of one event, in whole cents."""

    event: Event
    gross: Decimal = ZERO
    refunded: Decimal = ZERO
    contributions: Decimal = ZERO
    value_given: Decimal = ZERO
    expenses: tuple[tuple[str, Decimal], ...] = ()
    orders: int = 0
    parties: int = 0
    guests: int = 0
    came: int = 0
    owed: Decimal = ZERO
    gifts: tuple[int, ...] = field(default=())

    @property
    def cost(self) -> Decimal:
        """Direct expenses."""
        return sum((amount for _, amount in self.expenses), ZERO)

    @property
    def net(self) -> Decimal:
        """What the evening netted: everything that came, less what it cost."""
        return self.gross - self.cost

    @property
    def event_income(self) -> Decimal:
        """Schedule G's net income: the part that bought dinners, less direct expenses."""
        return self.value_given - self.cost

    @property
    def a_guest(self) -> Decimal | None:
        """Net for each expected guest."""
        return self.net / self.guests if self.guests else None


def result_of(event: Event) -> Result:
    """The figures of one event."""
    return results([event])[0]


def gross_of(event: Event) -> Decimal:
    """What came in for one event's orders, less refunds."""
    return sum((gift.net_amount for gift in _gifts_of([event])[event.pk]), ZERO)


def results(events: Iterable[Event], *, as_of: date | None = None) -> list[Result]:
    """The figures of several events, in their order, in a constant number of queries.

    With `as_of`, money counts by its own day, until that one: gifts, what went back of them, and expenses.
    """
    events = list(events)
    paid = _gifts_of(events)
    if as_of:
        paid = {event.pk: _until(as_of, paid[event.pk]) for event in events}
    values = _values({gift for gifts in paid.values() for gift in gifts})
    expenses, parties, guests = _expenses(events, as_of), _parties(events), _guests(events)
    came, owed = _came(events), _owed(events)
    return [
        Result(
            event=event,
            **_money_of(paid[event.pk], values),
            expenses=tuple(expenses[event.pk]),
            parties=parties.get(event.pk, 0),
            guests=guests.get(event.pk, 0),
            came=came.get(event.pk, 0),
            owed=owed.get(event.pk, ZERO),
        )
        for event in events
    ]


def _money_of(gifts: list[Gift], values: dict[int, Decimal]) -> dict[str, Any]:
    """What the gifts of one event amount to; of each, at most its own amount can be the value given in return."""
    gross = sum((gift.net_amount for gift in gifts), ZERO)
    value_given = sum((min(gift.net_amount, values.get(gift.pk, ZERO)) for gift in gifts), ZERO)
    return {
        "gross": gross,
        "refunded": sum((gift.refunded for gift in gifts), ZERO),
        "contributions": gross - value_given,
        "value_given": value_given,
        "orders": len(gifts),
        "gifts": tuple(gift.pk for gift in gifts),
    }


def _parties(events: list[Event]) -> dict[int, int]:
    orders = Order.objects.live().filter(event__in=events)
    return dict(orders.values_list("event").annotate(count=Count("pk")).order_by())


def _gifts_of(events: list[Event]) -> dict[int, list[Gift]]:
    """The gifts of each event's orders as they stand: a corrected one gives way to what corrects it."""
    orders = Order.objects.filter(event__in=events, gift__isnull=False).select_related("gift")
    now = current_entries_of(order.gift for order in orders if order.gift)
    found: dict[int, list[Gift]] = defaultdict(list)
    for order in orders:
        if gift := now.get(order.gift_id or 0):
            found[order.event_id].append(gift)
    return found


def _values(gifts: set[Gift]) -> dict[int, Decimal]:
    """The value of what each gift's donor got in return."""
    each = Sum(F("quantity") * F("value_each"), output_field=MoneyField())
    rows = Benefit.objects.filter(line__gift__in=gifts, status__in=GIVEN).values("line__gift")
    return {row["line__gift"]: row["value"] for row in rows.annotate(value=each).order_by()}


def _until(day: date, gifts: list[Gift]) -> list[Gift]:
    """The gifts made until a day, with what had gone back of each by then. They are copies, never to be saved."""
    made = [copy(gift) for gift in gifts if gift.gift_on <= day]
    backs = Refund.objects.filter(gift__in=[gift.pk for gift in made], refunded_on__lte=day).values("gift")
    back = dict(backs.annotate(total=Sum("amount")).order_by().values_list("gift", "total"))
    for gift in made:
        gift.refunded = min(gift.refunded, back.get(gift.pk, ZERO))
    return made


def _expenses(events: list[Event], as_of: date | None) -> dict[int, list[tuple[str, Decimal]]]:
    labels = dict(EventExpense.Kind.choices)
    spent = EventExpense.objects.filter(event__in=events)
    if as_of:
        spent = spent.filter(spent_on__lte=as_of)
    rows = spent.values("event", "kind").annotate(total=Sum("amount"))
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in rows.order_by("event", "kind"):
        found[row["event"]].append((labels[row["kind"]], row["total"]))
    return found


def _came(events: list[Event]) -> dict[int, int]:
    rows = CheckIn.objects.filter(guest__event__in=events, active=True)
    return dict(rows.values_list("guest__event").annotate(count=Count("pk")).order_by())


def _guests(events: list[Event]) -> dict[int, int]:
    rows = Guest.objects.expected().filter(event__in=events)
    return dict(rows.values_list("event").annotate(count=Count("pk")).order_by())


def _owed(events: list[Event]) -> dict[int, Decimal]:
    """What orders that hold seats have still to pay: their tickets and their donations."""
    unpaid = Order.objects.unpaid().filter(event__in=events)
    tickets: Any = unpaid.values("event").annotate(
        owed=Sum(F("lines__quantity") * F("lines__price"), output_field=MoneyField(), filter=Q(lines__isnull=False))
    )
    gifts: Any = unpaid.values("event").annotate(owed=Sum("donation"))
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in [*tickets.order_by(), *gifts.order_by()]:
        found[row["event"]] += row["owed"] or ZERO
    return dict(found)
