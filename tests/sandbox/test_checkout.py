import pytest

from tests.sandbox.support.payments import line, open_session, paid_charge
from tests.sandbox.support.standin import ControlError


def types(api):
    return [event.type for event in api.v1.events.list({"limit": 100}).data][::-1]


def test_paying_completes_the_session_and_everything_behind_it(standin, api):
    session = open_session(api)

    standin.control(f"sessions/{session.id}/pay", name="Zed Sample", brand="mastercard", last4="4444")

    paid = api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge", "customer"]})
    intent, charge = paid.payment_intent, paid.payment_intent.latest_charge
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert (paid.customer_details.name, paid.customer_details.address.postal_code) == ("Zed Sample", "46204")
    assert (paid.customer.email, paid.customer.name) == ("zed@example.org", "Zed Sample")
    assert (intent.status, intent.amount_received, intent.metadata.to_dict()) == (
        "succeeded",
        5000,
        {"intent": "intent-1"},
    )
    assert (charge.status, charge.paid, charge.amount, charge.amount_refunded) == ("succeeded", True, 5000, 0)
    assert charge.metadata.to_dict() == {"intent": "intent-1"}
    assert charge.balance_transaction is None
    assert charge.billing_details.to_dict() == {
        "address": {
            "city": None,
            "country": "US",
            "line1": None,
            "line2": None,
            "postal_code": "46204",
            "state": None,
        },
        "email": "zed@example.org",
        "name": "Zed Sample",
        "phone": None,
        "tax_id": None,
    }
    card = charge.payment_method_details.card
    assert (card.brand, card.last4) == ("mastercard", "4444")
    assert api.v1.payment_methods.retrieve(intent.payment_method).card.last4 == "4444"
    assert types(api) == [
        "customer.created",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_without_customer_creation_the_donor_stays_a_guest(standin, api):
    session = open_session(api, customer_creation=None)

    paid = standin.control(f"sessions/{session.id}/pay")

    assert (paid["customer"], paid["customer_creation"]) == (None, "if_required")
    assert api.v1.customers.list().data == []


@pytest.mark.parametrize(
    ("outcome", "reason", "last4"),
    [("decline", "generic_decline", "0002"), ("insufficient_funds", "insufficient_funds", "9995")],
)
def test_a_declined_card_leaves_the_session_open(standin, api, outcome, reason, last4):
    session = open_session(api)

    standin.control(f"sessions/{session.id}/{outcome}")

    tried = api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    error, charge = tried.payment_intent.last_payment_error, tried.payment_intent.latest_charge
    assert (tried.status, tried.payment_status, tried.customer) == ("open", "unpaid", None)
    assert (tried.payment_intent.status, tried.payment_intent.amount_received) == ("requires_payment_method", 0)
    assert (error.type, error.code, error.decline_code) == ("card_error", "card_declined", reason)
    assert (charge.status, charge.paid, charge.failure_code, charge.outcome.reason) == (
        "failed",
        False,
        "card_declined",
        reason,
    )
    assert charge.payment_method_details.card.last4 == last4
    assert types(api) == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


def test_another_card_pays_the_same_intent(standin, api):
    session = open_session(api)
    first = standin.control(f"sessions/{session.id}/decline")["payment_intent"]

    second = standin.control(f"sessions/{session.id}/pay")["payment_intent"]

    intent = api.v1.payment_intents.retrieve(first)
    charges = api.v1.charges.list({"payment_intent": first}).data
    assert second == first
    assert (intent.status, intent.last_payment_error) == ("succeeded", None)
    assert [charge.status for charge in charges] == ["succeeded", "failed"]


def test_a_session_is_paid_once(standin, api):
    session = open_session(api)
    standin.control(f"sessions/{session.id}/pay")

    with pytest.raises(ControlError, match="complete and can't be paid"):
        standin.control(f"sessions/{session.id}/pay")

    assert len(api.v1.charges.list().data) == 1


def test_an_expired_session_cannot_be_paid(standin, api):
    session = open_session(api)
    standin.control("clock", advance=25 * 3600)

    with pytest.raises(ControlError, match="expired and can't be paid"):
        standin.control(f"sessions/{session.id}/pay")

    assert api.v1.charges.list().data == []


def test_the_fee_arrives_late(standin, api):
    charge = paid_charge(standin, api, cents=5181)

    standin.control("clock", advance=3590)
    before = api.v1.charges.retrieve(charge.id)
    standin.control("clock", advance=20)
    after = api.v1.charges.retrieve(charge.id, {"expand": ["balance_transaction"]})

    row = after.balance_transaction
    assert before.balance_transaction is None
    # 2.9 % of 51.81 is 1.50249: $1.50, and 30 cents.
    assert (row.amount, row.fee, row.net, row.type, row.source) == (5181, 180, 5001, "charge", charge.id)
    assert [(part.amount, part.type) for part in row.fee_details] == [(180, "stripe_fee")]
    update = api.v1.events.list({"type": "charge.updated"}).data
    assert [event.data.previous_attributes.to_dict() for event in update] == [{"balance_transaction": None}]
    assert update[0].data.object["balance_transaction"] == row.id


def test_the_fee_can_be_let_out_early(standin, api):
    charge = paid_charge(standin, api)

    standin.control(f"charges/{charge.id}/settle")

    # 2.9 % of 50.00 is 1.45, and 30 cents.
    row = api.v1.balance_transactions.retrieve(api.v1.charges.retrieve(charge.id).balance_transaction)
    assert (row.fee, row.net) == (175, 4825)
    with pytest.raises(ControlError):
        standin.control(f"charges/{charge.id}/settle")


def test_a_declined_charge_never_gets_a_fee(standin, api):
    session = open_session(api, line_items=[line()])
    standin.control(f"sessions/{session.id}/decline")

    standin.control("clock", advance=2 * 3600)

    assert api.v1.balance_transactions.list().data == []


def test_abandoning_changes_nothing(standin, api):
    session = open_session(api)

    left = standin.control(f"sessions/{session.id}/abandon")

    assert left["status"] == "open"
    assert types(api) == []
