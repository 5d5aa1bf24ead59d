"""What events add to the pages of supporters and to the home page."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from events.models import Event, Order
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import make_supporter
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


def test_a_supporters_page_and_story_tell_of_orders_and_evenings(client_as, event, seat):
    buyer = make_supporter("Amina Testperson")
    order = make_paid_order(
        seat, 2, supporter=buyer, name="Amina Testperson", guests=guests("Amina Testperson"), at=timezone.now()
    )
    client = client_as("development")

    page = text_of(client.get(f"/supporters/{buyer.pk}/"))
    gift = text_of(client.get(f"/gifts/{order.gift_id}/"))
    found = text_of(client.get("/search/?q=E-0001"))

    assert f"/events/indiana/orders/{order.number}/" in page
    assert "Expected at Indiana dinner" in page
    assert "Ordered seats at Indiana dinner" in page
    assert f"/events/indiana/orders/{order.number}/" in gift
    assert "<mark>E-0001</mark> Amina Testperson" in found


def test_home_says_what_waits_at_an_event(client_as, event, seat):
    order_of(seat, 2)

    page = text_of(client_as("events").get("/"))

    assert "Indiana dinner: unpaid orders" in page
    assert "Indiana dinner: guest names missing" in page
