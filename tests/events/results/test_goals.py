"""An event's goal: a thermometer for staff and the public, of what came in for its orders less refunds."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from donations.ledger.refunds import refund_gift
from events.models import Event
from events.results.goals import goal_chart
from tests.events.builders import make_event, make_paid_order, make_ticket
from tests.support.builders import TODAY, make_gift

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event():
    return make_event(slug="indiana", starts_at=timezone.now() + timedelta(days=21))


@pytest.fixture
def seat(event):
    return make_ticket(event)


def test_without_a_goal_nothing_is_shown(client, client_as, event, seat):
    pages = [client.get("/e/indiana/").text, client_as("events").get("/events/indiana/").text]

    assert goal_chart(event) is None
    assert ["thermo" in page for page in pages] == [False, False]


def test_staff_and_the_public_see_what_came_in_of_the_goal(client, client_as, event, seat):
    Event.objects.update(goal=Decimal("1000"))
    paid = make_paid_order(seat, at=timezone.now())
    refund_gift(gift=paid.gift, amount=Decimal("50"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked")
    make_gift(Decimal("999"))  # of no order
    kept = f"${paid.gift.amount - 50:,.0f}"

    public, urdu = client.get("/e/indiana/").text, client.get("/e/indiana/?lang=ur").text
    staff = client_as("events").get("/events/indiana/").text

    for page in (public, urdu, staff):
        assert 'class="chart thermo"' in page
        assert kept in page
        assert "$1,000" in page
    assert "of our goal of" in public
    assert "ہمارے ہدف" in urdu


@pytest.mark.parametrize("goal", ["0", "-5"])
def test_a_goal_is_more_than_nothing(event, goal):
    event.goal = Decimal(goal)

    with pytest.raises(ValidationError):
        event.full_clean()


def test_a_coordinator_sets_the_goal(client_as, event, seat):
    client = client_as("events")
    page = client.get("/events/indiana/edit/")
    form = page.context["form"]
    data = {name: value for name, value in ((field.html_name, field.value()) for field in form) if value is not None}
    data |= {"day": event.day.isoformat(), "begins": "18:30", "goal": "25000"}

    client.post("/events/indiana/edit/", data)

    assert Event.objects.get().goal == Decimal("25000")
