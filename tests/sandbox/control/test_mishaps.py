"""What the stand-in makes go wrong is what the SDK promises, and happens as it does at the processor."""

import pytest
import stripe

from tests.sandbox.support.payments import open_session, settled_charge
from tests.sandbox.support.shapes import misfits
from tests.sandbox.support.standin import ControlError


def test_a_failed_refund_gives_the_charge_and_the_balance_their_money_again(standin, api):
    charge = settled_charge(standin, api)
    made = api.v1.refunds.create({"charge": charge.id, "amount": 2000})

    standin.control(f"refunds/{made.id}/fail", reason="lost_or_stolen_card")
    with pytest.raises(ControlError):
        standin.control(f"refunds/{made.id}/fail")

    refund = api.v1.refunds.retrieve(made.id, {"expand": ["failure_balance_transaction"]})
    row = refund.failure_balance_transaction
    assert (refund.status, refund.failure_reason, row.type, row.net) == (
        "failed",
        "lost_or_stolen_card",
        "refund_failure",
        2000,
    )
    assert api.v1.charges.retrieve(charge.id).amount_refunded == 0
    assert list(misfits(refund.to_dict(), stripe.Refund, "refund")) == []
    assert [event.type for event in api.v1.events.list({"types": ["refund.failed"]}).data] == ["refund.failed"]


def test_a_bank_debit_completes_unpaid_and_is_cleared_or_bounces_later(standin, api):
    ends = {}
    for act in ("clear", "bounce"):
        session = standin.control(f"sessions/{open_session(api).id}/debit")
        intent = api.v1.payment_intents.retrieve(session["payment_intent"])
        between = (session["status"], session["payment_status"], intent.status)
        standin.control(f"charges/{intent.latest_charge}/{act}")
        intent = api.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
        ends[act] = (between, intent.status, intent.latest_charge.status)
        for body, kind in ((intent, stripe.PaymentIntent), (intent.latest_charge, stripe.Charge)):
            assert list(misfits(api.v1.events.list().data[0].to_dict(), stripe.Event, "event")) == []
            assert [one for one in misfits(body.to_dict(), kind, "it") if "latest_charge" not in one] == []

    waiting = ("complete", "unpaid", "processing")
    assert ends == {
        "clear": (waiting, "succeeded", "succeeded"),
        "bounce": (waiting, "requires_payment_method", "failed"),
    }


def test_a_payment_in_yen_is_converted_in_the_journal_alone(standin, api):
    charge = standin.control("payments", amount=5000, currency="jpy", rate=0.67)
    row = api.v1.balance_transactions.retrieve(standin.control(f"charges/{charge['id']}/settle")["balance_transaction"])

    assert (charge["amount"], charge["currency"], row.amount, row.currency) == (5000, "jpy", 3350, "usd")
    assert list(misfits(row.to_dict(), stripe.BalanceTransaction, "row")) == []


def test_a_charge_without_a_payment_and_an_adjustment_are_what_the_sdk_knows(standin, api):
    charge = standin.control("charges", amount=2500)
    standin.control("adjustments", amount=-150)

    rows = api.v1.balance_transactions.list({"type": "adjustment"}).data
    assert (charge["payment_intent"], rows[0].net) == (None, -150)
    assert list(misfits(charge, stripe.Charge, "charge")) == []
    assert list(misfits(rows[0].to_dict(), stripe.BalanceTransaction, "row")) == []


def test_a_payout_made_by_hand_cannot_be_itemized(standin, api):
    settled_charge(standin, api)
    payout = standin.control("payouts", include_pending=True, automatic=False)

    with pytest.raises(stripe.InvalidRequestError, match="automatic"):
        api.v1.balance_transactions.list({"payout": payout["id"]})


def test_an_object_is_gone_or_holds_what_was_written_into_it(standin, api):
    charge = settled_charge(standin, api)
    standin.control(f"objects/{charge.id}/spoil", fields={"billing_details.name": "NUL \x00"})
    spoiled = api.v1.charges.retrieve(charge.id).billing_details.name
    standin.control(f"objects/{charge.id}/delete")

    assert spoiled == "NUL \x00"
    with pytest.raises(stripe.InvalidRequestError) as gone:
        api.v1.charges.retrieve(charge.id)
    assert gone.value.http_status == 404
