"""What events add to the pages of supporters and to the home page."""

import pytest
from django.utils import timezone

from tests.events.builders import guests, make_paid_order
from tests.events.views.dinner import event, order_of, seat, text_of
from tests.support.builders import make_supporter

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


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
