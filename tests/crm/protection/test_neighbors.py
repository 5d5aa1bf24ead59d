"""Words about a guest: whom they name, of the same party and of everybody on file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import Mention, Supporter
from crm.protection import neighbors
from events.models import Guest
from events.orders.drafts import GuestDraft
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def person() -> Supporter:
    return make_supporter("Parveen Zanzeer", protected=True)


def party(*guests: GuestDraft, slug: str = "dinner") -> list[Guest]:
    ticket = make_ticket(make_event(slug=slug, starts_at=timezone.now() + timedelta(hours=3), time_zone="UTC"))
    make_order(ticket, len(guests), name="Omar Khalil", guests=guests, at=timezone.now())
    return list(Guest.objects.filter(event=ticket.event).order_by("pk"))


def telling(guests: list[Guest]) -> list[bool]:
    neighbors.decide(guests)
    return [guest.told for guest in guests]


def test_any_word_of_a_hidden_neighbors_name_tells_and_of_a_strangers_only_the_rare_one(person):
    beside = party(GuestDraft("Gulnaz Testperson", needs="By Parveen"), GuestDraft("Parveen Zanzeer"))
    apart = party(GuestDraft("Gulnaz Testperson", needs="By Parveen"), GuestDraft("Amina Testperson"), slug="lunch")

    assert (telling(beside), telling(apart)) == ([True, False], [False, False])


def test_ones_own_name_beside_oneself_is_no_neighbors(person):
    alone = party(GuestDraft("Parveen Zanzeer", needs="Parveen wants no nuts"))

    assert telling(alone) == [False]


def test_words_below_three_letters_tell_only_where_they_are_no_latin_ones():
    make_supporter("Al Zanzeer", protected=True)
    latin = party(GuestDraft("Gulnaz Testperson", needs="Al dente, please"), GuestDraft("Al Zanzeer"))

    assert telling(latin) == [False, False]


def test_those_beside_somebody_who_is_hidden_by_now_are_looked_at_again(person):
    guests = party(GuestDraft("Gulnaz Testperson", needs="By Parveen"), GuestDraft("Amina Testperson"))
    hidden = guests[1]
    hidden.name = "Parveen Zanzeer"
    hidden.save()

    guests[0].refresh_from_db()

    assert guests[0].told
    assert Mention.objects.filter(object_type="events.guest", object_id=guests[0].pk).get().supporter == person
