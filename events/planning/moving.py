"""An event that changes its date, time or place: expected guests are emailed; the emails wait in the outbox until mail
is enabled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.models import User
from crm.models import Consent
from crm.services.consent import may_contact
from events.date_text import when_text, zone_text
from events.models import Event, Invitation, Order
from events.orders.checks import bring_forward
from events.orders.emails import write_moved_to_buyer, write_moved_to_invited
from events.planning import services

#: Fields whose change means another time or place.
MOVES = ("starts_at", "time_zone", "venue", "city", "region")


@dataclass(frozen=True)
class FormerPlace:
    """The former time and place, as an email words them."""

    starts_at: datetime
    place: str
    zone: str

    @classmethod
    def of(cls, event: Event) -> FormerPlace:
        return cls(event.starts_local, event.place, event.time_zone)

    def words(self, language: str) -> str:
        when = f"{when_text(self.starts_at, language)} ({zone_text(self.starts_at, language)})"
        return ", ".join(filter(None, (when, self.place)))


@transaction.atomic
def change_event(*, event: Event, fields: Iterable[str], by: User | None, at: datetime) -> int:
    """Save an event's changes. If they move the event, email those who are coming. Returns how many emails. Raises
    `ValidationError`."""
    before = Event.objects.select_for_update().get(pk=event.pk)
    services.save_setup(row=event, fields=fields, by=by)
    event.refresh_from_db()
    if event.starts_at < before.starts_at:
        bring_forward(event=event, at=at, by=by)
    quiet = event.state in (Event.State.DRAFT, Event.State.CANCELLED) or before.is_over(at) or event.is_over(at)
    if quiet or all(getattr(event, name) == getattr(before, name) for name in MOVES):
        return 0
    return _notify_guests(event, FormerPlace.of(before), at)


def _notify_guests(event: Event, was: FormerPlace, at: datetime) -> int:
    orders = Order.objects.live().filter(event=event).select_related("event").order_by("pk")
    letters = [write_moved_to_buyer(order=order, was=was.words(order.language), at=at) for order in orders]
    coming = (Invitation.Answer.YES, Invitation.Answer.MAYBE)
    invited = Invitation.objects.filter(event=event, answer__in=coming, supporter__protected=False)
    letters += [
        write_moved_to_invited(invitation=row, was=was.words(row.supporter.language), at=at)
        for row in invited.select_related("event", "supporter").order_by("pk")
        if may_contact(row.supporter, purpose=Consent.Purpose.EVENTS)
    ]
    return sum(letter is not None for letter in letters)
