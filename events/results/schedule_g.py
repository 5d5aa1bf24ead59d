"""What an evening brought, in the columns of Schedule G of Form 990, read from gifts, benefits, refunds, expenses.

gross receipts              money of the event's orders, less refunds
− contributions             what of it exceeds the value of what was given in return, gift by gift
= gross income              the part that bought dinners, at market value
− direct expenses           by kind
= net income of the event   (contributions stand apart: the evening “netted” gross less expenses)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from core.money import ZERO, MoneyField, cents
from donations.ledger.current_entries import current_entry_ids
from donations.models import Benefit, Gift, Refund
from events.models import CheckIn, Event, EventExpense, Guest, Order

#: Statuses of benefits the donor has or could have had: a no-show's dinner counts (receipt rules, 2.4).
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

    @property
    def cost(self) -> Decimal:
        """Direct expenses."""
        return sum((amount for _, amount in self.expenses), ZERO)

    @property
    def net(self) -> Decimal:
        """Net proceeds: gross receipts less expenses."""
        return self.gross - self.cost

    @property
    def event_income(self) -> Decimal:
        """Schedule G's net income: the part that bought dinners, less direct expenses."""
        return self.value_given - self.cost

    @property
    def a_guest(self) -> Decimal | None:
        """Net proceeds per expected guest."""
        return self.net / self.guests if self.guests else None


def result_of(event: Event) -> Result:
    """The figures of one event."""
    return results([event])[0]


def gross_of(event: Event) -> Decimal:
    """What an event's orders raised, less refunds."""
    return sum((money["gross"] for money in _money([event], None, gross_alone=True).values()), ZERO)


def results(events: Iterable[Event], *, as_of: date | None = None) -> list[Result]:
    """The figures of several events, in order, in a constant number of queries.

    With `as_of`, gifts, refunds and expenses count up to that day, each by its own date.
    """
    events = list(events)
    money = _money(events, as_of)
    expenses, parties, guests = _expenses(events, as_of), _parties(events), _guests(events)
    came, owed = _came(events), _owed(events)
    return [
        Result(
            event=event,
            **money[event.pk],
            expenses=tuple(expenses[event.pk]),
            parties=parties.get(event.pk, 0),
            guests=guests.get(event.pk, 0),
            came=came.get(event.pk, 0),
            owed=owed.get(event.pk, ZERO),
        )
        for event in events
    ]


def _money(events: list[Event], as_of: date | None, *, gross_alone: bool = False) -> dict[int, dict[str, Any]]:
    """The sums of each event's gifts by their current entries: a corrected gift is replaced by its correction."""
    money: dict[int, dict[str, Any]] = {
        event.pk: {"gross": ZERO, "refunded": ZERO, "value_given": ZERO, "orders": 0} for event in events
    }
    gifts = _as_of(as_of, Gift.objects.filter(order__event__in=events).active(), gross_alone=gross_alone)
    for row in _summed(gifts, "order__event"):
        money[row.pop("order__event")] = row
    for event, row in _corrected(events, as_of, gross_alone=gross_alone):
        money[event] = {name: money[event][name] + amount for name, amount in row.items()}
    for row in money.values():
        row["contributions"] = row["gross"] - row["value_given"]
    return money


def _corrected(events: list[Event], as_of: date | None, *, gross_alone: bool) -> Iterator[tuple[int, dict[str, Any]]]:
    """By event, the current entries of corrected gifts, which have no order themselves; there are few."""
    orders = Order.objects.filter(event__in=events, gift__status=Gift.Status.REVERSED)
    event_of = dict(orders.values_list("gift", "event"))
    now = {current: event_of[key] for key, current in current_entry_ids(event_of).items()}
    for row in _summed(_as_of(as_of, Gift.objects.filter(pk__in=list(now)), gross_alone=gross_alone), "pk"):
        yield now[row.pop("pk")], row


def _as_of(day: date | None, gifts: QuerySet[Gift], *, gross_alone: bool) -> QuerySet[Gift]:
    """Adds `back`, the amount refunded by a day, and `value`, the value of benefits."""
    back: Any = F("refunded")
    if day:
        until = Refund.objects.filter(gift=OuterRef("pk"), refunded_on__lte=day).order_by().values("gift")
        back = Least(back, Coalesce(Subquery(until.annotate(total=Sum("amount")).values("total")), cents(ZERO)))
        gifts = gifts.filter(gift_on__lte=day)
    each = Sum(F("quantity") * F("value_each"), output_field=MoneyField())
    given = Benefit.objects.filter(line__gift=OuterRef("pk"), status__in=GIVEN).order_by().values("line__gift")
    value: Any = cents(ZERO)
    if not gross_alone:
        value = Coalesce(Subquery(given.annotate(value=each).values("value")), cents(ZERO))
    return gifts.annotate(back=back, value=value)


def _summed(gifts: QuerySet[Gift], key: str) -> Iterable[dict[str, Any]]:
    """Sums by a key. The value of a gift's benefits counts up to the gift's amount."""
    net = F("amount") - F("back")
    rows: QuerySet[Any, dict[str, Any]] = gifts.order_by().values(key)
    return rows.annotate(
        gross=Sum(net),
        refunded=Sum("back"),
        value_given=Sum(Least(net, F("value"))),
        orders=Count("pk"),
    )


def _parties(events: list[Event]) -> dict[int, int]:
    orders = Order.objects.live().filter(event__in=events)
    return dict(orders.values_list("event").annotate(count=Count("pk")).order_by())


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
    """What live orders still owe: their tickets and donations."""
    unpaid = Order.objects.unpaid().filter(event__in=events)
    tickets: Any = unpaid.values("event").annotate(
        owed=Sum(F("lines__quantity") * F("lines__price"), output_field=MoneyField(), filter=Q(lines__isnull=False))
    )
    gifts: Any = unpaid.values("event").annotate(owed=Sum("donation"))
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in [*tickets.order_by(), *gifts.order_by()]:
        found[row["event"]] += row["owed"] or ZERO
    return dict(found)
