"""Dates, standing, corrections, a year's statement: the rules, 2.8, 3 and 4, the day before, on and after."""

import pytest

from tests.donations.deductibility.worked import ORG, PENDING, agrees, answer, facts, got, paid


def one(method, **payment):
    return facts({"amount": "300.00", "currency": "USD"} | payment, method=method)


DATES = [
    (one("check_mail_usps", postmark="2013-12-31", received="2014-01-04", check_date="2013-12-29"), "2013-12-31"),
    (one("check_mail_usps", postmark="2014-01-02", received="2014-01-04", check_date="2013-12-30"), "2014-01-02"),
    (one("check_mail_usps", postmark="2013-12-30", check_date="2014-01-05"), "2014-01-05"),
    (one("check_courier", shipped="2013-12-30", received="2014-01-02"), "2014-01-02"),
    (one("check_hand", received="2013-12-28"), "2013-12-28"),
    (one("check_hand", received="2013-12-28", check_date="2014-01-05"), "2014-01-05"),
    (one("ach_debit", authorized="2013-12-31", debited="2014-01-03"), "2014-01-03"),
    (one("bank_transfer", date="2014-02-01", settled={"date": "2014-02-04", "usd": "300.00"}), "2014-02-01"),
    (one("stripe_card", charged_at_utc="2014-01-01T04:59:59Z", donor_timezone="America/New_York"), "2013-12-31"),
    (one("stripe_card", charged_at_utc="2014-01-01T05:00:00Z", donor_timezone="America/New_York"), "2014-01-01"),
    (one("wallet", charged_at_utc="2014-01-01T07:59:00Z", donor_timezone="America/Los_Angeles"), "2013-12-31"),
    (one("paypal_merchant_account", charged_at_utc="2014-01-01T04:30:00Z", payout="2014-01-05"), "2013-12-31"),
    (one("currency", received="2014-03-02"), "2014-03-02"),
    (
        one(
            "stripe_card",
            attempts=[
                {"at": "2013-12-31T23:58:00-05:00", "result": "failed"},
                {"at": "2014-01-01T00:03:00-05:00", "result": "succeeded"},
            ],
        ),
        "2014-01-01",
    ),
]


@pytest.mark.parametrize(("case", "day"), DATES)
def test_the_date_of_a_gift_follows_how_it_came(case, day):
    agrees(case, {"date_of_gift": day, "tax_year": int(day[:4])})


REVOKED = ORG | {
    "status": "revoked",
    "revocation_effective": "2016-05-16",
    "revocation_published": "2016-08-08",
    "as_of": "2016-09-02",
}
DENIED = PENDING | {"status": "denied", "denial_date": "2013-09-01", "as_of": "2013-09-10"}
LATE = ORG | {
    "application_filed": "2014-12-02",
    "determination_letter_date": "2015-06-01",
    "exemption_effective_date": "2014-12-02",
    "as_of": "2015-06-05",
}
NOT_APPLIED = PENDING | {"status": "not_applied", "application_filed": None, "as_of": "2014-03-02"}

STANDING = [
    (ORG, "2012-08-20", "thank_you_no_tax", "not_deductible"),
    (ORG, "2012-08-21", "post_determination_letter", "deductible"),
    (ORG, "2013-07-14", "post_determination_letter", "deductible"),
    (ORG, "2013-07-15", "cash_acknowledgment", "deductible"),
    (PENDING | {"as_of": "2013-01-02"}, "2013-01-01", "pending_exemption_acknowledgment", "conditional"),
    (NOT_APPLIED, "2014-03-01", "pending_exemption_acknowledgment", "conditional"),
    (LATE, "2014-12-01", "corrected_acknowledgment", "not_deductible"),
    (LATE, "2014-12-02", "post_determination_letter", "deductible"),
    (DENIED, "2013-08-31", "corrected_acknowledgment", "not_deductible"),
    (DENIED, "2013-09-01", "thank_you_no_tax", "not_deductible"),
    (REVOKED, "2016-05-15", "cash_acknowledgment", "deductible"),
    (REVOKED, "2016-05-16", "corrected_acknowledgment", "conditional"),
    (REVOKED, "2016-08-07", "corrected_acknowledgment", "conditional"),
    (REVOKED, "2016-08-08", "thank_you_no_tax", "not_deductible"),
]


@pytest.mark.parametrize(("org", "day", "kind", "status"), STANDING)
def test_the_exemption_reaches_a_gift_by_its_day(org, day, kind, status):
    agrees(facts(paid(on=day), org=org), {"receipt_kind": kind, "deductibility_status": status})


@pytest.mark.parametrize(
    ("filed", "issued", "late"),
    [("2013-04-10", None, True), ("2013-04-10", "2013-04-11", True), ("2013-04-10", "2013-04-10", False)],
)
def test_an_acknowledgment_after_the_return_comes_too_late(filed, issued, late):
    prior = {"issued": issued, "kind": "pending_exemption_acknowledgment"} if issued else None
    case = facts(
        paid(on="2012-10-01"), org=ORG | {"as_of": "2013-07-20"}, donor_return_filed=filed, prior_acknowledgment=prior
    )

    found = answer(case)

    assert ("acknowledgment_not_contemporaneous_for_filed_return" in found["warnings"]) is late


