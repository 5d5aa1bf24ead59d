"""The answer to an invitation, over HTTP."""

import pytest

from events.invitations.services import invite
from events.models import Event, Guest, Invitation
from tests.events.views.order_forms import event, text_of
from tests.support.builders import make_supporter

__all__ = ["event"]

pytestmark = pytest.mark.usefixtures("organization")


def test_looking_at_an_invitation_answers_nothing(client, event):
    invitation = invite(event=event, supporter=make_supporter(), most=2, hosted=True, by=None)

    answer = client.get(f"/rsvp/{invitation.token}/")
    client.head(f"/rsvp/{invitation.token}/")

    invitation.refresh_from_db()
    assert (answer.status_code, invitation.answer, Guest.objects.count()) == (200, "", 0)


def test_a_hosted_yes_seats_the_party_and_a_later_no_frees_the_seats(client, event):
    invitation = invite(event=event, supporter=make_supporter("Bilal Testperson"), most=3, hosted=True, by=None)
    link = f"/rsvp/{invitation.token}/"

    client.post(link, {"answer": "yes", "name_1": "Bilal Testperson", "name_2": "Hina Testperson"})
    yes = (Event.objects.get().taken, list(Guest.objects.expected().values_list("name", flat=True)))
    client.post(link, {"answer": "yes", "name_1": "Bilal Testperson"})
    fewer = Event.objects.get().taken
    client.post(link, {"answer": "no"})

    invitation.refresh_from_db()
    assert yes == (2, ["Bilal Testperson", "Hina Testperson"])
    assert (fewer, Event.objects.get().taken, invitation.answer) == (1, 0, Invitation.Answer.NO)
    assert Guest.objects.expected().count() == 0


def test_whoever_said_no_finds_the_names_they_typed_before(client, event):
    address = f"/rsvp/{invite(event=event, supporter=make_supporter(), most=2, hosted=True, by=None).token}/"
    names = {"name_1": "Amina Testperson", "name_2": "Omar Testperson"}
    client.post(address, {"answer": "yes", **names})
    client.post(address, {"answer": "no"})

    page = client.get(address).text

    assert [name in page for name in names.values()] == [True, True]


def test_a_yes_needs_a_name_and_a_full_room_says_so(client, event):
    Event.objects.update(capacity=1)
    invitation = invite(event=event, supporter=make_supporter(), most=2, hosted=True, by=None)
    link = f"/rsvp/{invitation.token}/"

    nobody = client.post(link, {"answer": "yes"})
    too_many = client.post(link, {"answer": "yes", "name_1": "A", "name_2": "B"})

    assert (nobody.status_code, too_many.status_code) == (422, 422)
    assert "There aren't enough seats left for your party." in text_of(too_many)
    assert Event.objects.get().taken == 0


def test_an_invitation_speaks_its_readers_language_and_says_nothing_of_their_record(client, event):
    reader = make_supporter("Amina Testperson", language="ur", salutation="آمنہ صاحبہ")
    invitation = invite(event=event, supporter=reader, most=2, hosted=True, by=None)

    page = text_of(client.get(f"/rsvp/{invitation.token}/"))

    assert '<html lang="ur" dir="rtl">' in page
    assert "آپ مدعو ہیں" in page
    assert [word for word in ("آمنہ صاحبہ", "Amina", "Testperson") if word in page] == []
