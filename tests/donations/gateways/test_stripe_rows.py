"""Stripe's objects as plain values; one that makes no sense hides no other."""

import json
from decimal import Decimal

import pytest

from donations.gateways import stripe_rows

BALANCE = {
    "id": "txn_1",
    "type": "charge",
    "reporting_category": "charge",
    "amount": 5000,
    "fee": 175,
    "net": 4825,
    "currency": "USD",
    "source": {"id": "ch_1"},
    "description": None,
    "created": 1_767_225_600,
    "available_on": 1_767_312_000,
}
REFUND = {
    "id": "re_1",
    "amount": 1000,
    "currency": "usd",
    "status": "succeeded",
    "created": 1_767_225_600,
    "payment_intent": "pi_1",
    "balance_transaction": None,
    "metadata": {"request": "r1"},
    "charge": {"id": "ch_1"},
}
CHARGE = {
    "id": "ch_1",
    "amount": 5000,
    "amount_captured": 5000,
    "currency": "usd",
    "created": 1_767_225_600,
    "status": "succeeded",
    "paid": True,
    "livemode": False,
    "payment_method_details": {"type": "card"},
    "billing_details": {"name": "Ann Example", "address": {"country": "US", "state": "NY"}},
    "balance_transaction": BALANCE,
    "metadata": {},
}
PAYMENT = {
    "id": "pi_1",
    "status": "succeeded",
    "amount": 6000,
    "amount_received": 5000,
    "currency": "usd",
    "metadata": {"intent": "abc"},
    "livemode": False,
    "created": 1_767_225_600,
    "last_payment_error": None,
    "latest_charge": CHARGE,
}


def test_a_row_of_the_journal_adds_up_in_whole_cents():
    facts = stripe_rows.balance(BALANCE)

    assert (facts.amount, facts.fee, facts.net) == (Decimal("50.00"), Decimal("1.75"), Decimal("48.25"))
    assert (facts.currency, facts.source_id) == ("usd", "ch_1")
    with pytest.raises(ValueError, match="less the fee"):
        stripe_rows.balance(BALANCE | {"net": 4824})
    with pytest.raises(ValueError, match="whole cents"):
        stripe_rows.balance(BALANCE | {"currency": "kwd", "amount": 5001, "fee": 0, "net": 5001})


@pytest.mark.parametrize("changed", [{"amount": 0}, {"amount": -5}, {"status": "maybe"}, {"currency": "us"}])
def test_a_refund_that_makes_no_sense_is_refused(changed):
    with pytest.raises(ValueError, match="not a"):
        stripe_rows.refund(REFUND | changed)


def test_one_broken_refund_hides_no_other():
    charge = stripe_rows.charge(CHARGE, [REFUND, REFUND | {"id": "re_2", "status": "maybe"}])

    assert [refund.id for refund in charge.refunds] == ["re_1"]
    assert [(row.kind, row.id) for row in charge.broken] == [("refund", "re_2")]
    assert (charge.payer_name, charge.region, charge.balance.id) == ("Ann Example", "NY", "txn_1")


def test_a_broken_row_of_the_journal_does_not_hide_its_charge():
    charge = stripe_rows.charge(CHARGE | {"balance_transaction": BALANCE | {"net": 1}}, [])

    assert (charge.balance, [row.kind for row in charge.broken]) == (None, ["balance_transaction"])


def test_a_payment_that_succeeded_counts_what_was_received():
    paid = stripe_rows.payment(PAYMENT, lambda row: [])
    open_ = stripe_rows.payment(PAYMENT | {"status": "processing"}, lambda row: [])

    assert (paid.amount, paid.reference, paid.charge.id) == (Decimal("50.00"), "abc", "ch_1")
    assert (open_.amount, open_.charge) == (Decimal("60.00"), None)


def test_a_declined_payment_names_the_charge_that_failed():
    declined = PAYMENT | {"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}}

    facts = stripe_rows.payment(declined, lambda row: [])

    assert (facts.declined, facts.declined_charge) == (True, "ch_1")


def test_a_charge_that_was_only_authorized_is_no_payment():
    assert stripe_rows.lone_charge(CHARGE, lambda row: []).charge.id == "ch_1"
    assert stripe_rows.lone_charge(CHARGE | {"captured": False}, lambda row: []).charge is None


@pytest.mark.parametrize(
    ("kind", "row", "belongs"),
    [
        ("charge", {"id": "ch_1", "payment_intent": {"id": "pi_1"}}, ("payment_intent", "pi_1")),
        ("charge", {"id": "ch_1"}, ("charge", "ch_1")),
        ("refund", {"id": "re_1", "charge": "ch_1"}, ("charge", "ch_1")),
        ("refund", {"id": "re_1"}, ("", "")),
    ],
)
def test_what_a_charge_or_refund_belongs_to(kind, row, belongs):
    assert stripe_rows.behind(kind, row) == belongs


def test_a_notice_without_an_id_is_named_by_its_hash():
    text = json.dumps(
        {"object": "event", "type": "charge.updated", "livemode": False, "data": {"object": {"id": "ch_1"}}}
    )

    notice = stripe_rows.read_notice(text)

    assert (notice.id, notice.problem) == (f"unread_{notice.sha256}", "The notification has no ID.")
    with pytest.raises(ValueError, match="not an event"):
        stripe_rows.read_notice("[]")
