"""An answer written over another: what stood before is kept beside the audit log."""

import pytest

from core.models import Change
from events.invitations.services import answer_invitation, invite
from tests.events.builders import NOW, guests, make_event
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


def answered(*parties: tuple[str, ...], hosted: bool):
    invitation = invite(event=make_event(), supporter=make_supporter(), most=3, hosted=hosted, by=None)
    for names in parties:
        answer_invitation(invitation=invitation, answer="yes", party=guests(*names), at=NOW)
    return invitation


def kept() -> list[tuple]:
    fields = ("entry__act", "object_type", "object_id", "field", "before", "after")
    return list(Change.objects.order_by("pk").values_list(*fields))


def test_a_first_answer_writes_over_nothing():
    answered(("Amina Example", "Bilal Example"), hosted=True)
    answered(("Amina Example",), hosted=False)

    assert kept() == []


def test_names_of_hosted_guests_are_kept_when_the_party_changes():
    invitation = answered(("Amina Example", "Bilal Example"), ("Amina Example", "Hina Example"), hosted=True)

    _, second = invitation.guests.order_by("pk")
    assert ("invitation.answered", "events.guest", second.pk, "name", "Bilal Example", "Hina Example") in kept()
    assert len(kept()) == 1


def test_the_names_on_an_answer_are_kept_when_it_changes():
    invitation = answered(("Amina Example",), ("Amina Example", "Hina Example"), hosted=False)

    before, after = "Amina Example", "Amina Example\nHina Example"
    assert kept() == [
        ("invitation.answered", "events.invitation", invitation.pk, "note", before, after),
        ("invitation.answered", "events.invitation", invitation.pk, "party_size", "1", "2"),
    ]


def test_who_manages_events_sees_what_stood_before_but_of_protected_people():
    answered(("Amina Example",), ("Hina Example",), hosted=False)
    hidden = invite(event=make_event(), supporter=make_supporter(protected=True), most=3, hosted=False, by=None)
    for name in ("Secret Example", "Other Example"):
        answer_invitation(invitation=hidden, answer="yes", party=guests(name), at=NOW)

    seen = {role: Change.objects.visible_to(make_user(role)).count() for role in ("events", "finance", "door")}

    assert (seen, Change.objects.count()) == ({"events": 1, "finance": 0, "door": 0}, 2)
