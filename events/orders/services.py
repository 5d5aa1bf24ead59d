"""What happens to orders and their guests: placed, released, named, returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from core import audit
from core.db import sequences
from core.forms import sent
from core.http.rate_limits import HOUR, MAILBOX, Limit
from core.models import User
from donations.ledger.benefits import Marking, mark_benefits
from donations.models import Benefit
from events.models import CheckIn, Event, Guest, Order, OrderLine, TicketType
from events.orders import seats
from events.orders.drafts import MOST_PARTY, MOST_TICKETS, OrderDraft, is_ticket_line, priced, seats_of
from events.orders.emails import ASKED, HELD, write_to_buyer
from events.orders.seat_owners import may_be
from events.orders.seats import NoSeats

#: Emails with a link that one mailbox gets per hour.
LINKS = Limit(
    what="order-link",
    most=5,
    seconds=HOUR,
    per=MAILBOX,
    why="Emails with the link that holds seats for payment by check: nobody's mailbox is flooded.",
)


class NotOnSale(Exception):
    """The event is not open, has begun, or a ticket is not on sale today; the message says which."""


class TooManyLinks(Exception):
    """This address got several emails in the last hour already."""


class TooLate(Exception):
    """The event has begun: seats can no longer be returned or released."""


@transaction.atomic
def place_order(*, event: Event, draft: OrderDraft, state: str, by: User | None, at: datetime) -> Order:
    """Take the seats of an order and store it with its party. With a known nonce, the existing order is returned.

    `state` is `HELD` (an online checkout follows), `AWAITING_CHECK`, or `ASKED`, which takes no seats before
    `checks.hold_seats`. Staff (`by`) may also sell tickets that are not public. Raises `NotOnSale`, `NoSeats`,
    `TooManyLinks` and `ValidationError`.
    """
    nonce = sent.turn(**asked(event=event, draft=draft, state=state))
    if there := Order.objects.filter(nonce=nonce).first():
        return there
    types = _types_on_sale(event, draft, by=by, at=at)
    _check(draft, types)
    back = Counter(line.ticket.pk for line in priced(types, draft).lines for _ in range(line.back))
    wanted = {kind.pk: kind.seats * draft.tickets[kind.pk] - back[kind.pk] for kind in types}
    if state != Order.State.ASKED:
        seats.reserve(event=event, seats=wanted)
    order = _write_order(event, draft, state, nonce=nonce, by=by, at=at)
    _write_party(order, draft, types, at=at)
    if state == Order.State.AWAITING_CHECK and draft.channel == Order.Channel.WEB:
        write_to_buyer(order=order, news=HELD)
    if state == Order.State.ASKED:
        _write_link(order, at)
    audit.record(by, "order.placed", order, seats=sum(wanted.values()), total=priced(types, draft).total)
    return order


def asked(*, event: Event, draft: OrderDraft, state: str) -> dict[str, Any]:
    """The arguments of `core.forms.sent.turn` for an order."""
    return {"key": str(draft.nonce), "act": "order", "said": [event.pk, str(state), asdict(draft)]}


def asked_under(key: str) -> Q:
    """A condition: orders placed with a form's key; none for an empty key."""
    return Q(nonce=key) | Q(nonce__startswith=f"{key}{sent.LATER}") if key else Q(pk__in=[])


def _write_link(order: Order, at: datetime) -> None:
    """Email the link that holds the seats, a limited number of times per hour to one mailbox."""
    if not LINKS.use_attempt(who=order.email, at=at):
        raise TooManyLinks(order)
    write_to_buyer(order=order, news=ASKED)


def _types_on_sale(event: Event, draft: OrderDraft, *, by: User | None, at: datetime) -> list[TicketType]:
    fresh = Event.objects.get(pk=event.pk)
    day = at.astimezone(fresh.zone).date()
    if fresh.state == Event.State.CANCELLED:
        raise NotOnSale("This event has been canceled.")
    if by is None and (fresh.state != Event.State.OPEN or fresh.is_over(at)):
        raise NotOnSale("Tickets are no longer on sale.")
    types = list(fresh.ticket_types.filter(pk__in=[key for key, count in draft.tickets.items() if count]))
    for kind in types:
        if by is None and not (kind.public and kind.on_sale(day)):
            raise NotOnSale(f"{kind} is not on sale today.")
    if len(types) != sum(1 for count in draft.tickets.values() if count):
        raise NotOnSale("One of these tickets isn't for this event.")
    return types


