"""Payments and what was given in return: the rules, sections 2.1 to 2.7 and 2.11, at each of their bounds."""

import pytest

from tests.donations.deductibility.worked import agrees, facts, got, paid

QPQ = "quid_pro_quo_acknowledgment"
FULL = "insubstantial_benefit_acknowledgment"
CASH = "cash_acknowledgment"

ACKNOWLEDGED = [
    # 250.00 is tested on what was given, one cent under, at and over it
    *((facts(paid(amount)), {"cwa_required": amount != "249.99"}) for amount in ("249.99", "250.00", "250.01")),
    *(
        (
            facts(paid(amount), benefits=[got("60.00")]),
            {"cwa_required": amount != "309.99", "warns": {"cwa_test_uses_contribution_not_payment"}},
        )
        for amount in ("309.99", "310.00", "310.01")
    ),
    (facts(paid("249.99"), benefits=[got("60.00")]), {"silent": {"cwa_test_uses_contribution_not_payment"}}),
    (facts(paid("40.00"), method="currency"), {"receipt_kind": CASH, "warns": {"receipt_any_amount_for_currency"}}),
    (facts(paid("40.00"), method="gift_card_redeemable_for_cash"), {"warns": {"treat_as_monetary_gift"}}),
    (
        facts(paid("40.00"), method="currency", donor={"type": "anonymous_unknown"}),
        {"receipt_kind": "none", "recipient": None, "warns": {"no_identified_donor_record_as_anonymous_cash"}},
    ),
]

DISCLOSED = [
    *(
        (facts(paid(amount), benefits=[got("30.00")]), {"disclosure_required": over, "receipt_kind": QPQ})
        for amount, over in (("74.99", False), ("75.00", False), ("75.01", True))
    ),
    # the payment is tested: neither what was given of it nor the price of each ticket
    (
        facts(paid("120.00"), benefits=[got("45.00", 2)]),
        {"disclosure_required": True, "warns": {"threshold_tests_the_single_payment"}},
    ),
    (
        facts(paid("60.00", event="spring"), paid("60.00", "2014-09-01", event="fall"), benefits=[got("25.00", 2)]),
        {
            "disclosure_required": False,
            "amounts": ("120.00", "70.00", "50.00"),
            "warns": {"separate_events_not_aggregated"},
        },
    ),
    *(
        (
            facts(paid("50.00", **tied), paid("50.00", **tied), benefits=[got("40.00")], same_transaction=same),
            {"disclosure_required": True, "warns": {"one_transaction_split_tender_is_one_payment"}},
        )
        for tied, same in (({"txn": "T1"}, None), ({}, True))
    ),
    (facts(paid("45.00"), benefits=[got("45.00")]), {"receipt_kind": "purchase_confirmation", "recipient": "buyer"}),
    (facts(paid("45.01"), benefits=[got("45.00")]), {"receipt_kind": QPQ, "amounts": ("45.01", "0.01", "45.00")}),
]

