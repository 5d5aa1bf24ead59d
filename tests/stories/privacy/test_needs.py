"""What a guest asks for, where it names a protected person: on file, or beside them in the same party."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import Supporter
from crm.services.supporters import update_supporter
from events.invitations.services import answer_invitation, invite
from events.models import Guest
from events.models.guests import KEPT_PRIVATE
from events.orders.drafts import GuestDraft
from events.orders.services import name_guest
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
ANYWHERE = ("Sits beside Parveen Zanzeer", "No stairs, like Zanzeer", "Rides with Zanzeer, Parveen")
IN_THE_PARTY = ("Next to parveen", "Parveen's sister")
ALWAYS_SHOWN = ("Nut allergy", "Beside Amina", "")


@pytest.fixture
def person() -> Supporter:
    return make_supporter("Parveen Zanzeer")


@pytest.fixture
def event():
    return make_event(slug="tonight", starts_at=timezone.now() + timedelta(minutes=30), time_zone="UTC")


def protect(person: Supporter, *, protected: bool = True) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def shown() -> dict[str, str]:
    return {guest.needs: guest.shown_needs for guest in Guest.objects.for_door().filter(name__startswith="Guest")}


def party(needs: tuple[str, ...], *others: str) -> tuple[GuestDraft, ...]:
    return tuple(GuestDraft(f"Guest Testperson {at}", needs=text) for at, text in enumerate(needs)) + tuple(
        GuestDraft(name) for name in others
    )


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("hosted", [False, True])
def test_needs_that_name_a_protected_neighbor_are_private(when, hosted, event, person):
    if when == "before":
        protect(person)
    needs = (*ANYWHERE, *IN_THE_PARTY, *ALWAYS_SHOWN)
    guests = party(needs, "Parveen Zanzeer")
    if hosted:
        host = invite(event=event, supporter=make_supporter("Omar Khalil"), most=len(guests), hosted=True, by=None)
        answer_invitation(invitation=host, answer="yes", party=guests, at=timezone.now())
    else:
        make_order(make_ticket(event), len(guests), name="Omar Khalil", guests=guests, at=timezone.now())
    if when == "after":
        protect(person)

    private = shown()
    protect(person, protected=False)

    assert private == {text: text if text in ALWAYS_SHOWN else KEPT_PRIVATE for text in needs}
    assert shown() == {text: text for text in needs}


def test_so_are_those_that_name_somebody_who_does_not_come(event, person):
    protect(person)
    needs = (*ANYWHERE, *IN_THE_PARTY, *ALWAYS_SHOWN)
    make_order(make_ticket(event), len(needs), name="Omar Khalil", guests=party(needs), at=timezone.now())

    first = shown()
    guest = Guest.objects.get(needs="Nut allergy")
    name_guest(guest=guest, values={"needs": ANYWHERE[0]}, by=None)

    assert first == {text: KEPT_PRIVATE if text in ANYWHERE else text for text in needs}
    assert Guest.objects.get(pk=guest.pk).shown_needs == KEPT_PRIVATE


def test_no_page_of_the_event_and_no_link_tells_them(event, person, client_as):
    protect(person)
    order = make_order(make_ticket(event), name="Omar Khalil", guests=party(ANYWHERE[:1]), at=timezone.now())
    client, guest = client_as("events"), order.guests.get()
    pages = ("", f"orders/{order.number}/", "guests/", "guests/print/", f"guests/{guest.pk}/")

    texts = [client.get(f"/events/tonight/{page}").text for page in pages]
    link = client.post(f"/events/tonight/orders/{order.number}/link/", {"reason": "They lost it"})

    assert [page for page, text in zip(pages, texts, strict=True) if "Zanzeer" in text] == []
    assert link.status_code == 403
