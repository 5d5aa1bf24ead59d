import json
import time

import pytest
import stripe

from tests.sandbox.support.payments import open_session, paid_charge
from tests.sandbox.support.standin import ControlError

PAYMENT = [
    "charge.succeeded",
    "checkout.session.completed",
    "customer.created",
    "payment_intent.created",
    "payment_intent.succeeded",
]


def deliveries(standin):
    return standin.control("webhooks", "GET")["deliveries"]


def test_a_payment_is_announced_with_signatures_the_sdk_accepts(standin, api, receiver):
    paid_charge(standin, api)

    received = receiver.wait_for(5)

    events = [one.event(standin.webhook_secret) for one in received]
    assert sorted(event.type for event in events) == PAYMENT
    assert {event.id for event in events} == {event.id for event in api.v1.events.list().data}
    assert all(abs(one.signed_at - one.at) < 5 for one in received)


def test_another_secret_does_not_open_them(standin, api, receiver):
    api.v1.customers.create({"name": "Zed"})

    with pytest.raises(stripe.SignatureVerificationError):
        receiver.wait_for(1)[0].event("whsec_other")


def test_a_changed_byte_is_noticed(standin, api, receiver):
    api.v1.customers.create({"name": "Zed"})
    one = receiver.wait_for(1)[0]

    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(one.body.replace(b"Zed", b"Zee"), one.signature, standin.webhook_secret)


def test_a_failed_delivery_is_tried_again_and_signed_afresh(standin, api, receiver):
    receiver.answers = [500, 302, 200]
    api.v1.customers.create({"name": "Zed"})
    receiver.wait_for(1)
    assert standin.control("idle") == {"idle": True}

    standin.control("clock", advance=5)
    receiver.wait_for(2)
    standin.control("idle")
    standin.control("clock", advance=30)
    first, _, last = receiver.wait_for(3)
    standin.control("idle")

    assert first.body == last.body
    assert last.signed_at >= first.signed_at
    assert abs(last.signed_at - last.at) < 5  # by the real clock, though the stand-in's is ahead
    assert [(one["state"], [attempt["answer"] for attempt in one["attempts"]]) for one in deliveries(standin)] == [
        ("delivered", [500, 302, 200])
    ]


def test_a_second_try_comes_by_itself_and_with_a_new_time(standin, api, receiver):
    receiver.answers = [500, 200]
    api.v1.customers.create({"name": "Zed"})

    first, second = receiver.wait_for(2)

    assert second.signed_at > first.signed_at
    assert second.signature != first.signature


def test_it_gives_up_after_three_days(standin, api, receiver):
    receiver.answers = [500]
    api.v1.customers.create({"name": "Zed"})
    receiver.wait_for(1)

    for number in range(2, 40):
        standin.control("idle")
        if deliveries(standin)[0]["state"] == "failed":
            break
        standin.control("clock", advance=12 * 3600)
        receiver.wait_for(number)

    assert deliveries(standin)[0]["state"] == "failed"
    # The first failure is followed by retries at half-day steps of the clock until three days are over.
    assert 6 <= len(deliveries(standin)[0]["attempts"]) <= 15


def test_nobody_listening_is_noted_and_retried(standin, api, receiver):
    receiver.stop()
    api.v1.customers.create({"name": "Zed"})
    standin.control("idle")
    time.sleep(0.1)

    only = deliveries(standin)[0]

    assert only["state"] in ("pending", "sending")
    assert only["attempts"][0]["answer"] == "ConnectionRefusedError"


def test_what_is_held_waits_for_its_release(standin, api, receiver):
    standin.control("webhooks", mode="hold")
    paid_charge(standin, api)
    standin.control("idle")
    held = list(receiver.received)

    answers = standin.control("webhooks/release", order="newest")["results"]

    assert held == []
    assert [answer["answer"] for answer in answers] == [200] * 5
    assert receiver.types(standin.webhook_secret) == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
        "customer.created",
    ]
    assert {one["state"] for one in deliveries(standin)} == {"delivered"}