COUNTED = [
    *(
        (facts(paid("150.00"), benefits=[got(status=status)]), {"deductible_amount": left, "warns": warns})
        for status, left, warns in (
            ("accepted", "105.00", set()),
            ("unused_not_returned", "105.00", {"no_show_does_not_increase_deduction"}),
            ("declined", "150.00", {"declined_seats_recorded_before_event"}),
            ("returned_before_event", "150.00", {"record_return_date_before_event"}),
            ("not_provided", "150.00", set()),
        )
    ),
    # a ticket that came back counts no more, if it came back before the event's day
    *(
        (
            facts(
                paid("150.00"),
                benefits=[got()],
                events=[{"name": "gala", "date": "2014-04-12", "ticket_returned": day}],
            ),
            {"deductible_amount": left},
        )
        for day, left in (("2014-04-11", "150.00"), ("2014-04-12", "105.00"), ("2014-04-13", "105.00"))
    ),
    (
        facts(paid("500.00"), benefits=[got("200.00", kind="recognition")]),
        {"receipt_kind": CASH, "warns": {"recognition_has_no_value"}, "never": {"CERTIFIED_SPONSOR_VALUE"}},
    ),
    (
        facts(paid("500.00"), benefits=[got("200.00", description="advertisement with prices")]),
        {"deductible_amount": "300.00", "warns": {"advertising_is_substantial_benefit_check_ubit"}},
    ),
    (facts(paid("50.00"), benefits=[got("5.00", kind="newsletter")]), {"receipt_kind": CASH}),
    (
        facts(paid("75.00"), benefits=[got("40.00", kind="annual_membership_75")]),
        {"receipt_kind": CASH, "warns": {"membership_benefits_75_or_less_disregarded"}},
    ),
    *(
        (
            facts(paid("60.00"), benefits=[got("25.00", kind="low_cost_member_event", cost_each=cost)]),
            {"deductible_amount": left},
        )
        for cost, left in (("10.40", "60.00"), ("10.41", "35.00"), (None, "35.00"))
    ),
    (
        facts(gift_kind="none", payments=[], benefits=[got("45.00")]),
        {"receipt_kind": "none", "warns": {"comp_ticket_not_a_gift"}},
    ),
]

#: Low-cost limit, minimum payment and cap of a year, from the table of section 2.5.
LIMITS = {
    "2013": ("10.20", "51.00", "102"),
    "2018": ("10.80", "54.00", "108"),
    "2026": ("13.90", "69.50", "139"),
}


def token(year, payment, cost, **fields):
    mug = got("18.00", description="mug", cost_each=cost, bears_org_name_or_logo=True) | fields
    return facts(paid(payment, f"{year}-10-05"), benefits=[mug], appeal_informs_deductible_amount=True)


def priced(year, payment, value, informs=True):
    return facts(paid(payment, f"{year}-10-05"), benefits=[got(value)], appeal_informs_deductible_amount=informs)


INSUBSTANTIAL = [
    # 2% of 1,000.00 is 20.00, and the bound belongs to it
    *(
        (priced("2013", "1000.00", value), {"receipt_kind": kind})
        for value, kind in (("19.99", FULL), ("20.00", FULL), ("20.01", QPQ))
    ),
    *((priced(year, "20000.00", f"{cap}.00"), {"receipt_kind": FULL}) for year, (_, _, cap) in LIMITS.items()),
    *((priced(year, "20000.00", f"{cap}.01"), {"receipt_kind": QPQ}) for year, (_, _, cap) in LIMITS.items()),
    *((token(year, least, low), {"receipt_kind": FULL}) for year, (low, least, _) in LIMITS.items()),
    (token("2013", "50.99", "10.20"), {"receipt_kind": QPQ}),
    (token("2013", "51.00", "10.21"), {"receipt_kind": QPQ}),
    (token("2018", "54.50", "10.90"), {"receipt_kind": QPQ, "warns": {"use_revised_2018_limits"}}),
    (token("2013", "51.00", "5.10", qty=2), {"receipt_kind": FULL, "warns": {"low_cost_limit_is_aggregate"}}),
    (token("2013", "51.00", "5.11", qty=2), {"receipt_kind": QPQ, "warns": {"low_cost_limit_is_aggregate"}}),
    (token("2013", "51.00", "5.00", bears_org_name_or_logo=False), {"receipt_kind": QPQ}),
    (
        token("2013", "5.00", "10.20", unordered=True, bears_org_name_or_logo=False, fmv_each="4.00"),
        {"receipt_kind": FULL},
    ),
    (token("2013", "30.00", "10.21", unordered=True, bears_org_name_or_logo=False), {"receipt_kind": QPQ}),
    (
        priced("2013", "1000.00", "20.00", informs=False),
        {"receipt_kind": QPQ, "warns": {"safe_harbor_needs_informed_campaign"}},
    ),
    (
        priced("2013", "1000.00", "20.00"),
        {"says": {"INSUBSTANTIAL_FULL"}, "disclosure_required": False, "deductible_amount": "1000.00"},
    ),
    (
        facts(
            paid("150.00"),
            benefits=[got("45.00", cost_each="30.00"), got("8.00", cost_each="4.00", bears_org_name_or_logo=True)],
            appeal_informs_deductible_amount=True,
        ),
        {"deductible_amount": "97.00", "warns": {"conservative_all_benefits_valued_once_safe_harbor_fails"}},
    ),
    # a year without a row stops what only its limits could tell
    (token("2031", "100.00", "9.00"), {"action": "ask_staff", "receipt_kind": "none", "deductible_amount": None}),
]

