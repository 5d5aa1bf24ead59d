"""The event's page, ordering, the order's own page and the answer to an invitation, over HTTP."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from core.clock import organization_today
from core.models import Organization
from donations.models import Gift
from events.models import Event, Order
from tests.events.builders import make_event, make_ticket, taken
from tests.events.views.order_forms import event, open_letter, seat, text_of, typed

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


def test_the_page_says_what_a_seat_costs_and_what_of_it_is_a_gift(client, event, seat):
    page = text_of(client.get("/e/indiana/"))

    assert "An evening for those who testify" in page
    assert "Dinner value <bdi>$60.00</bdi>; your contribution <bdi>$90.00</bdi>" in page
    assert "<bdi>50</bdi> seats left" in page


def test_the_urdu_page_runs_from_right_to_left(client, event, seat):
    answer = client.get("/e/indiana/?lang=ur", HTTP_ACCEPT_LANGUAGE="en")
    page = text_of(answer)

    assert '<html lang="ur" dir="rtl">' in page
    assert answer["Content-Language"] == "ur"
    assert "گواہی دینے والوں کے نام ایک شام" in page
    assert "ایک نشست" in page
    assert "نشستیں باقی ہیں" in page


def test_the_english_page_stays_english_for_a_browser_that_prefers_urdu(client, event, seat):
    page = text_of(client.get("/e/indiana/", HTTP_ACCEPT_LANGUAGE="ur"))

    assert '<html lang="en" dir="ltr">' in page
    assert "Continue" in page


def test_the_sum_is_shown_with_the_laws_words_before_anybody_pays(client, event, seat):
    page = text_of(client.get(f"/e/indiana/order/?q_{seat.pk}=4&extra=100"))

    # 4 × 150 + 100 = 700; 700 − 4 × 60 = 460
    assert "limited to the excess of what you pay over the value of the goods and services we provide" in page
    assert "$700.00 − $240.00 = $460.00" in page
    assert page.count('<fieldset class="guest">') == 4


def test_dinners_given_back_change_the_sum_without_a_script(client, event, seat):
    page = text_of(client.post("/e/indiana/order/", typed(seat, 4, extra="100", back_3="on", back_4="on", show="1")))

    assert "$700.00 − $120.00 = $580.00" in page
    assert Order.objects.count() == 0


def test_an_order_by_check_holds_its_seats_once_its_letter_is_opened(client, event, seat):
    answer = client.post("/e/indiana/order/", typed(seat, 2, name_2="Yusuf Testperson", phone="(317) 555-0148"))

    order = Order.objects.get()
    off = text_of(client.get(answer.url))
    Organization.objects.update(mail_on=True)
    asked, before = text_of(client.get(answer.url)), (order.state, taken(seat))
    open_letter(client, order)
    order.refresh_from_db()
    page = text_of(client.get(answer.url))
    assert before == ("asked", (0, 0))
    assert "We can't send email right now." in off
    assert "One more step: open our email." in asked
    assert "am•••@example.org" in asked
    assert (order.state, order.name, order.phone, order.channel) == (
        "awaiting_check",
        "Amina Testperson",
        "(317) 555-0148",
        "web",
    )
    assert [guest.name for guest in order.guests.all()] == ["Amina Testperson", "Yusuf Testperson"]
    assert taken(seat) == (2, 2)
    assert "We're holding your seats." in page
    assert "E-0001" in page
    assert Gift.objects.count() == 0


def test_the_same_form_sent_twice_is_one_order(client, event, seat):
    form = typed(seat)

    client.post("/e/indiana/order/", form)
    client.post("/e/indiana/order/", form)

    assert Order.objects.count() == 1


def test_prices_and_events_of_the_browser_change_nothing(client, event, seat):
    foreign = make_ticket(make_event(starts_at=event.starts_at), Decimal("1"), value_each=Decimal("0.50"))
    forged = typed(seat, 2, price="0.01", amount="1", total="1", event=str(foreign.event_id), fund="999")

    client.post("/e/indiana/order/", {**forged, f"q_{foreign.pk}": "2"})

    order = Order.objects.get()
    open_letter(client, order)
    assert (order.event, order.total) == (event, Decimal("300.00"))
    assert taken(foreign) == (0, 0)


def test_hidden_and_ended_tickets_are_neither_shown_nor_sold(client, event, seat):
    hidden = make_ticket(event, name="Board seat", public=False)
    ended = make_ticket(event, name="Early bird", sale_until=organization_today() - timedelta(days=2))

    page = text_of(client.get("/e/indiana/"))
    client.post("/e/indiana/order/", typed(hidden))
    client.post("/e/indiana/order/", typed(ended))

    assert ("Board seat" in page, "Early bird" in page) == (False, False)
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Your name"),
        ({"email": "no address"}, "Email"),
        ({"pay": "gold"}, "How would you like to pay?"),
        ({"nonce": "x"}, "Please fix the following:"),
    ],
)
def test_what_is_missing_is_named_and_nothing_typed_is_lost(client, event, seat, changes, said):
    answer = client.post("/e/indiana/order/", typed(seat, name_2="Yusuf Testperson", **changes))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Yusuf Testperson"' in text_of(answer)
    assert Order.objects.count() == 0


def test_more_seats_than_are_left_are_refused_in_plain_words(client, event, seat):
    Event.objects.update(capacity=3)

    answer = client.post("/e/indiana/order/", typed(seat, 4))

    assert answer.status_code == 422
    assert "There aren't that many left." in text_of(answer)
    assert taken(seat) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": Event.State.CLOSED}, "are closed."),
        ({"state": Event.State.CANCELLED}, "has been canceled."),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "is over."),
    ],
)
def test_a_page_that_sells_nothing_says_why(client, event, seat, changes, said):
    Event.objects.update(**changes)

    assert f"Indiana dinner {said}" in text_of(client.get("/e/indiana/"))
    assert client.post("/e/indiana/order/", typed(seat)).status_code == 302
    assert Order.objects.count() == 0


def test_a_full_event_says_so(client, event, seat):
    Event.objects.update(capacity=2)
    client.post("/e/indiana/order/", typed(seat, 2))
    open_letter(client, Order.objects.get())

    assert "Indiana dinner is sold out." in text_of(client.get("/e/indiana/"))


def test_nobody_sees_a_draft(client, event):
    Event.objects.update(state=Event.State.DRAFT)

    assert client.get("/e/indiana/").status_code == 404


def test_posting_needs_the_forms_own_token(event, seat):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/e/indiana/order/", typed(seat)).status_code == 403
    assert Order.objects.count() == 0
