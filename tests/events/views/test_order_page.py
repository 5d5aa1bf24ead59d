"""The order's own page: reached by its link alone, for the guests' names, their codes, and seats given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Benefit
from events.models import Event, Meal, Order
from tests.events.builders import make_paid_order, taken
from tests.events.views.order_forms import event, open_letter, seat, text_of, typed
from tests.support.lists import queries

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


def test_an_order_is_opened_by_its_link_alone(client, event, seat):
    client.post("/e/indiana/order/", typed(seat))
    order = Order.objects.get()

    assert client.get(f"/e/order/{order.token}/").status_code == 200
    other = "y" if order.token.endswith("x") else "x"
    assert client.get(f"/e/order/{order.token[:-1]}{other}/").status_code == 404
    assert client.get(f"/e/order/{order.number}/").status_code == 404


def test_guests_are_named_until_the_evening_begins(client, event, seat):
    meal = Meal.objects.create(event=event, name="Lamb karahi")
    client.post("/e/indiana/order/", typed(seat, 2))
    order = Order.objects.get()
    open_letter(client, order)
    first, second = order.guests.all()
    form = {f"g{first.pk}-name": "Amina", f"g{second.pk}-name": "Zara", f"g{second.pk}-meal": meal.pk}

    client.post(f"/e/order/{order.token}/guests/", form)
    Event.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    client.post(f"/e/order/{order.token}/guests/", {f"g{second.pk}-name": "Too late"})

    assert list(order.guests.values_list("name", "meal")) == [("Amina", None), ("Zara", meal.pk)]


def test_a_paid_order_shows_a_code_for_each_guest_and_takes_seats_back(client, event, seat):
    order = make_paid_order(seat, 2, at=timezone.now())
    first = order.guests.first()

    page = text_of(client.get(f"/e/order/{order.token}/"))
    after = client.post(f"/e/order/{order.token}/return/", {"seat": [first.pk, "x", "99999999"]}, follow=True)

    assert page.count("<svg") >= 2
    assert first.secret in page
    assert "Your seats were released" in text_of(after)
    assert taken(seat) == (1, 1)
    assert Benefit.objects.filter(status=Benefit.Status.RETURNED).count() == 1


def test_a_large_order_asks_no_more_questions_of_the_database(client, event, seat):
    Meal.objects.create(event=event, name="Lamb karahi")
    address = f"/e/indiana/order/?q_{seat.pk}="
    client.get(f"{address}1")

    assert len(queries(client, f"{address}10")) == len(queries(client, f"{address}2"))
