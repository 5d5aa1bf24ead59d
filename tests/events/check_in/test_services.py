"""Check-in: who may open it, what can be found, in once, out again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.check_in import services
from events.invitations.services import answer_invitation, invite
from events.models import CheckIn, CheckInUndo, Event, Guest
from events.orders.payments import process_payments
from events.orders.services import release_order, return_seats
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import make_organization, make_supporter, make_user
from tests.support.databases import race
from tests.support.markup import one_line


@pytest.fixture
def tonight(organization) -> Event:
    return make_event(slug="tonight", starts_at=timezone.now() + timedelta(minutes=5), time_zone="UTC")


@pytest.fixture
def seat(tonight):
    return make_ticket(tonight)


def party(seat, *names: str, **override):
    """A paid party that ordered a week ago."""
    at = timezone.now() - timedelta(days=7)
    return make_paid_order(seat, len(names), guests=guests(*names), name=names[0], at=at, **override)


def test_the_whole_party_is_let_in_at_once(client_as, tonight, seat):
    order = party(seat, "Amina Rahman", "Yusuf Rahman")
    door, secret = client_as("door"), order.guests.first().secret

    welcome = door.post(f"/check-in/tonight/{secret}/", {"all": "1"}, follow=True).content.decode()
    again = door.get(f"/check-in/tonight/{secret}/").content.decode()

    assert "The whole party is checked in." in welcome
    assert "Already checked in" in again
    assert CheckIn.objects.count() == 2


def test_a_check_in_is_taken_back_by_a_row(client_as, tonight, seat):
    guest = party(seat, "Amina Rahman").guests.get()
    door = client_as("door")
    door.post(f"/check-in/tonight/{guest.secret}/", {"all": "1"})
    row = CheckIn.objects.get()

    for _ in range(2):
        door.post(f"/check-in/tonight/{guest.secret}/undo/", {"in": f"{row.pk}-x-99999999"})
    door.post(f"/check-in/tonight/{guest.secret}/", {"all": "1"})

    assert list(CheckIn.objects.values_list("active", flat=True)) == [False, True]
    assert CheckInUndo.objects.get().by == door.user


def test_a_ticket_of_another_event_says_which(client_as, tonight, seat):
    elsewhere = make_event(name="California dinner", starts_at=timezone.now() + timedelta(days=90))
    guest = make_order(make_ticket(elsewhere), at=timezone.now()).guests.get()

    page = client_as("door").get(f"/check-in/tonight/{guest.secret}/").content.decode()

    assert "This ticket is for California dinner" in page


def test_a_seat_given_back_or_released_lets_nobody_in(client_as, tonight, seat):
    order = party(seat, "Amina Rahman", "Yusuf Rahman")
    returned = order.guests.last()
    Guest.objects.filter(pk=returned.pk).update(returned_at=timezone.now(), returned_source="a call")
    Event.objects.update(taken=1)
    type(seat).objects.update(taken=1)
    door = client_as("door")

    page = door.get(f"/check-in/tonight/{returned.secret}/").content.decode()
    door.post(f"/check-in/tonight/{returned.secret}/", {"guest": [returned.pk]})

    assert "Seat released" in page
    assert CheckIn.objects.count() == 0


def test_a_protected_guest_is_found_by_code_or_alias_and_never_by_name(client_as, tonight, seat):
    hidden = make_supporter("Hidden Testperson", protected=True)
    party(seat, "Hidden Testperson", supporter=hidden)
    invited = make_supporter("Secret Otherperson", protected=True)
    invitation = invite(event=tonight, supporter=invited, most=1, hosted=True, by=None)
    answer_invitation(invitation=invitation, answer="yes", party=guests("Secret Otherperson"), at=timezone.now())
    Guest.objects.filter(supporter=invited).update(alias="Friend of Noor")
    door = client_as("door")

    def seen(text: str) -> bool:
        return 'class="hits"> <li' in one_line(door.get("/check-in/tonight/", {"q": text}).content)

    assert [seen(text) for text in ("Hidden", "Testperson", "Secret", "Otherperson")] == [False] * 4
    assert [seen(text) for text in (hidden.code, invited.code, "Noor")] == [True] * 3
    page = door.get("/check-in/tonight/", {"q": hidden.code}).content.decode()
    assert "Hidden Testperson" not in page


def test_two_phones_let_a_guest_in_once(own_database):
    make_organization()
    event = make_event(starts_at=timezone.now() + timedelta(minutes=5))
    guest = make_order(make_ticket(event), at=timezone.now()).guests.get()
    users = [make_user("door"), make_user("door")]

    def let_in(number: int) -> int:
        done = services.check_in(event=event, guests=[guest.pk], by=users[number % 2], at=timezone.now())
        return len(done)

    outcomes = race(8, let_in)

    assert sorted(outcomes) == [0] * 7 + [1]
    assert CheckIn.objects.count() == 1


def test_an_order_whose_guests_are_in_keeps_its_seats_and_owes(organization, tonight, seat):
    order = make_order(seat, 2, at=timezone.now(), state="held")
    services.check_in(event=tonight, guests=[order.guests.first().pk], by=make_user("door"), at=timezone.now())
    type(order).objects.update(created_at=timezone.now() - timedelta(hours=2))

    released = release_order(order=order, state="cancelled", by=None, at=timezone.now())
    settled = process_payments()

    order.refresh_from_db()
    assert (released, settled, order.state) == (False, 1, "awaiting_check")
    assert Event.objects.get().taken == 2


def test_a_guest_who_is_in_gives_no_seat_back(organization, tonight, seat):
    order = party(seat, "Amina Rahman", "Yusuf Rahman")
    first, second = order.guests.all()
    services.check_in(event=tonight, guests=[first.pk], by=make_user("door"), at=timezone.now())

    count = return_seats(order=order, guests=[first.pk, second.pk], source="a call", by=None, at=timezone.now())

    assert count == 1
    assert list(Guest.objects.expected()) == [first]
