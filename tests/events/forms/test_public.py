"""The order form sent again: the same is the same, other content is another order and lets the first one go."""

import uuid
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.forms import sent
from donations.models import GiftIntent
from events.invitations.services import invite
from events.models import Event, Order
from tests.events.builders import make_event, make_ticket
from tests.support.builders import make_supporter
from tests.support.databases import race
from tests.support.shop import Shop, shop, shop_standin

__all__ = ["shop", "shop_standin"]


@pytest.fixture
def unlimited(settings):
    """Tries are not what these tests are about."""
    settings.GIVE_ATTEMPTS_PER_HOUR = 1_000


@pytest.fixture
def event(shop) -> Event:
    return make_event(starts_at=timezone.now() + timedelta(days=21), fund=shop.fund)


@pytest.fixture
def form(event) -> dict:
    ticket = make_ticket(event)
    return {
        f"q_{ticket.pk}": 1,
        "extra": "0",
        "name": "Amina Testperson",
        "email": "amina@example.org",
        "name_1": "Amina Testperson",
        "pay": "now",
        "nonce": str(uuid.uuid4()),
    }


def quantity(form: dict) -> str:
    return next(name for name in form if name.startswith("q_"))


def send(shop: Shop, event: Event, form: dict, **changed):
    answer = shop.client.post(f"/e/{event.slug}/order/", {**form, **changed})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def seats_taken() -> int:
    return Event.objects.get().taken


def states() -> list[tuple[str, str]]:
    return list(Order.objects.order_by("pk").values_list("state", "name"))


def test_the_same_order_twice_is_one_order_and_one_payment_page(shop, event, form):
    assert send(shop, event, form) == send(shop, event, form)
    assert states() == [("held", "Amina Testperson")]
    assert seats_taken() == 1


def test_by_check_and_a_second_guest_after_back_are_both_kept(shop, event, form):
    page = send(shop, event, form)

    send(shop, event, form, pay="check", name_2="Bilal Testperson", **{quantity(form): 2})

    first, second = Order.objects.order_by("pk")
    assert (first.state, second.state) == (Order.State.EXPIRED, Order.State.ASKED)
    assert [guest.name for guest in second.guests.all()] == ["Amina Testperson", "Bilal Testperson"]
    assert GiftIntent.objects.get(session_url=page).state == GiftIntent.State.EXPIRED
    assert shop.standin.client().v1.checkout.sessions.retrieve(first.intent.session_id).status == "expired"
    assert seats_taken() == 0  # those of a check are held once its letter is opened


def test_back_from_by_check_to_a_card_leaves_one_order(shop, event, form):
    send(shop, event, form, pay="check")

    page = send(shop, event, form)

    assert [state for state, _ in states()] == [Order.State.CANCELLED, Order.State.HELD]
    assert GiftIntent.objects.get(session_url=page).state == GiftIntent.State.OPEN
    assert seats_taken() == 1


def test_the_last_seat_is_free_for_whoever_held_it_and_changes_the_form(shop, event, form):
    Event.objects.update(capacity=1)
    send(shop, event, form)

    send(shop, event, form, note="A wheelchair")

    assert [order.note for order in Order.objects.live()] == ["A wheelchair"]
    assert seats_taken() == 1


def test_every_changed_field_is_another_order(shop, event, form):
    changes = {
        "name": "Bilal Testperson",
        "email": "bilal@example.org",
        "phone": "317 555 0144",
        "other": "25",
        "note": "By the window",
        "name_1": "Chanda Testperson",
        "back_1": "on",
        "pay": "check",
        quantity(form): 2,
    }
    for name, value in changes.items():
        cache.clear()  # nobody counts tries here
        mine = {**form, "nonce": str(uuid.uuid4())}
        send(shop, event, mine)
        first = Order.objects.latest("pk")

        send(shop, event, mine, **{name: value})

        assert Order.objects.latest("pk") != first, name
        assert Order.objects.get(pk=first.pk).state == Order.State.EXPIRED, name


def test_the_next_person_at_the_tablet_gets_an_order_of_their_own(shop, event, form):
    send(shop, event, form)
    shop.pay(GiftIntent.objects.get())
    shop.settle()

    send(shop, event, form, name="Bilal Testperson", email="bilal@example.org", name_1="Bilal Testperson")

    assert states() == [("paid", "Amina Testperson"), ("held", "Bilal Testperson")]
    assert seats_taken() == 2


def test_nothing_new_is_ordered_while_the_old_page_cannot_be_closed(shop, event, form):
    send(shop, event, form)
    shop.standin.control("faults", kind="500", count=20, path="/v1/checkout/sessions/*/expire")

    answer = shop.client.post(f"/e/{event.slug}/order/", {**form, "note": "By the window"})

    assert answer.status_code == 422
    assert "We couldn't reach the payment page. Nothing was charged. Please try again." in unescape(
        answer.content.decode()
    )
    assert states() == [("held", "Amina Testperson")]


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize("pay", ["now", "check"])
def test_sixteen_equal_orders_at_once_are_one_order_and_sixteen_equal_answers(shop, event, form, pay):
    answers = race(16, lambda _: send(replace(shop, client=Client()), event, form, pay=pay))

    assert len(set(answers)) == 1, answers
    assert len(states()) == 1
    assert seats_taken() == (1 if pay == "now" else 0)


def test_a_fresh_form_in_the_same_browser_lets_go_of_the_order_whose_page_was_left(shop, event, form):
    Event.objects.update(capacity=1)
    send(shop, event, form)
    shown = shop.client.get(f"/e/{event.slug}/order/?{quantity(form)}=1")

    send(shop, event, {**form, "nonce": str(uuid.uuid4())}, note="A wheelchair")

    assert shown.status_code == 200
    assert [state for state, _ in states()] == [Order.State.EXPIRED, Order.State.HELD]
    assert seats_taken() == 1


def test_an_order_s_page_paid_from_its_link_is_left_as_well(shop, event, form):
    """On a phone that never placed the order: its payment page is closed once another order is paid there."""
    send(shop, event, form)
    first = Order.objects.get()
    phone = replace(shop, client=Client())

    phone.client.post(f"/e/order/{first.token}/pay/")
    send(phone, event, {**form, "nonce": str(uuid.uuid4())})

    assert [state for state, _ in states()] == [Order.State.EXPIRED, Order.State.HELD]


def test_the_last_word_of_an_answer_counts_also_under_the_same_form(client, organization):
    dinner = make_event(starts_at=timezone.now() + timedelta(days=21))
    invitation = invite(event=dinner, supporter=make_supporter(), most=2, hosted=True, by=None)
    path, key = f"/rsvp/{invitation.token}/", sent.new_key()
    yes = {"answer": "yes", "name_1": "Amina Testperson", "form_key": key}

    answers = [client.post(path, form).status_code for form in (yes, yes, {**yes, "answer": "no"}, yes)]
    invitation.refresh_from_db()

    assert answers == [302] * 4
    assert (invitation.answer, seats_taken()) == ("yes", 1)
