"""Webhooks a receiver must refuse or set aside, as they are made."""

import json

import pytest

from sandbox import webhooks
from sandbox.control import forgeries
from tests.sandbox.support.worlds import make_world


@pytest.fixture
def world():
    return make_world(webhook_url="http://127.0.0.1:1/")


@pytest.fixture
def sent(monkeypatch):
    posted = []
    monkeypatch.setattr(webhooks, "post", lambda url, payload, signature: posted.append((payload, signature)) or 400)
    return posted


def test_every_kind_is_posted_and_its_answer_given_back(world, sent):
    for kind in forgeries.KINDS:
        assert forgeries.forge(world, kind)["answer"] == 400

    assert len(sent) == len(forgeries.KINDS)


def test_a_tampered_body_is_not_the_one_that_was_signed(world, sent):
    forgeries.forge(world, "tampered")

    payload, signature = sent[0]
    moment = int(signature.split(",")[0].removeprefix("t="))
    assert webhooks.sign(world, payload, moment) != signature
    assert json.loads(payload)["livemode"] is False  # still reads the same


def test_a_foreign_event_is_signed_and_about_nothing_made_here(world, sent):
    forgeries.forge(world, "foreign")

    payload, signature = sent[0]
    event = json.loads(payload)
    moment = int(signature.split(",")[0].removeprefix("t="))
    assert webhooks.sign(world, payload, moment) == signature
    with pytest.raises(KeyError):
        world.store.get(event["data"]["object"]["id"])


def test_unknown_kinds_and_events_are_refused(world, sent):
    with pytest.raises(ValueError, match="A forgery is one of"):
        forgeries.forge(world, "nonsense")
    with pytest.raises(KeyError):
        forgeries.forge(world, "old", "evt_none")
    with pytest.raises(ValueError, match="No webhook URL"):
        forgeries.forge(make_world(), "old")