FEES = [
    (
        facts(paid("103.20", donor_intended_gift="100.00", donor_covered_fee="3.20")),
        {"payment_amount": "103.20", "warns": {"fee_cover_is_part_of_gift"}, "never": {"NET_OF_FEES"}},
    ),
    (facts(paid("100.00", processor_fee="3.20", net_payout="96.80")), {"payment_amount": "100.00"}),
    (
        facts(paid("110.00", platform_tip="10.00", to_msp="100.00")),
        {"payment_amount": "100.00", "warns": {"platform_tip_excluded"}},
    ),
]

SOLD = [
    (facts(paid("500.00"), benefits=[got("300.00", description="painting")]), {"deductible_amount": "200.00"}),
    (
        facts(
            paid("200.00"),
            gift_kind="mixed",
            benefits=[got("45.00")],
            line_items=[{"item": "gala ticket", "amount": "150.00"}, {"item": "raffle tickets", "amount": "50.00"}],
        ),
        {
            "deductible_amount": "105.00",
            "warns": {"raffle_part_not_deductible", "state_gaming_license_check"},
            "says": {"NOT_DEDUCTIBLE"},
        },
    ),
    (
        facts(
            paid("100.00"),
            gift_kind="mixed",
            line_items=[{"item": "T-shirt", "amount": "20.00"}, {"item": "donation", "amount": "80.00"}],
        ),
        {"deductible_amount": "80.00", "says": {"BENEFIT_DESC_FMV"}},
    ),
    (
        facts(paid("100.00"), gift_kind="purchase", benefits=[got("20.00", 5, kind="raffle")]),
        {"receipt_kind": "purchase_confirmation", "warns": {"prize_reporting_w2g_check"}, "never": {"TAX_DEDUCTIBLE"}},
    ),
]

FOREIGN = [
    (
        facts(paid("200", currency="EUR", spot_rate_usd=rate), method="bank_transfer"),
        {"deductible_amount": dollars, "cwa_required": needed, "says": {"FX_BOTH"}, "warns": {"rate_on_date_of_gift"}},
    )
    for rate, dollars, needed in (("1.24997", "249.99", False), ("1.24998", "250.00", True), ("1.25", "250.00", True))
] + [
    (
        facts(
            paid("30000", currency="JPY", spot_rate_usd="0.0085", settled={"date": "2014-03-04", "usd": "251.00"}),
            method="bank_transfer",
            donor={"type": "individual", "country": "JP"},
        ),
        {
            "payment_amount": "255.00",
            "date_of_gift": "2014-03-01",
            "never": {"FOREIGN_TAX"},
            "warns": {"settlement_rate_difference_is_fx_gain_or_loss", "donor_outside_us"},
        },
    ),
    (facts(paid("200", currency="EUR")), {"action": "ask_staff", "receipt_kind": "none"}),
]


@pytest.mark.parametrize(
    ("case", "expected"),
    [*ACKNOWLEDGED, *DISCLOSED, *COUNTED, *INSUBSTANTIAL, *FEES, *SOLD, *FOREIGN],
)
def test_money_is_decided_as_the_rules_say(case, expected):
    agrees(case, expected)
