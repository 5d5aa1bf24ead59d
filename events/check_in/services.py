"""Check-in at the door: finding a party, checking guests in, and undoing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Prefetch, Q, QuerySet

from core import audit
from core.models import User
from events.models import CheckIn, CheckInUndo, Event, Guest, Invitation, Order

SHORTEST = 2
SHOWN = 12


@dataclass(frozen=True)
class Party:
    """Guests who come together: those of one order or one hosted invitation."""

    guests: list[Guest]

    @property
    def host(self) -> str:
        return self.guests[0].host

    @property
    def key(self) -> str:
        """The random key that opens the party."""
        return self.guests[0].secret

    @property
    def order(self) -> Order | None:
        return self.guests[0].order

    @property
    def inside(self) -> list[Guest]:
        return [guest for guest in self.guests if getattr(guest, "entered", None)]

    @property
    def waiting(self) -> list[Guest]:
        return [guest for guest in self.guests if not getattr(guest, "entered", None)]

    @property
    def tables(self) -> str:
        return ", ".join(dict.fromkeys(guest.table.shown_name for guest in self.guests if guest.table))


class NotExpected(Exception):
    """The guest's seat was returned, or the order does not hold it."""


def is_open_for(event: Event, user: User, *, at: datetime) -> bool:
    """Whether a user may check guests in: door staff from the start of the event's day until it ends, which may be past
    midnight; coordinators also before and after."""
    if event.state not in (Event.State.OPEN, Event.State.CLOSED):
        return False
    return user.has_perm("events.view") or event.is_at_the_door(at)


def events_at_the_door(user: User, *, at: datetime) -> list[Event]:
    """The events a user may check guests in at: today's, and for coordinators also those of the coming month."""
    rows = Event.objects.filter(state__in=[Event.State.OPEN, Event.State.CLOSED]).order_by("starts_at")
    return [event for event in rows if is_open_for(event, user, at=at) and abs((event.day - _day(event, at)).days) < 31]


def _day(event: Event, at: datetime) -> date:
    return at.astimezone(event.zone).date()


def find_parties(*, event: Event, text: str) -> list[Party]:
    """Parties with a guest or host whose shown name holds every word; none for fewer than two letters. A protected
    guest is found by code or alias, never by name."""
    words = text.split()[:4]
    if len(text.strip()) < SHORTEST:
        return []
    rows = Guest.objects.expected().filter(event=event)
    for word in words:
        rows = rows.filter(holds(word))
    chosen = rows.values_list("order", "invitation").distinct()[: SHOWN * 4]
    keys = list(dict.fromkeys(chosen))[:SHOWN]
    found = _parties(
        event,
        Q(order__in=[order for order, _ in keys if order])
        | Q(invitation__in=[invitation for _, invitation in keys if invitation]),
    )
    return sorted(found, key=lambda party: party.host.casefold())


def holds(word: str) -> Q:
    """A condition: a guest's shown name, host or order number holds the word. Real names of protected people never
    match."""
    named = Q(shown_alias="", listed_name__icontains=word)
    hosted = Q(order__shown_name__icontains=word)
    number = word.upper().removeprefix("E-").lstrip("0")
    coded = Q(supporter__shown_name__icontains=word) | Q(order__supporter__shown_name__icontains=word)
    invited = Q(invitation__supporter__shown_name__icontains=word)
    spoken = Q(order__number=int(number)) if number.isdecimal() and len(number) < 9 else Q(pk__in=[])
    return named | Q(shown_alias__icontains=word) | hosted | coded | invited | spoken


def party_of(guest: Guest) -> Party:
    """The party of a guest, with the guests expected at the event."""
    same = Q(order=guest.order_id) if guest.order_id else Q(invitation=guest.invitation_id)
    found = _parties(guest.event, same)
    if not found:
        raise NotExpected(guest)
    return found[0]


def _parties(event: Event, condition: Q) -> list[Party]:
    """Parties with their guests, in a constant number of queries. Each guest gets `entered`: its check-in or None."""
    entered = Prefetch(
        "check_ins", CheckIn.objects.filter(active=True).select_related("by"), to_attr="active_check_ins"
    )
    rows = Guest.objects.expected().filter(condition, event=event).for_door().prefetch_related(entered).order_by("pk")
    parties: dict[tuple, list[Guest]] = {}
    for guest in rows:
        guest.entered = guest.active_check_ins[0] if guest.active_check_ins else None  # type: ignore[attr-defined]
        parties.setdefault((guest.order_id, guest.invitation_id), []).append(guest)
    return [Party(guests) for guests in parties.values()]


@transaction.atomic
def check_in(*, event: Event, guests: Iterable[int], by: User, at: datetime) -> list[CheckIn]:
    """Check guests in. Guests already checked in are skipped, also when two phones do it at the same moment.

    Raises `NotExpected` for a seat nobody holds.
    """
    wanted = sorted(set(guests))
    expected = Guest.objects.expected().filter(event=event, pk__in=wanted)
    locked = expected.select_for_update(of=("self",)).order_by("pk")  # against a seat being returned at this moment
    if len(locked) != len(wanted):
        raise NotExpected(wanted)
    rows = list(expected.exclude(check_ins__active=True))
    made = []
    for guest in rows:
        try:
            with transaction.atomic():
                made.append(CheckIn.objects.create(guest=guest, at=at, by=by))
        except IntegrityError:
            continue  # another phone was faster
    if made:
        changes = [audit.FieldChange("checked_in", False, True, of=row.guest) for row in made]
        audit.record(by, "guest.checked_in", event, guests=len(made), changes=changes)
    return made


@transaction.atomic
def undo_check_ins(*, event: Event, check_ins: Iterable[CheckIn], by: User, at: datetime) -> int:
    """Undo check-ins of an event; returns how many were still in effect."""
    stood = [row for row in check_ins if CheckIn.objects.filter(pk=row.pk, active=True).update(active=False)]
    CheckInUndo.objects.bulk_create([CheckInUndo(check_in=row, at=at, by=by) for row in stood])
    if stood:
        changes = [audit.FieldChange("checked_in", True, False, of=Guest(pk=row.guest_id)) for row in stood]
        audit.record(by, "guest.check_in_undone", event, guests=len(stood), changes=changes)
    return len(stood)


def counts(event: Event) -> dict[str, int]:
    """How many guests are expected and how many are checked in."""
    inside = CheckIn.objects.filter(guest__event=event, active=True)
    return {"expected": Guest.objects.expected().filter(event=event).count(), "inside": inside.count()}


def answers(event: Event) -> dict[str, int]:
    """How many invitations were answered yes, maybe and no, and how many are unanswered."""
    rows = Invitation.objects.filter(event=event).values("answer").annotate(count=Count("pk")).order_by()
    found = {row["answer"] or "waiting": row["count"] for row in rows}
    return {name: found.get(name, 0) for name in ("yes", "maybe", "no", "waiting")}


def no_shows(event: Event) -> QuerySet[Guest]:
    """Guests who were expected and not checked in."""
    return Guest.objects.expected().filter(event=event).exclude(check_ins__active=True)
