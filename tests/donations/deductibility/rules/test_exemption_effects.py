"""Recognition and what it does to receipts: reaching back, pending, revoked, denied, at their days."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import Donor, Payment, Property, decide
from donations.deductibility.exemption import application_deadline, is_holiday, next_business_day
from donations.deductibility.wording import sentences as wording
from tests.donations.deductibility.builders import (
    PENDING,
    RECOGNIZED,
    figures,
    make_benefit,
    make_facts,
)


@pytest.mark.parametrize(
    ("on", "kind", "deductible"),
    [
        (date(2012, 8, 20), "thank_you_no_tax", "0.00"),
        (date(2012, 8, 21), "post_determination_letter", "500.00"),
        (date(2013, 7, 14), "post_determination_letter", "500.00"),
        (date(2013, 7, 15), "cash_acknowledgment", "500.00"),
    ],
)
def test_recognition_reaches_back_to_formation(on, kind, deductible):
    decision = decide(make_facts("500.00", on=on))

    assert (decision.receipt_kind, str(decision.deductible_amount)) == (kind, deductible)


@pytest.mark.parametrize(
    ("filed", "on", "kind", "deductible"),
    [
        (date(2014, 11, 30), date(2013, 5, 1), "post_determination_letter", "500.00"),
        (date(2014, 12, 1), date(2013, 5, 1), "post_determination_letter", "500.00"),
        (date(2014, 12, 2), date(2013, 5, 1), "corrected_acknowledgment", "0.00"),
        (date(2014, 12, 2), date(2014, 12, 1), "corrected_acknowledgment", "0.00"),
        (date(2014, 12, 2), date(2014, 12, 2), "post_determination_letter", "500.00"),
    ],
)
def test_late_application_counts_from_its_filing(filed, on, kind, deductible):
    org = replace(
        RECOGNIZED,
        application_filed=filed,
        determination_letter_date=date(2015, 6, 1),
        exemption_effective_date=None,
        as_of=date(2015, 6, 5),
    )

    decision = decide(make_facts("500.00", on=on, org=org))

    assert (decision.receipt_kind, str(decision.deductible_amount)) == (kind, deductible)


def test_deadline_rolls_past_weekends_and_holidays():
    assert application_deadline(date(2012, 8, 21)) == date(2014, 12, 1)  # 2014-11-30 is a Sunday
    assert application_deadline(date(2012, 8, 1)) == date(2014, 12, 1)
    assert application_deadline(date(2012, 9, 1)) == date(2014, 12, 31)
    assert next_business_day(date(2011, 12, 31)) == date(2012, 1, 3)  # Saturday; New Year on Sunday, kept Monday
    assert [is_holiday(date(2014, 11, day)) for day in (11, 26, 27, 28)] == [True, False, True, False]
    assert [is_holiday(date(2014, 5, day)) for day in (19, 26)] == [False, True]


@pytest.mark.parametrize(
    ("issued", "status"),
    [
        (date(2012, 12, 2), "STATUS_NOT_APPLIED"),
        (date(2012, 12, 3), "STATUS_PENDING"),
        (date(2013, 7, 14), "STATUS_PENDING"),
        (date(2013, 7, 15), "STATUS_RECOGNIZED"),
    ],
)
def test_wording_follows_the_status_on_the_issue_date(issued, status):
    decision = decide(make_facts("500.00", on=date(2012, 10, 1), org=replace(RECOGNIZED, as_of=issued)))

    assert [code for code in decision.must_say if code.startswith("STATUS_")] == [status]


def test_dinner_while_pending_is_conditional_and_disclosed():
    decision = decide(make_facts("150.00", make_benefit("45.00"), on=date(2012, 12, 10), org=PENDING))

    assert decision.receipt_kind == "pending_exemption_acknowledgment"
    assert (figures(decision), decision.deductibility_status) == (("150.00", "105.00", "45.00"), "conditional")
    assert decision.disclosure_required is True
    assert "give_quid_pro_quo_disclosure_even_if_pending" in decision.warnings
    assert "TAX_DEDUCTIBLE" in decision.must_not_say


@pytest.mark.parametrize(
    ("on", "kind", "status"),
    [
        (date(2016, 5, 15), "cash_acknowledgment", "deductible"),
        (date(2016, 5, 16), "corrected_acknowledgment", "conditional"),
        (date(2016, 8, 7), "corrected_acknowledgment", "conditional"),
        (date(2016, 8, 8), "thank_you_no_tax", "not_deductible"),
    ],
)
def test_donors_may_rely_until_a_revocation_is_published(on, kind, status):
    org = replace(
        RECOGNIZED,
        status="revoked",
        revocation_effective=date(2016, 5, 16),
        revocation_published=date(2016, 8, 8),
        as_of=date(2016, 9, 2),
    )

    decision = decide(make_facts("500.00", on=on, org=org))

    assert (decision.receipt_kind, decision.deductibility_status) == (kind, status)
    assert "STATUS_RECOGNIZED" not in decision.must_say


@pytest.mark.parametrize(
    ("on", "kind"), [(date(2013, 8, 31), "corrected_acknowledgment"), (date(2013, 9, 1), "thank_you_no_tax")]
)
def test_denial_corrects_what_came_before_it(on, kind):
    org = replace(PENDING, status="denied", denial_date=date(2013, 9, 1), as_of=date(2013, 9, 10))

    decision = decide(make_facts("500.00", on=on, org=org))

    assert (decision.receipt_kind, figures(decision)) == (kind, ("500.00", "0.00", "500.00"))


#: Every standing on the day of issue, for a gift of March 1, 2014: the document where the exemption does not reach it.
DENIED = replace(PENDING, status="denied", as_of=date(2014, 12, 1))
REVOKED = replace(RECOGNIZED, status="revoked", revocation_effective=date(2014, 1, 1), as_of=date(2014, 12, 1))
STANDINGS = {
    "recognized": (RECOGNIZED, None),
    "letter later": (replace(RECOGNIZED, determination_letter_date=date(2014, 6, 1), as_of=date(2014, 7, 1)), None),
    "pending": (replace(PENDING, as_of=date(2014, 4, 1)), None),
    "not applied": (replace(PENDING, status="not_applied", application_filed=None, as_of=date(2014, 4, 1)), None),
    "denied after": (replace(DENIED, denial_date=date(2014, 9, 1)), "corrected_acknowledgment"),
    "denied before": (replace(DENIED, denial_date=date(2014, 1, 1)), "thank_you_no_tax"),
    "revoked": (replace(REVOKED, revocation_published=date(2014, 2, 1)), "thank_you_no_tax"),
    "filed late": (
        replace(RECOGNIZED, exemption_effective_date=date(2014, 12, 2), as_of=date(2015, 6, 1)),
        "corrected_acknowledgment",
    ),
    "before formation": (replace(RECOGNIZED, formation_date=date(2014, 8, 21)), "thank_you_no_tax"),
}
CAR = Property(
    description="car", vin="SAMPLE", received=date(2014, 3, 1), sold=date(2014, 4, 1), gross_proceeds=Decimal("3200.00")
)
GIFTS = {
    "vehicle": {"gift_kind": "vehicle", "method": "hand", "payments": (), "property_given": CAR},
    "goods": {"gift_kind": "in_kind", "method": "hand", "payments": (), "property_given": replace(CAR, sold=None)},
    "ira": {"gift_kind": "qcd", "method": "ira_direct", "donor": Donor(name="Ann Example")},
    "payroll": {"method": "payroll"},
    "money": {},
    "dinner": {"benefits": (make_benefit("45.00"),)},
}
#: What such a document says where the exemption reaches the gift, beside the standing.
OWN = {"vehicle": "VEHICLE_1098C", "ira": "QCD_TEXT", "payroll": "PAYROLL_PLEDGE"}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("gift", GIFTS)
def test_the_standing_reaches_every_kind_of_gift(gift, standing):
    (org, document), fields = STANDINGS[standing], dict(GIFTS[gift])
    facts = make_facts("100.00", *fields.pop("benefits", ()), org=org, **fields)

    decision = decide(facts)
    text = " ".join(sentence.text for sentence in wording.sentences(decision, facts))

    assert any(code.startswith("STATUS_") for code in decision.must_say) or standing == "before formation"
    if document:
        assert (decision.receipt_kind, decision.deductibility_status) == (document, "not_deductible")
        assert decision.deductible_amount == Decimal(0)
        assert {"NOT_DEDUCTIBLE"} <= set(decision.must_say)
        assert not set(OWN.values()) & set(decision.must_say)
        assert (decision.due_by, decision.cwa_required) == (None, False)
    elif gift in OWN:
        assert OWN[gift] in decision.must_say
    if "TAX_DEDUCTIBLE" in decision.must_not_say:
        promised = re.sub(r"not deductible", "", text)
        assert "deductible" not in promised
        assert "deduction" not in re.sub("payroll deduction", "", promised)


DENIED_2013 = replace(DENIED, denial_date=date(2013, 9, 1))
REVOKED_2014 = replace(REVOKED, revocation_effective=date(2014, 6, 1), revocation_published=date(2014, 8, 1))
LATE = replace(RECOGNIZED, exemption_effective_date=date(2014, 7, 1), as_of=date(2015, 6, 1))


@pytest.mark.parametrize(
    ("org", "period", "document"),
    [
        (DENIED_2013, "biweekly 2012", "corrected_acknowledgment"),
        (DENIED_2013, "biweekly 2013", "thank_you_no_tax"),
        (DENIED_2013, "biweekly 2014", "thank_you_no_tax"),
        (REVOKED_2014, "biweekly 2013", "payroll_pledge_document"),
        (REVOKED_2014, "biweekly 2014", "none"),  # some of it before the revocation was published
        (LATE, "biweekly 2013", "corrected_acknowledgment"),
        (LATE, "biweekly 2014", "none"),
        (LATE, "biweekly 2015", "payroll_pledge_document"),
        (RECOGNIZED, "biweekly 2012", "payroll_pledge_document"),  # from formation on
        (RECOGNIZED, "biweekly 2011", "thank_you_no_tax"),
    ],
)
def test_deductions_of_a_year_are_of_that_year_whenever_the_letter_is_written(org, period, document):
    payment = Payment(amount=Decimal(25), period=period, count=26)

    decision = decide(make_facts(method="payroll", org=org, payments=(payment,)))

    assert (decision.receipt_kind, decision.action) == (document, "ask_staff" if document == "none" else None)
