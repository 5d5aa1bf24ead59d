"""Money that others pass on: who the document goes to, and who only gets soft credit."""

from dataclasses import replace
from decimal import Decimal

from donations.deductibility import Donor, decide
from tests.donations.deductibility.builders import figures, make_benefit, make_facts, make_payment

FUND = Donor(type="daf_sponsor", name="Example Giving Fund", advisor="Ann Example")


def test_a_fund_is_thanked_without_tax_words_and_its_adviser_credited():
    decision = decide(make_facts("100.00", donor=FUND, method="daf_grant"))

    assert decision.receipt_kind == "institutional_acknowledgment"
    assert decision.recipient == "institution (Example Giving Fund)"
    assert decision.soft_credit["amount"] == Decimal("100.00")
    assert "TAX_RECEIPT_TO_SOFT_DONOR" in decision.must_not_say


def test_a_benefit_of_a_funds_grant_is_refused():
    decision = decide(make_facts("100.00", make_benefit("45.00"), donor=FUND, method="daf_grant"))

    assert decision.receipt_kind != "institutional_acknowledgment"


def test_an_iras_distribution_is_acknowledged_and_not_deductible():
    decision = decide(
        make_facts("100.00", gift_kind="qcd", method="ira_direct", donor=Donor(name="Ann Example", age=72))
    )

    assert (decision.receipt_kind, str(decision.deductible_amount)) == ("qcd_acknowledgment", "0.00")
    assert decision.recipient.endswith("IRA owner)")


def test_a_counted_benefit_disqualifies_an_iras_distribution():
    decision = decide(
        make_facts(
            "100.00", make_benefit("45.00"), gift_kind="qcd", method="ira_direct", donor=Donor(name="Ann Example")
        )
    )

    assert "benefit_disqualifies_entire_qcd_offer_to_remove_benefit" in decision.warnings
    assert (decision.receipt_kind, figures(decision)) == ("quid_pro_quo_acknowledgment", ("100.00", "55.00", "45.00"))


def test_a_companys_match_is_its_own_gift():
    donor = Donor(name="Ann Example", employer_foundation="Example Works Foundation")
    own = make_payment("100.00", payer="Ann Example")
    match = replace(make_payment("50.00"), payer="Example Works Foundation")

    decision = decide(make_facts(donor=donor, payments=(own, match)))

    assert decision.soft_credit == {"to": "Ann Example", "amount": Decimal("50.00")}
    assert figures(decision)[0] == "100.00"
    assert decision.never == ["150.00 to the employee"]
