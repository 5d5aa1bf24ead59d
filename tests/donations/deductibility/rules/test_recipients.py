"""Who gives, what is given instead of money, promises, earmarks, screening: the rules, 2.10, 2.12, 3 and 9."""

import pytest

from tests.donations.deductibility.worked import agrees, facts, got, paid

NOTHING = ("0.00", "0.00", "0.00")
COLLECTOR = {"type": "collector", "name": "B. Example"}


def collected(*payments, each, people, **fields):
    return facts(
        *payments,
        method="currency",
        donor=COLLECTOR | {"list_of_contributors": True},
        allocations=[{"contributors": people, "amount_each": each, "collector_is_one_of_them": True}],
        **fields,
    )


COLLECTORS = [
    (
        collected(paid("500.00"), each="50.00", people=10),
        {
            "contributions": 10,
            "cwa_required": False,
            "recipient": "each listed contributor",
            "deductible_amount": "500.00",
            "warns": {"collector_is_agent_not_donor"},
        },
    ),
    # however the money came in, each contributor's own share is tested
    *(
        (collected(*payments, each=each, people=2), {"contributions": 2, "cwa_required": needed})
        for payments, each, needed in (
            ((paid("499.98"),), "249.99", False),
            ((paid("500.00"),), "250.00", True),
            ((paid("100.00"), paid("400.00")), "250.00", True),
            ((paid("100.00", txn="1"), paid("400.00", txn="1")), "250.00", True),
            ((paid("240.00"), paid("240.00")), "240.00", False),
        )
    ),
    (
        facts(paid("400.00"), donor=COLLECTOR | {"list_of_contributors": ["A. Example", "C. Example"]}),
        {"contributions": 2, "recipient": "each listed contributor (A. Example, C. Example)"},
    ),
    (
        facts(paid("100.00", **{"from": "A. Example"}), paid("260.00", **{"from": "C. Example"}), donor=COLLECTOR),
        {"contributions": 2, "cwa_required": True, "deductible_amount": "360.00"},
    ),
    (
        collected(paid("600.00"), each="250.00", people=2),
        {"amounts": ("600.00", "500.00", "100.00"), "warns": {"no_identified_donor_record_as_anonymous_cash"}},
    ),
    (facts(paid("600.00"), donor=COLLECTOR), {"receipt_kind": "none", "action": "ask_for_list_of_contributors"}),
    (
        facts(paid("600.00"), donor=COLLECTOR | {"list_of_contributors": False}),
        {"receipt_kind": "none", "action": "ask_for_list_of_contributors"},
    ),
    (
        collected(paid("400.00"), each="250.00", people=2),
        {"error": "The contributors' list adds up to $500.00, but $400.00 was handed in."},
    ),
]

FUND = {"type": "daf_sponsor", "name": "Example Charitable Fund", "advisor": "Dr. A"}
BUSINESS = {"type": "business", "legal_name": "Example Imports LLC", "dba": "Example Foods", "owner": "A. Khan"}
PLATFORM = {"type": "platform_charity", "name": "Platform", "listed_donors": ["H. Example"]}
OWN, MATCH = {"from": "N. Example"}, {"from": "BigCo Foundation"}
EMPLOYEE = {"type": "individual", "name": "N. Example", "employer_foundation": "BigCo Foundation"}

