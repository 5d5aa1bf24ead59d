"""The rules at their boundaries: the last cent below, the amount itself, the first cent above."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import (
    Contributor,
    Dispute,
    Donor,
    Earmark,
    Pledge,
    Refund,
    Screening,
    decide,
)
from tests.donations.deductibility.builders import (
    figures,
    make_benefit,
    make_facts,
    make_payment,
)

MUG = {"description": "mug", "bears_org_name_or_logo": True}


@pytest.mark.parametrize(("paid", "required"), [("74.99", False), ("75.00", False), ("75.01", True)])
def test_disclosure_is_required_over_75_dollars_paid(paid, required):
    decision = decide(make_facts(paid, make_benefit("30.00")))

    assert decision.receipt_kind == "quid_pro_quo_acknowledgment"
    assert decision.disclosure_required is required
    assert ("not_over_75_disclosure_optional_but_shown" in decision.warnings) is not required


@pytest.mark.parametrize(("paid", "required"), [("249.99", False), ("250.00", True), ("250.01", True)])
def test_acknowledgment_is_required_from_250_dollars_given(paid, required):
    assert decide(make_facts(paid)).cwa_required is required


@pytest.mark.parametrize(("paid", "required"), [("294.99", False), ("295.00", True)])
def test_acknowledgment_looks_at_the_contribution_not_the_payment(paid, required):
    decision = decide(make_facts(paid, make_benefit("45.00")))

    # 294.99 - 45.00 = 249.99; 295.00 - 45.00 = 250.00
    assert decision.cwa_required is required
    assert "cwa_test_uses_contribution_not_payment" in decision.warnings


@pytest.mark.parametrize(
    ("paid", "kind", "amounts"),
    [
        ("44.99", "purchase_confirmation", ("44.99", "0.00", "44.99")),
        ("45.00", "purchase_confirmation", ("45.00", "0.00", "45.00")),
        ("45.01", "quid_pro_quo_acknowledgment", ("45.01", "0.01", "45.00")),
    ],
)
def test_value_of_the_payment_or_more_is_a_purchase(paid, kind, amounts):
    decision = decide(make_facts(paid, make_benefit("45.00")))

    assert (decision.receipt_kind, figures(decision)) == (kind, amounts)


@pytest.mark.parametrize(
    ("value", "kind", "amounts"),
    [
        ("20.00", "insubstantial_benefit_acknowledgment", ("1000.00", "1000.00", "0.00")),
        ("20.01", "quid_pro_quo_acknowledgment", ("1000.00", "979.99", "20.01")),
    ],
)
def test_two_percent_bound_is_inclusive(value, kind, amounts):
    decision = decide(make_facts("1000.00", make_benefit(value), appeal_informs_deductible_amount=True))

    assert (decision.receipt_kind, figures(decision)) == (kind, amounts)


@pytest.mark.parametrize(
    ("value", "kind"),
    [("104.00", "insubstantial_benefit_acknowledgment"), ("104.01", "quid_pro_quo_acknowledgment")],
)
def test_cap_of_the_year_is_inclusive(value, kind):
    facts = make_facts("10000.00", make_benefit(value), appeal_informs_deductible_amount=True)

    assert decide(facts).receipt_kind == kind  # 2014: at most $104


@pytest.mark.parametrize(
    ("paid", "cost", "kind"),
    [
        ("51.99", "10.40", "quid_pro_quo_acknowledgment"),
        ("52.00", "10.40", "insubstantial_benefit_acknowledgment"),
        ("52.00", "10.41", "quid_pro_quo_acknowledgment"),
    ],
)
def test_token_items_need_the_minimum_and_the_low_cost(paid, cost, kind):
    facts = make_facts(paid, make_benefit("14.00", cost=cost, **MUG), appeal_informs_deductible_amount=True)

    assert decide(facts).receipt_kind == kind  # 2014: from $52.00, cost at most $10.40


def test_low_cost_is_tested_on_all_items_together():
    items = (make_benefit("10.00", cost="5.20", **MUG), make_benefit("6.00", cost="5.21", **MUG))

    decision = decide(make_facts("100.00", *items, appeal_informs_deductible_amount=True))

    # 5.20 + 5.21 = 10.41 > 10.40, so both count: 100.00 - 16.00 = 84.00
    assert figures(decision) == ("100.00", "84.00", "16.00")
    assert "low_cost_limit_is_aggregate" in decision.warnings


@pytest.mark.parametrize(
    ("on", "cost", "kind"),
    [
        (date(2013, 12, 31), "10.20", "insubstantial_benefit_acknowledgment"),
        (date(2013, 12, 31), "10.40", "quid_pro_quo_acknowledgment"),
        (date(2014, 1, 1), "10.40", "insubstantial_benefit_acknowledgment"),
    ],
)
def test_limits_are_those_of_the_calendar_year_of_the_payment(on, cost, kind):
    facts = make_facts("60.00", make_benefit("14.00", cost=cost, **MUG), on=on, appeal_informs_deductible_amount=True)

    assert decide(facts).receipt_kind == kind


def test_unordered_items_add_up_over_the_year():
    card = make_benefit("6.00", cost="5.00", unordered=True, description="cards")
    facts = make_facts("20.00", card, appeal_informs_deductible_amount=True)

    assert decide(facts).receipt_kind == "insubstantial_benefit_acknowledgment"
    second = decide(replace(facts, unordered_cost_this_year=Decimal("5.41")))
    assert second.receipt_kind == "quid_pro_quo_acknowledgment"  # 5.00 + 5.41 > 10.40


@pytest.mark.parametrize("informed", [False, None])
def test_safe_harbor_needs_an_appeal_that_told_donors(informed):
    decision = decide(make_facts("1000.00", make_benefit("20.00"), appeal_informs_deductible_amount=informed))

    assert figures(decision) == ("1000.00", "980.00", "20.00")
    assert "safe_harbor_needs_informed_campaign" in decision.warnings


def test_year_without_limits_asks_staff():
    facts = make_facts("1000.00", make_benefit("20.00"), on=date(2099, 5, 1), appeal_informs_deductible_amount=True)

    decision = decide(facts)

    assert (decision.receipt_kind, decision.action, decision.deductible_amount) == ("none", "ask_staff", None)


def test_year_without_limits_does_not_stop_what_no_limit_could_change():
    facts = make_facts("150.00", make_benefit("45.00"), on=date(2099, 5, 1), appeal_informs_deductible_amount=True)

    assert figures(decide(facts)) == ("150.00", "105.00", "45.00")


def test_separate_gifts_are_not_added_for_250():
    payments = tuple(make_payment("200.00", date(2014, month, 5)) for month in (1, 2, 3))

    decision = decide(make_facts(payments=payments))

    assert (decision.contributions, decision.cwa_required) == (3, False)
    assert "separate_contributions_not_aggregated" in decision.warnings


def test_split_tender_is_one_payment_for_75_but_separate_events_are_not():
    payments = (make_payment("40.00", event="Spring"), make_payment("40.00", date(2014, 9, 1), event="Autumn"))
    seats = (make_benefit("15.00"), make_benefit("15.00"))

    together = decide(make_facts("0", *seats, payments=payments, same_transaction=True))
    apart = decide(make_facts("0", *seats, payments=payments))

    assert (together.disclosure_required, figures(together)) == (True, ("80.00", "50.00", "30.00"))
    assert (apart.disclosure_required, figures(apart)) == (False, ("80.00", "50.00", "30.00"))
    assert "separate_events_not_aggregated" in apart.warnings


def test_collected_money_belongs_to_each_contributor():
    people = (Contributor(name="A. Sample", amount=Decimal("249.00")), Contributor(name="B. Sample"))
    listed = (people[0], replace(people[1], amount=Decimal("51.00")))

    decision = decide(make_facts("300.00", donor=Donor(type="collector", contributors=listed)))

    assert (decision.contributions, decision.cwa_required) == (2, False)
    assert "A. Sample" in decision.recipient


def test_unidentified_currency_gets_no_receipt():
    decision = decide(make_facts("40.00", method="currency", donor=Donor(type="anonymous_unknown")))

    assert (decision.receipt_kind, decision.recipient) == ("none", None)
    assert decision.warnings == ["no_identified_donor_record_as_anonymous_cash"]


def test_partial_refund_reduces_the_gift_part_first():
    facts = make_facts(
        "150.00", make_benefit("45.00"), refunds=(Refund(amount=Decimal("50.00"), date=date(2014, 4, 1)),)
    )

    decision = decide(replace(facts, prior_receipt="2014-000001"))

    # 150.00 - 50.00 = 100.00 left; 100.00 - 45.00 = 55.00
    assert (decision.receipt_kind, figures(decision)) == ("corrected_acknowledgment", ("100.00", "55.00", "45.00"))
    assert "refund_reduces_gift_part_first" in decision.warnings


@pytest.mark.parametrize(("on", "warned"), [(date(2014, 12, 31), False), (date(2015, 1, 1), True)])
def test_refund_in_a_later_year_corrects_the_original_year(on, warned):
    decision = decide(make_facts("300.00", refunds=(Refund(amount=Decimal("50.00"), date=on),), prior_receipt="R-1"))

    assert decision.tax_year == 2014
    assert ("reissue_original_year_statement" in decision.warnings) is warned


@pytest.mark.parametrize(("outcome", "kind"), [("won", "cash_acknowledgment"), ("lost", "void_notice"), ("", "none")])
def test_dispute_voids_suspends_or_leaves_the_receipt(outcome, kind):
    decision = decide(make_facts("500.00", dispute=Dispute(outcome=outcome), prior_receipt="R-1"))

    assert decision.receipt_kind == kind


def test_waived_refund_is_a_gift_on_the_day_of_the_waiver():
    seat = make_benefit("45.00", status="not_provided_event_cancelled")

    waived = decide(make_facts("150.00", seat, waived_refund=date(2014, 4, 20)))
    open_still = decide(make_facts("150.00", seat))

    assert waived.date_of_gift == "2014-03-01 (105.00) and 2014-04-20 (45.00)"
    assert figures(waived) == ("150.00", "150.00", "0.00")
    assert figures(open_still) == ("150.00", "105.00", "45.00")


def test_fund_grant_for_seats_is_refused_and_without_them_acknowledged():
    fund = Donor(type="daf_sponsor", name="Sample Giving Fund", advisor="A. Sample")

    with_seats = decide(make_facts("1000.00", make_benefit("60.00", qty=10), donor=fund, method="daf_grant"))
    declined = decide(make_facts("1000.00", make_benefit("60.00", status="declined"), donor=fund, method="daf_grant"))

    assert (with_seats.receipt_kind, with_seats.action) == ("none", "hold")
    assert declined.receipt_kind == "institutional_acknowledgment"
    assert declined.soft_credit == {"to": "A. Sample", "amount": Decimal("1000.00")}
    assert (declined.deductible_amount, declined.cwa_required) == (None, False)


def test_match_is_the_companys_gift():
    donor = Donor(name="A. Sample", employer_foundation="Sample Works")
    payments = (
        make_payment("200.00", payer="A. Sample"),
        make_payment("300.00", date(2014, 6, 1), payer="Sample Works"),
    )

    decision = decide(make_facts(donor=donor, payments=payments))

    assert figures(decision) == ("200.00", "200.00", "0.00")
    assert decision.cwa_required is False
    assert decision.soft_credit == {"to": "A. Sample", "amount": Decimal("300.00")}


def test_ira_check_is_a_letter_unless_something_was_given_in_return():
    plain = decide(make_facts("2000.00", gift_kind="qcd", method="ira_direct"))
    dinner = decide(make_facts("2000.00", make_benefit("60.00"), gift_kind="qcd", method="ira_direct"))

    assert (plain.receipt_kind, figures(plain)) == ("qcd_acknowledgment", ("2000.00", "0.00", "None"))
    assert (dinner.receipt_kind, figures(dinner)) == (
        "quid_pro_quo_acknowledgment",
        ("2000.00", "1940.00", "60.00"),
    )


def test_pledge_is_confirmed_not_receipted():
    promised = decide(make_facts(gift_kind="pledge", payments=(), pledge=Pledge(total=Decimal("1200.00"))))

    assert (promised.receipt_kind, figures(promised)) == ("pledge_confirmation", ("0.00", "0.00", "0.00"))


@pytest.mark.parametrize(
    ("type_", "control", "kind"),
    [
        ("named_individual", False, "none"),
        ("foreign_organization_conduit", False, "none"),
        ("preference_for_board_approved_project", False, "none"),
        ("preference_for_board_approved_project", True, "cash_acknowledgment"),
    ],
)
def test_earmark_holds_the_money_unless_the_charity_controls_it(type_, control, kind):
    decision = decide(make_facts("1000.00", earmark=Earmark(type=type_, discretion_and_control=control)))

    assert decision.receipt_kind == kind


@pytest.mark.parametrize(("on", "warned"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_rules_of_2026_change_the_donors_side_only(on, warned):
    decision = decide(make_facts("100.00", on=on))

    assert figures(decision) == ("100.00", "100.00", "0.00")
    assert ("2026_rules_change_donor_side_only" in decision.warnings) is warned


def test_foreign_money_is_rounded_to_cents_before_the_tests():
    exact = make_payment("200", currency="EUR", spot_rate_usd=Decimal("1.249975"))
    below = make_payment("200", currency="EUR", spot_rate_usd=Decimal("1.249974"))

    # 200 x 1.249975 = 249.995, half up 250.00; 200 x 1.249974 = 249.9948, 249.99
    assert decide(make_facts(payments=(exact,))).cwa_required is True
    assert decide(make_facts(payments=(below,))).cwa_required is False


def test_foreign_money_without_a_rate_asks_staff():
    decision = decide(make_facts(payments=(make_payment("100000", currency="PKR"),)))

    assert (decision.action, decision.deductible_amount) == ("ask_staff", None)


@pytest.mark.parametrize(
    ("screening", "kind", "action"),
    [
        (Screening(reviewed=False), "none", "hold"),
        (Screening(reviewed=True, result="true_match"), "none", "block"),
        (Screening(reviewed=True, result="false_positive"), "cash_acknowledgment", "release"),
    ],
)
def test_screening_holds_blocks_or_releases_a_gift(screening, kind, action):
    decision = decide(make_facts("100.00", screening=screening))

    assert (decision.receipt_kind, decision.action) == (kind, action)