def _check(draft: OrderDraft, types: list[TicketType]) -> None:
    if any(count < 0 or count > MOST_TICKETS for count in draft.tickets.values()):
        raise ValidationError(f"Order up to {MOST_TICKETS} of each ticket.")
    if not types:
        raise ValidationError("Choose at least one ticket.")
    if len(seats_of(types, draft.tickets)) > MOST_PARTY:
        raise ValidationError(f"Order up to {MOST_PARTY} seats. For more, please call us.")


def _write_order(event: Event, draft: OrderDraft, state: str, *, nonce: str, by: User | None, at: datetime) -> Order:
    (number,) = sequences.next_numbers(series="order")
    names = ("name", "email", "phone", "language", "donation", "note", "channel", "supporter_id")
    order = Order(
        number=number,
        event=event,
        state=state,
        created_by=by,
        created_at=at,
        nonce=nonce,
        **{name: getattr(draft, name) for name in names},
    )
    order.full_clean(exclude=["event", "supporter", "created_by"])
    order.save()
    return order


def _write_party(order: Order, draft: OrderDraft, types: list[TicketType], *, at: datetime) -> None:
    lines = OrderLine.objects.bulk_create(
        [
            OrderLine(
                order=order,
                ticket_type=kind,
                quantity=draft.tickets[kind.pk],
                price=kind.price,
                seats=kind.seats,
                benefit=kind.benefit,
                value_each=kind.value_each,
                cost_each=kind.cost_each,
            )
            for kind in types
        ]
    )
    by_type = {line.ticket_type_id: line for line in lines}
    guests = []
    for index, kind in enumerate(seats_of(types, draft.tickets)):
        guest = Guest(event_id=order.event_id, order=order, line=by_type[kind.pk])
        if index < len(draft.guests):
            _fill(guest, order, draft, index, at=at)
        guests.append(guest)
    Guest.objects.bulk_create(guests)


def _fill(guest: Guest, order: Order, draft: OrderDraft, index: int, *, at: datetime) -> None:
    typed = draft.guests[index]
    guest.name, guest.meal_id, guest.needs = typed.name, typed.meal_id, typed.needs
    if typed.name and typed.name == draft.name and order.supporter_id:
        guest.supporter_id = order.supporter_id
    if typed.returned:
        guest.returned_at, guest.returned_when_paying = at, True
        guest.returned_source = "Declined on the order form"


@transaction.atomic
def release_order(*, order: Order, state: str, by: User | None, at: datetime, reason: str = "") -> bool:
    """End an unpaid order's hold: `EXPIRED` or `CANCELLED`. Returns whether it was held until now. An order with a
    checked-in guest keeps its seats, and owes."""
    before = Order.objects.values_list("state", flat=True).get(pk=order.pk)
    if not end_hold(order, state):
        return False
    changes = [audit.FieldChange("state", before, state)]
    audit.record(by, "order.released", order, reason=reason, state=str(state), changes=changes)
    return True


def end_hold(order: Order, state: str) -> bool:
    """Release an unpaid order's seats as `release_order` does, without an audit entry: the caller writes one. False
    when the order was not unpaid, or a guest is checked in."""
    if guests_inside(order) or not Order.objects.filter(pk=order.pk, state__in=Order.OWING).update(state=state):
        return False
    seats.release(event=order.event, seats=seats.seats_of(order.pk))
    Guest.objects.filter(order=order).update(table=None)
    return True


def guests_inside(order: Order) -> bool:
    """Whether a guest of the order is checked in; locks the guests, so that none is checked in meanwhile."""
    keys = list(Guest.objects.select_for_update().filter(order=order).order_by("pk").values_list("pk", flat=True))
    return CheckIn.objects.filter(guest__in=keys, active=True).exists()


