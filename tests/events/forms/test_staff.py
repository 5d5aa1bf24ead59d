"""What forms of tickets and seats refuse once something was sold."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from events.models import Event, Order
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event() -> Event:
    return make_event(slug="indiana", starts_at=timezone.now() + timedelta(days=21))


@pytest.fixture
def seat(event):
    return make_ticket(event, name="Seat")


def order_of(seat, quantity=1, **override) -> Order:
    return make_order(seat, quantity, at=timezone.now(), **override)


def text_of(answer) -> str:
    return unescape(one_line(answer.content))


def test_the_value_of_a_dinner_is_fixed_once_it_was_sold(client_as, event, seat):
    order_of(seat)
    form = {
        "name": "Seat",
        "kind": "ticket",
        "price": "175",
        "seats": "3",
        "benefit": "tea",
        "value_each": "5",
        "public": "on",
    }

    client_as("events").post(f"/events/indiana/tickets/{seat.pk}/", form)

    seat.refresh_from_db()
    assert (seat.price, seat.value_each, seat.seats, seat.benefit, seat.taken) == (
        Decimal("175.00"),
        Decimal("60.00"),
        1,
        "dinner",
        1,
    )


def test_the_capacity_cannot_fall_below_the_seats_taken(client_as, event, seat):
    order_of(seat, 4)
    client = client_as("events")
    page = client.get("/events/indiana/edit/")
    facts = {name: value for name, value in page.context["form"].initial.items() if value is not None}

    answer = client.post(
        "/events/indiana/edit/",
        {
            **facts,
            "day": event.day.isoformat(),
            "begins": "18:30",
            "time_zone": event.time_zone,
            "capacity": "3",
            "name": "Renamed",
        },
    )

    event.refresh_from_db()
    assert answer.status_code == 422
    assert "More seats than this are already taken" in text_of(answer)
    assert (event.capacity, event.name, event.taken) == (50, "Indiana dinner", 4)
