"""Notices in any order, any number of times, true and false ones: the rows end the same."""

import random
from decimal import Decimal
from itertools import permutations
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from donations.gateways.base import GatewayError
from donations.models import BalanceTransaction, GatewayEvent, Gift, GiftIntent, Refund
from donations.processor import webhook_inbox
from tests.support.builders import make_fund
from tests.support.databases import race

EVERY_ORDER = list(permutations(range(5)))
SOME_ORDERS = random.Random(7).sample(EVERY_ORDER, 6)


def paid_and_refunded(shop) -> tuple[GiftIntent, list[str]]:
    """A gift of which $20 went back, its five telling notices still at the stand-in."""
    shop.hold()
    intent = shop.give()
    session = shop.pay(intent)
    charge = shop.standin.client().v1.payment_intents.retrieve(session["payment_intent"]).latest_charge
    shop.standin.control(f"charges/{charge}/settle")
    shop.standin.control(f"charges/{charge}/refund", amount=2000)
    wanted = (
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
        "charge.refunded",
        "refund.created",
    )
    events = {event.type: event.id for event in shop.standin.client().v1.events.list({"limit": 100}).data}
    return intent, [events[name] for name in wanted]


def orders(chosen: list[tuple[int, ...]], *marks) -> list:
    return [pytest.param(order, id=str(order), marks=marks) for order in chosen]


@pytest.mark.parametrize(
    "order",
    orders(SOME_ORDERS) + orders([order for order in EVERY_ORDER if order not in SOME_ORDERS], pytest.mark.long),
)
def test_every_order_of_payment_and_refund_ends_in_the_same_rows(shop, order):
    intent, events = paid_and_refunded(shop)

    for number in order:
        shop.standin.control("webhooks/deliver", events=[events[number]], copies=2)
        webhook_inbox.work_off()

    gift = Gift.objects.get()
    assert (gift.amount, gift.refunded, gift.intent) == (Decimal("50.00"), Decimal("20.00"), intent)
    assert list(Refund.objects.values_list("amount", "system")) == [(Decimal("20.00"), "stripe")]
    assert sorted(BalanceTransaction.objects.values_list("type", "amount", "gift")) == [
        ("charge", Decimal("50.00"), gift.pk),
        ("refund", Decimal("-20.00"), gift.pk),
    ]
    assert GatewayEvent.objects.count() == 5
    assert shop.unfinished() == []


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("bad_signature", 400),
        ("no_signature", 400),
        ("malformed_signature", 400),
        ("tampered", 400),
        ("old", 400),
        ("future", 400),
        ("oversized", 413),
        ("not_json", 400),
        ("not_an_event", 400),
    ],
)
def test_what_cannot_be_believed_is_refused_and_not_stored(shop, kind, answer):
    got = shop.standin.control("webhooks/forge", kind=kind)

    assert got["answer"] == answer
    assert GatewayEvent.objects.count() == 0


@pytest.mark.parametrize(("kind", "status"), [("unknown_type", "ignored"), ("wrong_mode", "wrong_mode")])
def test_what_is_not_for_us_is_stored_and_put_aside(shop, kind, status):
    got = shop.standin.control("webhooks/forge", kind=kind)
    shop.work()

    assert got["answer"] == 200
    assert GatewayEvent.objects.get().status == status
    assert Gift.objects.count() == 0


def test_fifty_sends_of_one_form_make_one_intent(shop):
    token = shop.token()

    answers = race(50, lambda number: shop.post(token=token))

    assert GiftIntent.objects.count() == 1
    assert {getattr(answer, "url", answer) for answer in answers} == {GiftIntent.objects.get().session_url}


def test_an_event_that_fails_comes_back(shop):
    shop.hold()
    intent = shop.give()
    shop.pay(intent)
    shop.standin.control("webhooks/release", order="oldest")
    shop.standin.control("faults", kind="500", count=60, method="GET", path="/v1/payment_intents*")

    webhook_inbox.work_off()
    failed = GatewayEvent.objects.filter(status=GatewayEvent.Status.FAILED).count()
    shop.standin.control("faults", "DELETE")
    GatewayEvent.objects.filter(status=GatewayEvent.Status.FAILED).update(due_at="2026-01-01T00:00Z")
    webhook_inbox.work_off()

    assert failed > 0
    assert (Gift.objects.count(), shop.unfinished()) == (1, [])


def test_a_slow_processor_ends_a_round_early_and_takes_nothing_of_the_pause(shop, monkeypatch):
    shop.hold()
    shop.pay(shop.give())
    shop.standin.control("webhooks/release")
    slow = Slow(90)
    monkeypatch.setattr(webhook_inbox, "_sync", slow)
    monkeypatch.setattr(webhook_inbox, "time", SimpleNamespace(monotonic=lambda: slow.passed))

    with time_machine.travel(timezone.now(), tick=False) as clock:
        slow.clock = clock
        done = webhook_inbox.work_off()
        failed = GatewayEvent.objects.get(status=GatewayEvent.Status.FAILED)

        assert done == 1
        assert failed.due_at == timezone.now() + webhook_inbox.PAUSE


class Slow:
    """A processor that takes its time and then does not answer."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.passed, self.clock = seconds, 0.0, None

    def __call__(self, *_: object) -> None:
        self.passed += self.seconds
        self.clock.shift(self.seconds)
        raise GatewayError("It did not answer.")


def test_amounts_and_funds_of_somebodys_own_making_change_nothing(shop):
    hidden = make_fund("SECRET", public=False)

    answers = [
        shop.post(amount="0.50").status_code,
        shop.post(amount="other", other="4.99").status_code,
        shop.post(amount="other", other="-50").status_code,
        shop.post(fund=str(hidden.pk)).status_code,
        shop.post(token="forged").status_code,
        shop.post(website="http://example.org").status_code,
    ]

    assert answers == [422] * 6
    assert GiftIntent.objects.count() == 0


def test_without_a_key_giving_is_off_and_says_so(shop, settings):
    settings.STRIPE_SECRET_KEY = ""

    page = shop.client.get("/give/")
    notice = shop.client.post("/stripe/webhook/", b"{}", content_type="application/json")

    assert "Online giving isn't available right now." in page.content.decode()
    assert (page.status_code, notice.status_code) == (200, 404)