THROUGH_OTHERS = [
    (
        facts(donor={"type": "couple", "members": ["A. Example", "B. Example"]}),
        {"recipient": "donor (A. Example and B. Example)", "warns": {"household_credit_once"}},
    ),
    (
        facts(donor=BUSINESS),
        {
            "recipient": "donor (Example Imports LLC, doing business as Example Foods)",
            "soft_credit": {"to": "A. Khan", "amount": "300.00"},
            "warns": {"legal_donor_is_account_owner"},
        },
    ),
    # the account's owner is the legal donor, whoever signs
    (
        facts(donor={"type": "individual", "name": "A. Khan", "drawn_on": "Example Imports LLC"}),
        {
            "recipient": "donor (Example Imports LLC)",
            "soft_credit": {"to": "A. Khan", "amount": "300.00"},
            "warns": {"legal_donor_is_account_owner"},
        },
    ),
    (
        facts(donor=FUND, method="daf_grant"),
        {
            "receipt_kind": "institutional_acknowledgment",
            "recipient": "institution (Example Charitable Fund)",
            "amounts": ("300.00", None, None),
            "deductibility_status": "not_stated",
            "warns": {"advisor_already_deducted"},
            "says": {"INSTITUTION_THANKS", "SOFT_CREDIT_THANKS"},
            "soft_credit": {"to": "Dr. A", "amount": "300.00"},
        },
    ),
    (
        facts(donor=FUND, method="daf_grant", benefits=[got()]),
        {"receipt_kind": "none", "action": "hold", "warns": {"daf_more_than_incidental_benefit_hold"}},
    ),
    (
        facts(donor=FUND, method="daf_grant", benefits=[got(status="declined")]),
        {"receipt_kind": "institutional_acknowledgment"},
    ),
    (
        facts(
            donor={"type": "platform_charity", "name": "Platform", "listed_donors": ["H. Example"]},
            method="platform_daf",
        ),
        {"warns": {"platform_already_issued_tax_receipt"}, "soft_credit": {"to": "H. Example", "amount": "300.00"}},
    ),
    (facts(donor={"type": "private_foundation", "name": "F"}), {"receipt_kind": "institutional_acknowledgment"}),
    # a fund's money under a person's name is nobody's deduction until the fund is named
    *(
        (facts(method=method), {"receipt_kind": "none", "action": "ask_staff", "deductible_amount": None})
        for method in ("daf_grant", "platform_daf")
    ),
    (facts(method="platform_processor_msp_is_donee"), {"receipt_kind": "cash_acknowledgment"}),
    (
        facts(
            paid("500.00", **{"from": "N. Example"}),
            paid("500.00", "2014-07-01", **{"from": "BigCo Foundation"}),
            donor=EMPLOYEE,
        ),
        {
            "recipient": "N. Example for 500.00; BigCo Foundation for 500.00 (institutional acknowledgment)",
            "deductible_amount": "500.00",
            "soft_credit": {"to": "N. Example", "amount": "500.00"},
        },
    ),
    # the match alone names the foundation
    *(
        (
            facts(paid("500.00", **{"from": payer}), donor=EMPLOYEE),
            {
                "recipient": "institution (BigCo Foundation)",
                "receipt_kind": "institutional_acknowledgment",
                "deductible_amount": None,
                "warns": {"match_is_gift_of_the_matching_company"},
            },
        )
        for payer in ("BigCo Foundation", "bigco foundation, Inc.", "BigCo")
    ),
    (
        facts(paid("2000.00"), gift_kind="qcd", method="ira_direct", donor={"type": "individual", "age": 72}),
        {"receipt_kind": "qcd_acknowledgment", "amounts": ("2000.00", "0.00", None), "says": {"QCD_TEXT"}},
    ),
    *(
        (
            facts(
                paid("2000.00"),
                gift_kind="qcd",
                method="ira_direct",
                benefits=[got(value)],
                appeal_informs_deductible_amount=True,
            ),
            {"receipt_kind": kind},
        )
        for value, kind in (("40.00", "qcd_acknowledgment"), ("40.01", "quid_pro_quo_acknowledgment"))
    ),
    (
        facts(gift_kind="pledge", method="letter", payments=[], pledge={"date": "2014-03-01", "total": "1200.00"}),
        {
            "receipt_kind": "pledge_confirmation",
            "amounts": NOTHING,
            "deductibility_status": "not_deductible",
            "says": {"PLEDGE_NOT_RECEIPT"},
            "never": {"PLEDGED_AMOUNT"},
            "warns": {"pledge_receiptable_only_as_paid"},
        },
    ),
    (facts(tribute={"type": "in_honor", "honoree": "Z. Example"}), {"recipient": "payer (not the honoree)"}),
    (facts(donor_note="for Zakat"), {"never": {"INTANGIBLE_RELIGIOUS"}}),
]


def car(claimed, proceeds="3200.00", **fields):
    item = {"vin": "V1", "received": "2014-02-01", "sold": "2014-03-01", "gross_proceeds": proceeds}
    return facts(gift_kind="vehicle", method=None, payments=[], property=item | {"donor_estimate": claimed}, **fields)


def things(kind, claimed=None, **item):
    item = {"description": "things", "received": "2014-02-03", "donor_claimed_value": claimed} | item
    return facts(gift_kind=kind, method=None, payments=[], property=item)


