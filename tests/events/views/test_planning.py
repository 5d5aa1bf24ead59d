"""Setting a dinner up: its page, tickets, capacity, and what stays fixed once it was sold."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from events.models import Event, Meal, Table, TicketType
from tests.events.builders import make_event
from tests.support.builders import general_fund
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event() -> Event:
    return make_event(slug="indiana", starts_at=timezone.now() + timedelta(days=21))


def text_of(answer) -> str:
    return unescape(one_line(answer.content))


def test_a_dinner_is_set_up_from_nothing_and_opened(client_as):
    client, fund = client_as("events"), general_fund()
    facts = {
        "name": "California dinner",
        "slug": "california",
        "day": "2027-03-06",
        "begins": "18:30",
        "time_zone": "America/Los_Angeles",
        "capacity": "80",
        "fund": fund.pk,
    }
    ticket = {
        "name": "Seat",
        "kind": "ticket",
        "price": "180",
        "seats": "1",
        "benefit": "dinner",
        "value_each": "60",
        "public": "on",
    }

    client.post("/events/new/", facts)
    too_early = text_of(client.post("/events/california/state/", {"state": "open"}, follow=True))
    client.post("/events/california/tickets/new/", ticket)
    client.post("/events/california/meals/", {"meals": "Lamb karahi | مٹن کڑاہی\nVegetable thali"})
    client.post("/events/california/tables/new/", {"names": "1\n2\n\n2", "seats": "8"})
    client.post("/events/california/state/", {"state": "open"})

    event = Event.objects.get()
    assert "Add a ticket before" in too_early
    assert (event.state, event.starts_at.isoformat()) == ("open", "2027-03-07T02:30:00+00:00")
    assert list(TicketType.objects.values_list("name", "price", "value_each")) == [
        ("Seat", Decimal("180.00"), Decimal("60.00"))
    ]
    assert list(Meal.objects.values_list("name", "name_ur")) == [("Lamb karahi", "مٹن کڑاہی"), ("Vegetable thali", "")]
    assert list(Table.objects.values_list("name", "seats")) == [("1", 8), ("2", 8)]


def test_a_draft_without_tickets_says_so_in_its_preview(client_as):
    make_event(slug="bare", state=Event.State.DRAFT)
    client = client_as("events")

    page, urdu = text_of(client.get("/events/bare/preview/")), text_of(client.get("/events/bare/preview/?lang=ur"))

    assert "No tickets yet." in page
    assert "/events/bare/tickets/new/" in page
    assert "No tickets yet." not in urdu
    assert "ابھی کوئی ٹکٹ نہیں" in urdu
    assert '<ul class="tickets">' not in page