def test_any_order_can_be_played_with_every_event_twice(standin, api, receiver):
    standin.control("webhooks", mode="hold")
    paid_charge(standin, api)
    order = sorted((event.id for event in api.v1.events.list().data), reverse=True)

    standin.control("webhooks/deliver", events=order, copies=2)

    got = [one.event(standin.webhook_secret).id for one in receiver.received]
    assert got == [event for event in order for _ in range(2)]


def test_what_is_dropped_never_comes_and_is_still_listed(standin, api, receiver):
    standin.control("webhooks", mode="drop")
    paid_charge(standin, api)
    standin.control("webhooks", mode="deliver")
    standin.control("clock", advance=86400)  # brings the fee, whose event is delivered
    receiver.wait_for(1)
    standin.control("idle")

    assert "charge.succeeded" not in receiver.types(standin.webhook_secret)
    assert len(api.v1.events.list({"types": PAYMENT}).data) == 5


def test_every_event_can_be_sent_twice(standin, api, receiver):
    standin.control("webhooks", copies=2)
    api.v1.customers.create({"name": "Zed"})

    first, second = receiver.wait_for(2)

    assert first.body == second.body


def test_one_payment_can_be_late_and_doubled(standin, api, receiver):
    session = open_session(api, customer_creation=None)
    standin.control(f"sessions/{session.id}/decline")
    receiver.wait_for(3)
    standin.control(f"sessions/{session.id}/pay", delay=60, copies=2)
    standin.control("idle")
    before = len(receiver.received)

    standin.control("clock", advance=61)
    receiver.wait_for(before + 6)

    assert before == 3
    assert sorted(receiver.types(standin.webhook_secret)[3:]) == sorted(
        ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"] * 2
    )


def test_webhooks_go_nowhere_but_this_machine(standin):
    with pytest.raises(ControlError, match="this machine alone"):
        standin.control("webhooks", url="http://203.0.113.7/hook/")


def forged(standin, receiver, kind, event=None):
    standin.control("webhooks/forge", kind=kind, **({"event_id": event} if event else {}))
    return receiver.received[-1]


@pytest.mark.parametrize("kind", ["bad_signature", "no_signature", "malformed_signature", "tampered", "old"])
def test_a_forgery_fails_the_sdks_check(standin, receiver, kind):
    one = forged(standin, receiver, kind)

    with pytest.raises(stripe.SignatureVerificationError):
        one.event(standin.webhook_secret)


@pytest.mark.parametrize("kind", ["future", "foreign", "unknown_type", "wrong_mode", "oversized"])
def test_a_forgery_the_sdk_lets_pass_is_signed_well(standin, receiver, kind):
    event = forged(standin, receiver, kind).event(standin.webhook_secret)

    assert event.id.startswith("evt_")
    assert event.livemode is (kind == "wrong_mode")


def test_forgeries_are_what_they_say(standin, api, receiver):
    api.v1.customers.create({"name": "Zed"})
    real = receiver.wait_for(1)[0].event(standin.webhook_secret)

    assert forged(standin, receiver, "future").signed_at > time.time() + 300
    assert forged(standin, receiver, "old", real.id).signed_at < time.time() - 300
    assert len(forged(standin, receiver, "oversized").body) > 512 * 1024
    assert json.loads(forged(standin, receiver, "bad_signature", real.id).body)["id"] == real.id
    assert forged(standin, receiver, "not_json").body == b"{not json"
    assert forged(standin, receiver, "not_an_event").body == b"[]"
    assert forged(standin, receiver, "unknown_type").event(standin.webhook_secret).type == "standin.unknown"


def test_the_receivers_answer_to_a_forgery_is_handed_back(standin, receiver):
    receiver.answers = [400]

    assert standin.control("webhooks/forge", kind="tampered")["answer"] == 400
