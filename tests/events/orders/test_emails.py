"""What buyers are written, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.mail.test_emails import built
from core.models import Message, Organization
from events.orders.emails import BOOKED, write_to_buyer
from tests.events.builders import make_event, make_order, make_paid_order, make_ticket

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def seat():
    return make_ticket(make_event(name_ur="انڈیانا کا عشائیہ", starts_at=timezone.now() + timedelta(days=21)))


def test_a_buyer_who_pays_by_check_is_told_where_to_send_it_and_gets_the_link(seat, settings):
    settings.SITE_URL = "https://dinner.example.org"
    order = make_order(seat, 2, at=timezone.now())

    message = Message.objects.get()

    assert (message.to, message.subject) == ("amina@example.org", "We're holding your seats at Indiana dinner")
    assert "Please mail a check for $300.00 to the address below and write E-0001 on the check." in message.text
    assert order.token not in message.text + message.html
    email = built(message, Organization.objects.get())
    parts = (email.body, str(email.alternatives[0].content))
    assert [f"https://dinner.example.org/e/order/{order.token}/" in part for part in parts] == [True, True]


def test_a_paid_order_is_confirmed_once(seat):
    order = make_paid_order(seat, at=timezone.now(), channel="phone")

    write_to_buyer(order=order, news=BOOKED)

    assert list(Message.objects.values_list("identity", "subject")) == [
        ("order-1-booked", "Your seats at Indiana dinner are booked")
    ]


def test_the_letter_is_in_the_buyers_language(seat):
    make_order(seat, at=timezone.now(), language="ur")

    message = Message.objects.get()

    assert "انڈیانا کا عشائیہ" in message.subject
    assert "E-0001 لکھیں" in message.text


def test_a_buyer_without_an_address_and_an_order_by_phone_are_not_written_to(seat):
    make_order(seat, at=timezone.now(), email="")
    make_order(seat, at=timezone.now(), channel="phone")

    assert Message.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_letter_says_what_of_the_sum_is_deductible_as_the_law_has_it(seat, language):
    make_order(seat, 2, at=timezone.now(), language=language)

    message = Message.objects.get()

    assert "limited to the excess of what you pay over the value" in message.text
    assert "$300.00\u00a0−\u00a0$120.00\u00a0=\u00a0$180.00" in message.text
