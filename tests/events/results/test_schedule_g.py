"""The result of an event, in the columns of Schedule G."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from events.models import Event, EventExpense, Order
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
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


def test_the_result_is_in_the_columns_of_schedule_g(client_as, event, seat):
    client = client_as("events")
    make_paid_order(seat, 2, donation=Decimal("100"), at=timezone.now())  # 400: dinners 120, contributions 280
    make_paid_order(seat, 1, guests=guests(back=1), at=timezone.now())  # 150: nothing in return
    order_of(seat)  # owes 150, counts nowhere
    for kind, amount in (("food", "77"), ("venue", "200.50")):
        form = {"kind": kind, "description": "Bill", "amount": amount, "spent_on": "2026-06-01"}
        client.post("/events/indiana/expenses/new/", form)

    page = text_of(client.get("/events/indiana/result/"))
    result = client.get("/events/indiana/result/").context["result"]

    assert (result.gross, result.contributions, result.value_given) == (
        Decimal("550.00"),
        Decimal("430.00"),
        Decimal("120.00"),
    )
    assert (result.cost, result.net, result.event_income) == (Decimal("277.50"), Decimal("272.50"), Decimal("-157.50"))
    assert (result.owed, result.guests, result.orders) == (Decimal("150.00"), 3, 2)
    assert EventExpense.objects.values_list("created_by", flat=True).distinct().get() == client.user.pk
    assert "Schedule G" in page