@transaction.atomic
def return_seats(*, order: Order, guests: Iterable[int], source: str, by: User | None, at: datetime) -> int:
    """Return seats of an order before the event: others may take them, and their dinners count as a gift.

    `source` says how we know (“the order page”). Seats returned already are skipped; returns how many were not. Raises
    `TooLate` once the event begins or a guest is checked in.
    """
    fresh = Order.objects.locked(order)
    if fresh.event.is_over(at):
        raise TooLate(fresh)
    if fresh.state not in (Order.State.PAID, Order.State.AWAITING_CHECK):
        return 0
    chosen = fresh.guests.filter(pk__in=list(guests), returned_at__isnull=True)
    keys = list(chosen.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    coming = list(fresh.guests.filter(pk__in=keys).exclude(check_ins__active=True).select_related("line", "table"))
    if not coming:
        return 0
    Guest.objects.filter(pk__in=[guest.pk for guest in coming]).update(
        returned_at=at, returned_source=source, table=None
    )
    seats.release(event=fresh.event, seats=Counter(guest.line.ticket_type_id for guest in coming if guest.line))
    changes = mark_benefits(markings=_dinners_back(fresh, Counter(guest.line_id for guest in coming), source, at))
    changes += [audit.FieldChange("returned_source", None, source, of=guest) for guest in coming]
    changes += [audit.FieldChange("table", guest.table, None, of=guest) for guest in coming if guest.table]
    audit.record(by, "order.seats_returned", fresh, seats=len(coming), changes=changes)
    return len(coming)


def _dinners_back(order: Order, returned: Counter, source: str, at: datetime) -> list[Marking]:
    """Update the gift's benefits for returned dinners, so that the receipt is right."""
    on, source = at.astimezone(order.event.zone).date(), f"{order.spoken_number}: {source}"
    return [
        Marking(gift_line, returned[line.pk], Benefit.Status.RETURNED, on, source)
        for line, gift_line in sold_lines(order)
        if returned[line.pk]
    ]


def sold_lines(order: Order) -> list[tuple[OrderLine, Any]]:
    """Each line of a paid order with its line of the gift as corrected: they were written in the same order. Empty
    when no payment counts, or when a correction left the gift without these tickets."""
    gift = order.current_gift
    sold = [line for line in gift.lines.all() if is_ticket_line(line)] if gift is not None else []
    lines = list(order.lines.all())
    return list(zip(lines, sold, strict=True)) if len(lines) == len(sold) else []


@transaction.atomic
def name_guest(*, guest: Guest, values: dict[str, Any], by: User | None) -> None:
    """Store who has a seat and what they eat: any of name, alias, meal, needs, table, supporter.

    Raises `ValidationError`, also for a meal or a table of another event.
    """
    changes = _write_guest(guest, values)
    if changes:
        audit.record(by, "guest.changed", guest, fields=[change.field for change in changes], changes=changes)


@transaction.atomic
def name_guests(*, order: Order, values: Iterable[tuple[Guest, dict[str, Any]]], by: User | None) -> None:
    """Store what is known of several guests of an order, as `name_guest` does, with one audit entry."""
    changes = [change for guest, given in values for change in _write_guest(guest, given)]
    if changes:
        fields, guests = sorted({change.field for change in changes}), len({change.of for change in changes})
        audit.record(by, "guests.changed", order, fields=fields, guests=guests, changes=changes)


def _write_guest(guest: Guest, values: dict[str, Any]) -> list[audit.FieldChange]:
    if _is_somebody_elses(guest, values):
        values = values | {"supporter": None}
    changes = audit.differences(guest, values)
    for change in changes:
        setattr(guest, change.field, values[change.field])
    for name in ("meal", "table"):
        chosen = getattr(guest, name)
        if chosen is not None and chosen.event_id != guest.event_id:
            raise ValidationError({name: f"Choose a {name} of this event."})
    guest.full_clean(exclude=["event", "order", "line", "invitation"])
    if changes:
        guest.save(update_fields=[change.field for change in changes])
    return changes


def _is_somebody_elses(guest: Guest, values: dict[str, Any]) -> bool:
    """Whether a seat linked to a supporter gets a name that is not theirs."""
    person, name = guest.supporter, values.get("name", guest.name)
    if person is None or name == guest.name or "supporter" in values:
        return False
    return not any(may_be(person, text) for text in (name, values.get("alias", guest.alias)))


__all__ = [
    "NoSeats",
    "NotOnSale",
    "TooLate",
    "TooManyLinks",
    "name_guest",
    "name_guests",
    "place_order",
    "release_order",
    "return_seats",
    "sold_lines",
]
