"""A slow processor holds up no page: visitors wait two seconds at most, and after a few time-outs not at all."""

import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations.gateways import timeouts
from donations.gateways.base import GatewayError
from donations.models import Gift, GiftIntent
from events.models import Order
from tests.donations.processor.test_returned_money import ordered
from tests.events.builders import make_event, make_ticket
from tests.support.databases import race

#: Much longer than any page may take, and than this test does.
HANGS = 25.0


@pytest.fixture
def slow(shop, settings):
    """Once begun, the processor takes every question and answers none, and visitors have little patience."""
    shop.hold()

    def begin(path: str = "/v1/*") -> None:
        settings.PROCESSOR_SECONDS = (0.4, 0.8)
        shop.standin.control("requests", "DELETE")
        shop.standin.control("faults", kind="timeout", count=500, path=path, seconds=HANGS)

    yield begin
    shop.standin.control("faults", "DELETE")


def mend(shop) -> None:
    """The processor answers again, however busy this machine is."""
    shop.standin.control("faults", "DELETE")
    configured.PROCESSOR_SECONDS = (60.0, 60.0)


def asked(shop) -> int:
    """How many questions reached the processor."""
    rows = shop.standin.control("requests", "GET")["requests"]
    return len([row for row in rows if row["path"].startswith("/v1/")])


def test_visitors_may_take_two_seconds_of_the_processors_time():
    assert configured.PROCESSOR_SECONDS[0] <= 2
    place = configured.MIDDLEWARE.index("donations.gateways.timeouts.ProcessorTimeoutMiddleware")
    assert place > configured.MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware")


def test_the_thank_you_page_is_being_confirmed_and_looks_again(shop, slow):
    intent = shop.give()
    shop.pay(intent)
    slow()
    began = time.monotonic()
    page = shop.client.get(f"/give/thanks/{intent.public_id}/")
    took = time.monotonic() - began
    mend(shop)
    cache.clear()
    after = shop.client.get(f"/give/thanks/{intent.public_id}/")

    assert (page.status_code, page.context["stage"]) == (200, "confirming")
    assert 'http-equiv="refresh"' in page.content.decode()
    assert took < HANGS
    assert (after.context["stage"], Gift.objects.count()) == ("paid", 1)


def test_the_orders_page_is_being_confirmed_and_asks_for_no_second_payment(shop, slow):
    event = make_event(starts_at=timezone.now() + timedelta(days=40))
    made = ordered(shop, event, make_ticket(event))
    shop.pay(made.intent)
    slow()

    page = shop.client.get(f"{reverse('events:order', args=[made.token])}?paid={made.intent.public_id}")

    body = page.content.decode()
    assert (page.status_code, page.context["confirming"], Order.objects.get().state) == (200, True, "held")
    assert 'http-equiv="refresh"' in body
    assert ">Pay <" not in body


def test_sixteen_viewers_of_a_slow_processor_ask_a_few_times_and_then_not_at_all(shop, slow, client_as):
    intent = shop.give()
    shop.pay(intent)
    slow()

    stages = race(16, lambda _: Client().get(f"/give/thanks/{intent.public_id}/").context["stage"])
    questions = asked(shop)
    resting = [Client().get(f"/give/thanks/{intent.public_id}/").context["stage"] for _ in range(5)]
    notices = shop.standin.control("webhooks/release")["results"]

    assert (set(stages), set(resting)) == ({"confirming"}, {"confirming"})
    assert questions < 16
    assert timeouts.is_paused()
    assert asked(shop) == questions
    assert {row["answer"] for row in notices} == {200}


def test_after_its_rest_the_processor_is_asked_again(shop, slow):
    intent = shop.give()
    shop.pay(intent)
    slow()
    for _ in range(timeouts.TIMEOUTS.most + 1):
        shop.client.get(f"/give/thanks/{intent.public_id}/")
    rested = timeouts.is_paused()
    mend(shop)
    during = shop.client.get(f"/give/thanks/{intent.public_id}/").context["stage"]
    cache.delete(timeouts._RESTS)  # the rest is over

    after = shop.client.get(f"/give/thanks/{intent.public_id}/").context["stage"]

    assert (rested, during, after) == (True, "confirming", "paid")


def test_the_worker_waits_as_long_as_it_takes_whoever_rests(shop, slow):
    intent = shop.give()
    shop.pay(intent)
    slow("/v1/checkout/*")
    for _ in range(timeouts.TIMEOUTS.most + 1):
        shop.client.get(f"/give/thanks/{intent.public_id}/")
    mend(shop)
    shop.standin.control("webhooks/release")
    shop.work()

    assert (timeouts.is_paused(), GiftIntent.objects.get().state) == (True, "paid")


def test_a_payment_page_that_does_not_open_in_time_charges_nothing_and_keeps_the_form(shop, slow):
    token = shop.token()
    slow()
    refused = shop.post(token=token)
    mend(shop)
    cache.clear()

    opened = shop.post(token=token)

    assert (refused.status_code, opened.status_code) == (422, 302)
    assert GiftIntent.objects.count() == 1


@pytest.mark.django_db
def test_an_answer_that_trickles_in_is_not_waited_for():
    with timeouts.time_budget(0.2), pytest.raises(timeouts.ProcessorTimeout):
        timeouts.within_budget(lambda: time.sleep(3))


@pytest.mark.django_db
def test_whoever_finds_every_place_taken_waits_for_one_as_long_as_they_would_for_an_answer():
    def ask(number: int) -> str:
        with timeouts.time_budget(60):
            return timeouts.within_budget(lambda: time.sleep(0.05) or f"answer {number}")

    answers = race(timeouts.AT_ONCE * 5, ask)

    with ExitStack() as places:
        for _ in range(timeouts.AT_ONCE):
            places.enter_context(timeouts._place(timeouts.Budget(60)))
        with timeouts.time_budget(0.1), pytest.raises(timeouts.ProcessorTimeout, match="Too many requests"):
            timeouts.within_budget(lambda: "answer")

    assert answers == [f"answer {number}" for number in range(timeouts.AT_ONCE * 5)]


def test_without_somebody_waiting_every_answer_is_waited_for():
    assert timeouts.within_budget(lambda: "answer") == "answer"
    assert not issubclass(timeouts.ProcessorTimeout, GatewayError)


@pytest.mark.django_db
def test_answers_that_come_add_up_to_the_budget():
    """Five answers of a fifth of a second each, in a request that may wait for half a second: not all are awaited."""
    answers = []

    def ask_five_times():
        for _ in range(5):
            answers.append(timeouts.within_budget(lambda: time.sleep(0.2)))

    with timeouts.time_budget(0.5), pytest.raises(timeouts.ProcessorTimeout):
        ask_five_times()

    assert 1 <= len(answers) < 4
