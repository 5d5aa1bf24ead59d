"""Pages at the door: who may open them, searching, and scanning."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import CheckIn, Event
from tests.events.builders import guests, make_event, make_paid_order, make_ticket
from tests.support.lists import assert_constant_queries
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


def test_the_door_opens_only_on_the_events_own_day(client_as, tonight):
    door = client_as("door")

    today = door.get("/check-in/tonight/").status_code
    Event.objects.update(starts_at=timezone.now() + timedelta(days=2))
    early = door.get("/check-in/tonight/").status_code
    coordinator = client_as("events").get("/check-in/tonight/").status_code

    assert (today, early, coordinator) == (200, 404, 200)


def test_the_list_is_searched_and_never_browsed(client_as, tonight, seat):
    party(seat, "Amina Rahman", "Yusuf Rahman")
    door = client_as("door")

    empty, one, two = (one_line(door.get(f"/check-in/tonight/?q={text}").content) for text in ("", "r", "rah"))

    assert ["Amina Rahman" in page for page in (empty, one, two)] == [False, False, True]
    assert "party of 2" in two


def test_the_door_sees_names_and_no_money(client_as, tonight, seat):
    order = party(seat, "Amina Rahman")
    door = client_as("door")

    page = door.get(f"/check-in/tonight/{order.guests.get().secret}/").content.decode()

    assert "Amina Rahman" in page
    assert ("$" in page, order.email in page) == (False, False)
    assert door.get(f"/events/tonight/orders/{order.number}/").status_code == 403
    assert door.get("/events/tonight/").status_code == 403


def test_a_scan_opens_the_party_and_lets_it_in(client_as, tonight, seat):
    order = party(seat, "Amina Rahman", "Yusuf Rahman", "Zara Rahman")
    door = client_as("door")
    first, second, third = order.guests.all()
    address = f"/check-in/tonight/{second.secret}/"

    page = door.get(address).content.decode()
    welcome = door.post(address, {"guest": [first.pk, second.pk]}, follow=True).content.decode()

    assert all(name in page for name in ("Amina Rahman", "Yusuf Rahman", "Zara Rahman"))
    assert "2 guests" in welcome
    assert "1 guest not checked in yet." in welcome
    assert set(CheckIn.objects.values_list("guest", "by")) == {(first.pk, door.user.pk), (second.pk, door.user.pk)}
    assert third.check_ins.count() == 0


def test_searching_asks_the_same_questions_for_one_party_and_for_many(client_as, tonight, seat):
    party(seat, "Amina Rahman")

    assert_constant_queries(
        client_as("door"), "/check-in/tonight/?q=rah", lambda: party(seat, "Bilal Rahman", "Hina Rahman"), times=3
    )
