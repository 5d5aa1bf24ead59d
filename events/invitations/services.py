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
from events.orders.services import NotOnSale

#: Names nobody: whoever invites by an address does not learn who is on file.
WANTS_NONE = "This person opted out of event invitations. To invite them, first record new consent on their page."


def invitation_link(invitation: Invitation) -> str:
    """The address by which an invitation is answered, in its language. A secret: whoever holds it
    answers for them."""
    query = "?lang=ur" if invitation.language == Supporter.Language.URDU else ""
    return f"{settings.SITE_URL}{reverse('events:rsvp', args=[invitation.token])}{query}"


@transaction.atomic
def invite(*, event: Event, supporter: Supporter, most: int, hosted: bool, by: User | None) -> Invitation:
    """Invite somebody by a link of their own, in the language they read. Raises `ValidationError` when they are
    invited already, and when they want no invitation on any channel."""
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
    """Write down an answer; the last one counts. A hosted yes takes a seat for each of the party and leaves the rest.

    Raises `NotOnSale` once the event begins or is off, `NoSeats`, and `ValidationError` for too large a party.
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
    said = {"answer": str(answer), "party_size": len(coming), "note": note}
    changes = audit.differences(fresh, said) if fresh.answered_at else []
    if fresh.hosted:
        changes += _seat(fresh, coming, at=at)
    fresh.answer, fresh.party_size, fresh.answered_at, fresh.note = answer, len(coming), at, note
    fresh.full_clean(exclude=["event", "supporter", "created_by"])
    fresh.save()
    audit.record(by, "invitation.answered", fresh, answer=str(answer), party=len(coming), changes=changes)
    return fresh


def _seat(invitation: Invitation, coming: tuple[GuestDraft, ...], *, at: datetime) -> list[audit.FieldChange]:
    """Make the hosted guests those who come: names and meals are written over, seats taken or released. Gives what is
    written over of those who were named before."""
    there = list(invitation.guests.filter(returned_at__isnull=True).order_by("pk"))
    more = len(coming) - len(there)
    if more > 0:
        seats.reserve(event=invitation.event, seats={}, hosted=more)
        new = [Guest(event=invitation.event, invitation=invitation) for _ in range(more)]
        there += Guest.objects.bulk_create(new)
    elif more < 0:
        gone = [guest.pk for guest in there[len(coming) :]]
        Guest.objects.filter(pk__in=gone).update(returned_at=at, returned_source="Changed RSVP", table=None)
        seats.release(event=invitation.event, seats={}, hosted=-more)
    changes = []
    for index, (guest, typed) in enumerate(zip(there, coming, strict=False)):
        changes += audit.differences(guest, {"name": typed.name, "needs": typed.needs}) if guest.name else []
        guest.name, guest.meal_id, guest.needs = typed.name, typed.meal_id, typed.needs
        guest.supporter_id = invitation.supporter_id if index == 0 else None
        guest.save(update_fields=["name", "meal", "needs", "supporter"])
    return changes
