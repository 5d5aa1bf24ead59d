"""The seats of those who answer an invitation: whose they are, and what becomes of them as the answer changes."""

from itertools import cycle, islice

import pytest

from core.models import Change
from crm.models import NameReview
from crm.protection.typed_rows import refresh
from events.invitations.services import answer_invitation, invite
from events.models import Event, Guest, Invitation
from tests.events.builders import NOW, guests, make_event
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
MOST = 4


def invited(name: str = "Bilal Testperson", **override) -> Invitation:
    return invite(event=make_event(), supporter=make_supporter(name, **override), most=MOST, hosted=True, by=None)


def answer(invitation: Invitation, *names: str) -> None:
    said = "yes" if names else "no"
    answer_invitation(invitation=invitation, answer=said, party=guests(*names), at=NOW)


def owners(invitation: Invitation) -> dict[str, bool]:
    return {seat.name: seat.supporter_id == invitation.supporter_id for seat in invitation.guests.order_by("pk")}


@pytest.mark.parametrize(
    "names",
    [("Hina Testperson",), ("Bilal",), ("Mrs. Bilal Testperson & Bilal Testperson",), ("Hina T", "Bilal Otherperson")],
)
def test_nobody_elses_seat_is_the_invited_persons(names):
    invitation = invited()

    answer(invitation, *names)

    assert owners(invitation) == dict.fromkeys(names, False)


@pytest.mark.parametrize("name", ["Bilal Testperson", "bilal  testperson", "Testperson, Bilal"])
def test_their_own_is_wherever_it_stands(name):
    invitation = invited()

    answer(invitation, "Hina Testperson", name, name)

    assert list(invitation.guests.order_by("pk").values_list("supporter", flat=True)) == [
        None,
        invitation.supporter_id,
        None,
    ]


def test_a_seat_that_becomes_somebody_elses_leaves_the_record():
    invitation = invited()

    answer(invitation, "Bilal Testperson")
    answer(invitation, "Hina Testperson")

    assert owners(invitation)["Hina Testperson"] is False


@pytest.mark.parametrize("name", ["Parveen Zanzeer", "P. Zanzeer", "Zanzeer"])
def test_what_may_be_a_protected_persons_name_shows_by_their_code(name):
    invitation = invited("Parveen Zanzeer", protected=True)

    answer(invitation, "Omar Khalil", name)

    other, own = invitation.guests.select_related("supporter").order_by("pk")
    assert (other.supporter, own.supporter_id) == (None, invitation.supporter_id)
    assert own.shown_name == own.listed_name == invitation.supporter.code
    assert other.shown_name == "Omar Khalil"


PARTIES = {
    "yes and no": [("A Example", "B Example"), ()],
    "growing": [("A Example",), ("A Example", "B Example"), ("A Example", "B Example", "C Example"), ()],
    "others each time": [
        ("A Example", "B Example"),
        (),
        ("C Example",),
        (),
        ("D Example", "B Example", "E Example"),
        (),
    ],
    "without a no": [
        ("A Example", "B Example", "C Example"),
        ("B Example",),
        ("D Example",),
        ("C Example", "A Example"),
    ],
    "twice one name": [("A Example", "A Example"), ("A Example",), ()],
}


@pytest.mark.parametrize("parties", PARTIES.values(), ids=PARTIES)
def test_rows_of_seats_do_not_grow_with_answers(parties):
    invitation, most = invited(), max(map(len, parties))

    for said in islice(cycle(parties), 30):
        answer(invitation, *said)
        there = Guest.objects.expected().values_list("name", flat=True)

        assert sorted(there) == sorted(said)
        assert Event.objects.get().taken == len(said)
    assert 0 < Guest.objects.count() <= max(most, len({name for party in parties for name in party}))
    assert Guest.objects.count() <= MOST


def test_whoever_comes_again_has_the_code_they_had():
    invitation = invited()
    answer(invitation, "A Example", "B Example", "C Example")
    codes = dict(invitation.guests.values_list("name", "secret"))

    for names in [("B Example",), (), ("C Example", "A Example"), (), ("B Example", "C Example", "A Example")]:
        answer(invitation, *names)
        coming = Guest.objects.expected().values_list("name", "secret")

        assert dict(coming) == {name: codes[name] for name in names}


def test_the_history_tells_whose_seat_it_was_and_when_it_was_released():
    invitation = invited()
    answer(invitation, "A Example")
    answer(invitation)
    Guest.objects.update(alias="Known as A")
    answer(invitation, "B Example")

    seat = invitation.guests.get()
    kept = Change.objects.filter(object_id=seat.pk, object_type="events.guest").order_by("pk")
    assert list(kept.values_list("field", "before", "after")) == [
        ("returned_source", "", "Changed RSVP"),
        ("alias", "Known as A", ""),
        ("name", "A Example", "B Example"),
        ("returned_source", "Changed RSVP", ""),
    ]
    assert (seat.alias, seat.shown_name, seat.returned_at) == ("", "B Example", None)


def test_an_answer_about_who_had_a_seat_does_not_hold_for_who_has_it_now():
    person, invitation = make_supporter("Parveen Zanzeer", protected=True), invited()
    answer(invitation, "Parvin Zanzeer")
    seat = invitation.guests.get()
    said = NameReview.objects.filter(object_id=seat.pk, object_type="events.guest", candidate=person)
    said.update(answer="other", answered_by=make_user("admin"), answered_at=NOW)
    refresh(Guest, [seat.pk])
    other = Guest.objects.get(pk=seat.pk)

    answer(invitation)
    answer(invitation, "Parveen Zanzeer")

    own = invitation.guests.get()
    assert (other.shown_name, other.hidden) == ("Parvin Zanzeer", False)
    assert (own.pk, own.hidden) == (seat.pk, True)
    assert list(said.values_list("answer", flat=True)) == [""]
