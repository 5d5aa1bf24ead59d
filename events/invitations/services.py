"""Personal invitations and their answers."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from core import audit
from core.models import User
from crm.models import Consent, Supporter
from crm.services.consent import may_contact
from events.models import Event, Guest, Invitation
from events.orders import seats
from events.orders.drafts import GuestDraft
from events.orders.seat_owners import seat_of
from events.orders.services import NotOnSale

#: Names no one, so that inviting by address does not reveal who is on record.
WANTS_NONE = "This person opted out of event invitations. To invite them, first record new consent on their page."

#: The `source` of seats released by an answer.
RELEASED = "Changed RSVP"
#: The guest fields that an answer writes.
WRITTEN = ("name", "alias", "meal", "needs", "supporter", "returned_at", "returned_source")


def invitation_link(invitation: Invitation) -> str:
    """The URL at which an invitation is answered, in its language. A secret: anyone who has it can answer."""
    query = "?lang=ur" if invitation.language == Supporter.Language.URDU else ""
    return f"{settings.SITE_URL}{reverse('events:rsvp', args=[invitation.token])}{query}"


@transaction.atomic
def invite(*, event: Event, supporter: Supporter, most: int, hosted: bool, by: User | None) -> Invitation:
    """Invite a supporter by a personal link, in their language. Raises `ValidationError` when they are already invited,
    or opted out of invitations on every channel."""
    if not may_contact(supporter, purpose=Consent.Purpose.EVENTS):
        raise ValidationError(WANTS_NONE)
    invitation = Invitation(
        event=event, supporter=supporter, language=supporter.language, most=most, hosted=hosted, created_by=by
    )
    invitation.full_clean()
    invitation.save()
    audit.record(by, "invitation.sent", invitation)
    return invitation


@transaction.atomic
def answer_invitation(
    *, invitation: Invitation, answer: str, party: tuple[GuestDraft, ...], at: datetime, by: User | None = None
) -> Invitation:
    """Record an answer; the last one counts. A hosted yes takes one seat per guest and releases the rest.

    Raises `NotOnSale` once the event begins or is canceled, `NoSeats`, and `ValidationError` for too large a party.
    """
    fresh = (
        Invitation.objects.select_for_update(of=("self",)).select_related("event", "supporter").get(pk=invitation.pk)
    )
    inside = fresh.guests.filter(check_ins__active=True).exists()
    if fresh.event.is_over(at) or fresh.event.state == Event.State.CANCELLED or inside:
        raise NotOnSale("You can no longer respond to this invitation.")
    coming = party if answer == Invitation.Answer.YES else ()
    if answer == Invitation.Answer.YES and not coming:
        raise ValidationError("Enter the name of at least one guest.")
    note = "\n".join(guest.name for guest in coming) if not fresh.hosted else ""
    values = {"answer": str(answer), "party_size": len(coming), "note": note}
    changes = audit.differences(fresh, values) if fresh.answered_at else []
    if fresh.hosted:
        changes += _seat(fresh, coming, at=at)
    fresh.answer, fresh.party_size, fresh.answered_at, fresh.note = answer, len(coming), at, note
    fresh.full_clean(exclude=["event", "supporter", "created_by"])
    fresh.save()
    audit.record(by, "invitation.answered", fresh, answer=str(answer), party=len(coming), changes=changes)
    return fresh


def _seat(invitation: Invitation, coming: tuple[GuestDraft, ...], *, at: datetime) -> list[audit.FieldChange]:
    """Set the hosted guests to those who come: overwrite names and meals, take or release seats.

    Released seats are taken again before new ones are made, so that a party never has more rows than guests at once.
    Returns the former values of guests who were named before.
    """
    held = list(invitation.guests.filter(returned_at__isnull=True).order_by("pk"))
    back = list(invitation.guests.filter(returned_at__isnull=False).order_by("pk"))
    seats.reserve(event=invitation.event, seats={}, hosted=max(0, len(coming) - len(held)))
    seats.release(event=invitation.event, seats={}, hosted=max(0, len(held) - len(coming)))
    chosen = _seats_for(coming, [*held, *back])
    changes = _give_back([guest for guest in held if guest not in chosen.values()], at)
    mine = seat_of(invitation.supporter, [guest.name for guest in coming])
    for place, typed in enumerate(coming):
        guest = chosen.get(place) or Guest(event=invitation.event, invitation=invitation)
        changes += _write_over(guest, typed)
        guest.supporter = invitation.supporter if place == mine else None
        guest.save(update_fields=WRITTEN if guest.pk else None)
    return changes


def _seats_for(coming: tuple[GuestDraft, ...], there: list[Guest]) -> dict[int, Guest]:
    """Assign a seat to each of those who come, by position: first the seat with the same name, whose code they may
    have, then the remaining ones in order."""
    left, chosen = list(there), dict[int, Guest]()
    for place, typed in enumerate(coming):
        if own := next((seat for seat in left if seat.name == typed.name), None):
            left.remove(own)
            chosen[place] = own
    for place in range(len(coming)):
        if place not in chosen and left:
            chosen[place] = left.pop(0)
    return chosen


def _give_back(gone: list[Guest], at: datetime) -> list[audit.FieldChange]:
    """Release the seats of guests who no longer come."""
    keys = [guest.pk for guest in gone]
    Guest.objects.filter(pk__in=keys).update(returned_at=at, returned_source=RELEASED, table=None)
    changes = [audit.FieldChange("returned_source", None, RELEASED, of=guest) for guest in gone]
    return changes + [audit.FieldChange("table", guest.table, None, of=guest) for guest in gone if guest.table]


def _write_over(guest: Guest, typed: GuestDraft) -> list[audit.FieldChange]:
    """Overwrite a seat with another guest. The alias of a returned seat is dropped when it gets another name."""
    again = guest.returned_at is not None and guest.name != typed.name
    values = {"name": typed.name, "needs": typed.needs, "returned_source": "", "alias": "" if again else guest.alias}
    changes = audit.differences(guest, values) if guest.name else []
    for name, value in values.items():
        setattr(guest, name, value)
    guest.meal_id, guest.returned_at = typed.meal_id, None
    return changes
