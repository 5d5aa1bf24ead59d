import pytest
import stripe

from tests.sandbox.support.payments import open_session, paid_charge


def types(page):
    return [event.type for event in page.data]


def test_events_keep_the_object_as_it_was(standin, api):
    charge = paid_charge(standin, api)
    standin.control(f"charges/{charge.id}/settle")

    before, after = (api.v1.events.list({"type": kind}).data[0] for kind in ("charge.succeeded", "charge.updated"))

    assert before.data.object["balance_transaction"] is None
    assert after.data.object["balance_transaction"].startswith("txn_")
    assert api.v1.events.retrieve(before.id).data.object["id"] == charge.id
    assert (before.api_version, before.livemode) == (stripe.api_version, False)


def test_events_are_listed_by_types_and_wildcards(standin, api):
    paid_charge(standin, api)

    several = api.v1.events.list({"types": ["charge.succeeded", "checkout.session.completed"]})
    family = api.v1.events.list({"type": "payment_intent.*"})

    assert types(several) == ["checkout.session.completed", "charge.succeeded"]
    assert types(family) == ["payment_intent.succeeded", "payment_intent.created"]


@pytest.mark.parametrize(
    "params", [{"types": ["a"] * 21}, {"type": "a", "types": ["b"]}], ids=["too many", "both parameters"]
)
def test_types_have_their_limits(api, params):
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.events.list(params)


def test_events_are_forgotten_after_thirty_days_and_money_is_not(standin, api):
    paid_charge(standin, api)

    standin.control("clock", advance=30 * 86400 - 60)
    before = len(api.v1.events.list({"type": "charge.succeeded"}).data)
    standin.control("clock", advance=120)

    assert before == 1
    assert api.v1.events.list({"type": "charge.succeeded"}).data == []
    assert len(api.v1.charges.list().data) == 1


def test_events_since_a_moment(standin, api):
    paid_charge(standin, api)
    standin.control("clock", advance=600)
    since = standin.control("state", "GET")["now"]
    expired = api.v1.checkout.sessions.expire(open_session(api).id)

    found = api.v1.events.list({"created": {"gte": since}}).data

    assert [event.data.object["id"] for event in found] == [expired.id]


def test_delivery_tells_what_has_not_arrived(standin, api):
    standin.control("webhooks", mode="hold")
    api.v1.customers.create({"name": "Held"})
    standin.control("webhooks", mode="deliver")
    api.v1.customers.create({"name": "Sent"})
    assert standin.control("idle") == {"idle": True}

    held, sent = (api.v1.events.list({"delivery_success": arrived}).data for arrived in (False, True))

    assert [event.data.object["name"] for event in held] == ["Held"]
    assert [event.data.object["name"] for event in sent] == ["Sent"]
    assert (held[0].pending_webhooks, sent[0].pending_webhooks) == (1, 0)
