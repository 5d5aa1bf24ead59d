"""Seating a guest by the name of a table, and what is said where that cannot be."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Guest
from tests.events.builders import guests, make_event, make_order, make_ticket
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


@pytest.mark.parametrize(
    ("table", "seated", "said"),
    [("Head table", True, "There is no table “Head table”."), ("", False, "Choose the guests to seat.")],
)
def test_what_is_wrong_is_named(client_as, table, seated, said):
    event = make_event(slug="dinner", starts_at=timezone.now() + timedelta(hours=3), time_zone="UTC")
    make_order(make_ticket(event), name="Omar Khalil", guests=guests("Gulnaz Testperson"), at=timezone.now())
    data = {"table": table, **({"guest": [Guest.objects.get().pk]} if seated else {})}

    page = client_as("events").post("/events/dinner/seating/seat/", data, follow=True).text

    assert said in page


@pytest.mark.parametrize(("hours", "badge"), [(3, "Open"), (-1, "Under way"), (-9, "Over")])
def test_an_event_is_over_once_it_has_ended(client_as, hours, badge):
    make_event(slug="dinner", starts_at=timezone.now() + timedelta(hours=hours), time_zone="UTC")

    page = client_as("events").get("/events/dinner/").text

    shown = [word for word in ("Under way", "Over", "Open") if f">{word}<" in page]
    assert shown == [badge]


def test_who_is_without_a_table_is_counted_in_people_and_in_parties(client_as):
    event = make_event(slug="dinner", starts_at=timezone.now() + timedelta(hours=3), time_zone="UTC")
    ticket = make_ticket(event)
    for size in (2, 3):
        make_order(ticket, size, at=timezone.now())

    page = one_line(client_as("events").get("/events/dinner/seating/").text)

    assert re.search(r'Guests without a table <span class="count">5</span>', page)
    assert "in 2 parties" in page


@pytest.mark.parametrize("path", ["seating/", "guests/print/"])
def test_a_page_of_guests_says_when_there_are_none(client_as, path):
    make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=3), time_zone="UTC")

    answer = client_as("events").get(f"/events/dinner/{path}").text

    assert "No guests yet" in answer
    assert "All guests have tables" not in answer
