"""Every object the stand-in makes, held against the SDK's annotations and Stripe's own sample objects."""

import json
from pathlib import Path

import pytest
import stripe
from stripe.checkout import Session

from tests.sandbox.support.payments import line, open_session, settled_charge
from tests.sandbox.support.shapes import misfits

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "data" / "stripe" / "fixtures3.json"
KINDS = {
    "checkout.session": Session,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "charge": stripe.Charge,
    "customer": stripe.Customer,
    "balance_transaction": stripe.BalanceTransaction,
    "refund": stripe.Refund,
    "payout": stripe.Payout,
    "item": stripe.LineItem,
    "price": stripe.Price,
    "product": stripe.Product,
    "event": stripe.Event,
}
#: Sample objects show these expanded; by default the API leaves them out.
ONLY_EXPANDED = {"charge": {"refunds"}}


@pytest.fixture
def made(standin, api) -> dict[str, list[dict]]:
    """Objects of every kind in every state, as they came over the wire."""
    sessions = api.v1.checkout.sessions
    open_one, expired = open_session(api), open_session(api)
    sessions.expire(expired.id)
    declined = standin.control(f"sessions/{open_one.id}/insufficient_funds")
    charge = settled_charge(standin, api)
    api.v1.refunds.create({"charge": charge.id, "amount": 100})
    standin.control("payouts", include_pending=True, paid=False)
    settled_charge(standin, api)
    standin.control("payouts", include_pending=True)
    items = sessions.line_items.list(open_session(api, line_items=[line(quantity=2)]).id).data
    intent = api.v1.payment_intents.retrieve(declined["payment_intent"])
    methods = [api.v1.payment_methods.retrieve(intent.last_payment_error.payment_method.id)]
    rows = [
        *sessions.list().data,
        *api.v1.payment_intents.list().data,
        *api.v1.charges.list().data,
        *api.v1.customers.list().data,
        *api.v1.balance_transactions.list().data,
        *api.v1.refunds.list().data,
        *api.v1.payouts.list().data,
        *api.v1.events.list({"limit": 100}).data,
        *items,
        *methods,
    ]
    found: dict[str, list[dict]] = {}
    for row in map(plain, rows):
        found.setdefault(row["object"], []).append(row)
    found["price"] = [item["price"] for item in found["item"]]
    expanded = sessions.line_items.list(open_one.id, {"expand": ["data.price.product"]}).data
    found["product"] = [plain(item.price.product) for item in expanded]
    return found


def plain(row) -> dict:
    return json.loads(str(row))


def test_every_object_is_what_the_sdk_promises(made):
    wrong = {kind: [] for kind in KINDS}

    for kind, rows in made.items():
        for row in rows:
            wrong[kind] += [problem for problem in misfits(row, KINDS[kind], kind) if problem not in wrong[kind]]

    assert wrong == {kind: [] for kind in KINDS}


def test_events_carry_objects_the_sdk_knows(made):
    for event in made["event"]:
        body = event["data"]["object"]
        assert list(misfits(body, KINDS[body["object"]], event["type"])) == []


def test_every_kind_and_state_was_looked_at(made):
    assert {kind for kind, rows in made.items() if rows} == set(KINDS)
    assert {row["status"] for row in made["checkout.session"]} == {"open", "complete", "expired"}
    assert {row["status"] for row in made["charge"]} == {"succeeded", "failed"}
    assert {row["status"] for row in made["payout"]} == {"in_transit", "paid"}
    assert {row["type"] for row in made["balance_transaction"]} == {"charge", "refund", "payout"}


def test_stripes_samples_have_no_field_that_ours_lack(made):
    if not FIXTURES.exists():
        pytest.skip("Stripe's sample objects are not here (../shared/data/stripe/fixtures3.json).")
    samples = json.loads(FIXTURES.read_text())["resources"]

    lacking = {kind: set(samples[kind]) - set(rows[0]) - ONLY_EXPANDED.get(kind, set()) for kind, rows in made.items()}

    assert lacking == {kind: set() for kind in made}