BEFORE = {"prior_receipt": "2014-000042"}
LATER = {"do_not_net_against_later_gifts", "reissue_original_year_statement"}

CORRECTED = [
    (facts(refunds=[{"date": "2014-12-31", "amount": "50.00"}], **BEFORE), "corrected_acknowledgment", "250.00", set()),
    (facts(refunds=[{"date": "2015-01-01", "amount": "50.00"}], **BEFORE), "corrected_acknowledgment", "250.00", LATER),
    (facts(refunds=[{"date": "2015-01-01", "amount": "300.00"}], **BEFORE), "void_notice", "0.00", LATER),
    (
        facts(refunds=[{"date": "2014-05-01", "amount": "50.00"}], benefits=[got()], **BEFORE),
        "corrected_acknowledgment",
        "205.00",
        {"refund_reduces_gift_part_first"},
    ),
    (facts(dispute={"opened": "2014-05-20"}, **BEFORE), "none", None, {"suspend_receipt_while_disputed"}),
    (facts(dispute={"opened": "2014-05-20", "outcome": "lost"}, **BEFORE), "void_notice", "0.00", set()),
    (facts(dispute={"opened": "2014-05-20", "outcome": "won"}, **BEFORE), "cash_acknowledgment", "300.00", set()),
    (facts(receipted_amount="30.00", **BEFORE), "corrected_acknowledgment", "300.00", set()),
    (
        facts(paid(returned_nsf="2014-03-09"), method="check_hand", **BEFORE),
        "void_notice",
        "0.00",
        {"check_must_clear_in_due_course"},
    ),
]


@pytest.mark.parametrize(("case", "kind", "deductible", "warns"), CORRECTED)
def test_what_is_left_of_a_payment_is_receipted_anew(case, kind, deductible, warns):
    agrees(case, {"receipt_kind": kind, "deductible_amount": deductible, "warns": warns})


def row(kind, amount, on="2014-03-01", **fields):
    return {"date": on, "type": kind, "amount": amount} | fields


def year(*rows, **fields):
    return facts(gift_kind="mixed", method=None, payments=None, ledger=list(rows), issued="2015-01-20", **fields)


GIFT = row("gift", "505.00", "2014-01-05")

STATEMENTS = [
    (year(GIFT, row("daf_soft_credit", "2000.00"), row("pledge_unpaid", "1550.00")), ["505.00", "505.00", "0.00"], 1),
    (
        year(GIFT, row("qcd", "100.00"), row("raffle", "20.00"), row("purchase", "35.00")),
        ["505.00", "505.00", "0.00"],
        1,
    ),
    (year(GIFT, row("pledge_paid", "100.00")), ["605.00", "605.00", "0.00"], 2),
    (year(GIFT, row("gala_ticket", "150.00", fmv="45.00")), ["655.00", "610.00", "45.00"], 2),
    (year(GIFT, row("auction", "150.00", fmv="150.00")), ["505.00", "505.00", "0.00"], 1),
    (year(GIFT, row("auction", "150.00", fmv="149.99")), ["655.00", "505.01", "149.99"], 2),
    (year(GIFT, row("sponsorship", "1000.00")), ["1505.00", "1505.00", "0.00"], 2),
    (year(GIFT, row("in_kind", None, description="three laptops")), ["505.00", "505.00", "0.00"], 2),
    (year(GIFT, row("gift", "80.00", refunded="80.00")), ["505.00", "505.00", "0.00"], 1),
    (year(GIFT, row("gift", "80.00", refunded="30.00")), ["555.00", "555.00", "0.00"], 2),
    (year(GIFT, row("gift", "80.00"), row("refund", "-80.00", "2014-04-01")), ["505.00", "505.00", "0.00"], 1),
    (year(GIFT, row("refund", "5.00", "2014-04-01", description="of 2014-01-05")), ["500.00", "500.00", "0.00"], 1),
    # a refund of last year's gift takes nothing off this year's
    (year(GIFT, row("refund", "5.00", "2014-04-01", description="of 2013-12-20")), ["505.00", "505.00", "0.00"], 1),
    (year(GIFT, row("gift", "9.00", "2013-12-31"), row("gift", "8.00", "2015-01-01")), ["505.00", "505.00", "0.00"], 1),
]


@pytest.mark.parametrize(("case", "amounts", "lines"), STATEMENTS)
def test_a_statement_lists_what_it_includes_and_nothing_else(case, amounts, lines):
    found = answer(case)

    assert [found[key] for key in ("payment_amount", "deductible_amount", "non_deductible_amount")] == amounts
    assert len(found["lines"]) == found["contributions"] == lines


@pytest.mark.parametrize(
    "rows",
    [
        (GIFT, row("gala_ticket", "150.00")),
        (GIFT, row("auction", "150.00")),
        (GIFT, row("gift", "60.00"), row("refund", "5.00", "2014-04-01")),
    ],
)
def test_a_statement_that_lacks_something_asks(rows):
    assert answer(year(*rows))["action"] == "ask_staff"


@pytest.mark.parametrize(
    "bad", [{"type": "gift", "amount": "5.00"}, {"date": "2014-01-01", "amount": "5.00"}, row("gift", None)]
)
def test_a_line_nobody_can_place_is_an_error(bad):
    assert "ledger" in answer(year(GIFT, bad))["error"]
