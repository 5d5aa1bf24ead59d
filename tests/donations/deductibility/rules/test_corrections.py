"""What becomes of a receipt that was issued before: void, corrected, suspended, or left as it is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from donations.deductibility import Refund, decide
from donations.deductibility.facts import Attempt, Dispute
from tests.donations.deductibility.builders import figures, make_benefit, make_facts, make_payment


def refunded(amount, on=date(2014, 6, 1), **fields):
    return make_facts("100.00", refunds=(Refund(amount=Decimal(amount), date=on),), prior_receipt="2014-0001", **fields)


def test_refund_of_everything_voids_the_receipt():
    decision = decide(refunded("100.00"))

    assert (decision.receipt_kind, decision.must_say) == ("void_notice", ["CORRECTS"])
    assert (decision.date_of_gift, decision.tax_year) == ("2014-03-01", 2014)
    assert figures(decision) == ("0.00", "0.00", "0.00")


def test_refund_of_a_part_corrects_it():
    decision = decide(refunded("40.00"))

    assert (decision.receipt_kind, figures(decision)) == ("corrected_acknowledgment", ("60.00", "60.00", "0.00"))
    assert "ORIGINAL_FIGURES" in decision.must_not_say
    assert "do_not_net_against_later_gifts" not in decision.warnings


def test_refund_in_a_later_year_corrects_the_year_of_the_gift():
    assert "reissue_original_year_statement" in decide(refunded("40.00", date(2015, 1, 2))).warnings


def test_charges_that_all_failed_are_no_payment_and_no_notice():
    tries = (Attempt(at=datetime(2014, 3, 1, tzinfo=UTC), succeeded=False),)

    decision = decide(make_facts(payments=(make_payment(attempts=tries),)))

    assert (decision.receipt_kind, decision.must_say) == ("none", [])


def test_an_open_dispute_suspends_the_receipt():
    decision = decide(make_facts(dispute=Dispute(opened=date(2014, 4, 1)), prior_receipt="2014-0001"))

    assert (decision.action, decision.receipt_kind, decision.deductible_amount) == ("suspend_receipt", "none", None)


def test_a_dispute_that_was_won_leaves_the_receipt_valid():
    decision = decide(make_facts(dispute=Dispute(outcome="won"), prior_receipt="2014-0001"))

    assert decision.notes == ["original receipt 2014-0001 remains valid"]
    assert decision.receipt_kind == "cash_acknowledgment"


def test_a_receipt_over_another_amount_is_corrected():
    wrong = decide(make_facts(receipted_amount=Decimal("90.00")))
    right = decide(make_facts(receipted_amount=Decimal("100.00")))

    assert (wrong.receipt_kind, right.receipt_kind) == ("corrected_acknowledgment", "cash_acknowledgment")


def test_a_refund_of_a_purchase_corrects_the_receipt_there_was():
    facts = make_facts("100.00", make_benefit("80.00"), refunds=(Refund(amount=Decimal("30.00")),))

    assert decide(facts).receipt_kind == "purchase_confirmation"


@pytest.mark.parametrize("value", ["0.00", "45.00", "100.00", "200.00"])
@pytest.mark.parametrize(("outcome", "suspended"), [("", True), ("won", False)])
def test_nothing_is_confirmed_of_a_payment_the_bank_has_not_decided(value, outcome, suspended):
    dispute = Dispute(opened=date(2014, 4, 1), outcome=outcome)

    decision = decide(make_facts("100.00", make_benefit(value), dispute=dispute, prior_receipt="2014-0001"))

    assert (decision.action == "suspend_receipt") is suspended
    assert (decision.receipt_kind == "none") is suspended
