"""Card testers are slowed by the harm they do; a hall full of guests behind one address is not."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from core.http import card_testing
from donations.models import GiftIntent
from events.models import Order
from tests.core.http.visitors import answer_to, harm, place_of, send
from tests.events.builders import make_event, make_ticket
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]


def test_forty_guests_behind_one_address_give_and_order_within_a_minute(shop):
    event = make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=21), capacity=200)
    seat = make_ticket(event)
    answers = []
    for number in range(40):
        email = f"guest{number}@example.org"
        answers.append(send(shop, email=email, amount="other", other="5").status_code)
        order = {f"q_{seat.pk}": 2, "extra": "0", "name": f"Guest {number}", "email": email, "pay": "now"}
        nonce = Client(REMOTE_ADDR="203.0.113.7")
        page = nonce.get("/e/dinner/order/", order)
        order["nonce"] = page.context["form"]["nonce"].value()
        answers.append(nonce.post("/e/dinner/order/", order).status_code)

    assert answers == [302] * 80
    assert (GiftIntent.objects.count(), Order.objects.count()) == (80, 40)


def test_a_network_whose_cards_are_declined_is_asked_and_no_other(shop):
    harm(shop, card_testing.HARM_ASKED.most)

    asked, elsewhere = send(shop, email="a@example.org"), send(shop, "198.51.100.9", email="b@example.org")

    assert (asked.status_code, elsewhere.status_code) == (422, 302)
    assert "step_answer" in asked.context["form"].errors
    assert 'value="Amina Testperson"' in asked.text


def test_declines_at_the_processor_are_counted_against_the_network_once_each(shop):
    shop.client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    for number in range(card_testing.HARM_ASKED.most):
        intent = shop.give(email=f"tester{number}@example.org")
        shop.pay(intent, "decline")
        shop.settle()
        shop.client.get(f"/give/thanks/{intent.public_id}/")
        shop.client.get(f"/give/thanks/{intent.public_id}/")
        who = card_testing.Visitor(place_of("203.0.113.7"))
        wanted = card_testing.Pace.ASKED if number + 1 == card_testing.HARM_ASKED.most else card_testing.Pace.FREE
        assert card_testing.pace_of(who, at=timezone.now()) == wanted

    assert send(shop, email="last@example.org").status_code == 422


def test_a_network_that_does_much_harm_is_refused_until_the_hour_is_over(shop, monkeypatch):
    harm(shop, card_testing.HARM_REFUSED.most)

    refused, elsewhere = send(shop), send(shop, "198.51.100.9")
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("donations.online.views.timezone.now", lambda: later)

    assert (refused.status_code, elsewhere.status_code) == (422, 422)
    assert "Too many cards were declined from this network." in refused.text
    assert "step_answer" in elsewhere.context["form"].errors  # so many declines anywhere have everybody asked
    assert send(shop).status_code == 302


def test_nobody_can_stop_giving_for_all(shop, monkeypatch):
    for number in range(card_testing.DECLINES_ASKED.most + 5):
        who, at = card_testing.Visitor(place_of(f"198.51.100.{number}")), timezone.now()
        card_testing.note_try(who, at=at, reference=f"try-{number}")
        card_testing.note_decline(reference=f"try-{number}", decline=f"decline-{number}", at=at)

    asked = send(shop)
    reply = answer_to(asked)
    later = timezone.now() + timedelta(seconds=10)
    monkeypatch.setattr("donations.online.views.timezone.now", lambda: later)

    assert asked.status_code == 422
    assert send(shop, **reply).status_code == 302


def test_many_tries_of_one_network_or_for_one_address_are_asked_never_refused(shop, settings):
    settings.GIVE_ATTEMPTS_PER_HOUR = 5
    small = [send(shop, email=f"{n}@example.org", amount="other", other="5").status_code for n in range(6)]
    same = [
        send(shop, f"198.51.100.{n}", email="amina@example.org").status_code
        for n in range(card_testing.PERSON_ASKED.most + 1)
    ]

    assert small == [302] * 5 + [422]
    assert same == [302] * card_testing.PERSON_ASKED.most + [422]


def test_addresses_of_one_network_are_one_and_the_proxys_word_counts_behind_a_proxy(settings):
    assert place_of("2001:db8:1:2::1") == place_of("2001:db8:1:2:ffff::9") != place_of("2001:db8:1:3::1")
    assert place_of("::ffff:203.0.113.7") == place_of("203.0.113.7")

    class Request:
        headers = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
        META = {"REMOTE_ADDR": "127.0.0.1"}

    settings.BEHIND_PROXY = True
    assert card_testing.visitor(Request()).place == _place_of_proxy("203.0.113.7")


def _place_of_proxy(address: str) -> str:
    class Request:
        headers = {"X-Forwarded-For": address}
        META = {"REMOTE_ADDR": "127.0.0.1"}

    return card_testing.visitor(Request()).place
