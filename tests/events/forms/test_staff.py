"""What forms of tickets and seats refuse once something was sold."""

from decimal import Decimal

import pytest

from tests.events.views.dinner import event, order_of, seat, text_of

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


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