OVER_5000 = {"donor_needs_qualified_appraisal_over_5000", "sign_form_8283_acknowledges_receipt_not_value"}

PROPERTY = [
    (car("500.00", "450.00"), {"receipt_kind": "noncash_acknowledgment", "never": {"PROPERTY_VALUE"}}),
    (
        car("500.01"),
        {
            "receipt_kind": "vehicle_1098c_acknowledgment",
            "amounts": (None, "3200.00", None),
            "deductibility_status": "deductible",
            "due_by": "2014-03-31",
            "says": {"VEHICLE_1098C"},
        },
    ),
    *(
        (things("in_kind", value), {"cwa_required": value == "250.00", "amounts": (None, None, None)})
        for value in ("249.99", "250.00")
    ),
    (things("in_kind", "500.00"), {"silent": {"donor_form_8283_if_noncash_over_500"}}),
    (things("in_kind", "500.01"), {"warns": {"donor_form_8283_if_noncash_over_500"}, "silent": OVER_5000}),
    (things("in_kind", "5000.00"), {"silent": OVER_5000}),
    (things("in_kind", "5000.01"), {"warns": OVER_5000}),
    (
        things("digital_asset", asset="ETH", quantity="2.5", spot_internal="2000.01"),
        {"internal_book_value": "5000.03", "warns": OVER_5000 | {"property_not_publicly_traded_security"}},
    ),
    (
        things("publicly_traded_securities", issuer="X", shares="100", high="60.00", low="50.00"),
        {"internal_book_value": "5500.00", "silent": OVER_5000, "receipt_kind": "securities_acknowledgment"},
    ),
    (
        facts(gift_kind="services", method=None, payments=[], service={"kind": "web design", "value": "2000.00"}),
        {"receipt_kind": "thank_you_no_tax", "deductible_amount": "0.00", "warns": {"services_not_deductible"}},
    ),
]

EARMARKS = [
    (facts(earmark={"type": kind, "name": "X"}), {"receipt_kind": "none", "warns": {warning}, "says": {"REDIRECT"}})
    for kind, warning in (
        ("named_individual", "earmarked_for_individual_hold_funds"),
        ("foreign_organization_conduit", "conduit_to_foreign_organization_hold_funds"),
    )
] + [
    (
        facts(earmark={"type": "preference_for_board_approved_project", "discretion_and_control": kept}),
        {"receipt_kind": kind, "warns": {"document_control_and_discretion"}},
    )
    for kept, kind in ((True, "cash_acknowledgment"), (False, "none"))
]


def screened(**found):
    gift = {"donor": {"type": "individual", "name": "X"}, "payments": [paid("500.00")], "gift_kind": "cash"}
    return gift | {"screening": {"list": "SDN", "score": "0.92"} | found}


SCREENED = [
    (screened(reviewed=False), {"receipt_kind": "none", "action": "hold", "warns": {"do_not_refund_before_review"}}),
    (screened(reviewed=True), {"receipt_kind": "none", "action": "hold"}),
    (screened(reviewed=False, result="false_positive"), {"receipt_kind": "none", "action": "hold"}),
    (
        screened(reviewed=True, result="false_positive", reason="another date of birth"),
        {
            "receipt_kind": "cash_acknowledgment",
            "action": "release",
            "deductible_amount": "500.00",
            "date_of_gift": "2014-03-01",
            "warns": {"retain_screening_record"},
        },
    ),
    (
        screened(reviewed=True, result="true_match"),
        {"receipt_kind": "none", "action": "block", "warns": {"counsel_now"}},
    ),
    (
        {"party": {"type": "vendor", "country": "PK"}},
        {"action": "prevent_payment", "warns": {"screen_before_any_disbursement"}, "receipt_kind": "none"},
    ),
    (
        {"party": {"type": "grantee"}, "screening": {"reviewed": True, "result": "false_positive"}},
        {"action": "release", "receipt_kind": "none", "warns": {"retain_screening_record"}},
    ),
]


@pytest.mark.parametrize(("case", "expected"), [*COLLECTORS, *THROUGH_OTHERS, *PROPERTY, *EARMARKS, *SCREENED])
def test_people_and_things_are_decided_as_the_rules_say(case, expected):
    agrees(case, expected)
