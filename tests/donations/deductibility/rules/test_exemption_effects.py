"""Recognition and what it does to receipts: reaching back, pending, revoked, denied, at their days."""

from dataclasses import replace
from datetime import date

import pytest

from donations.deductibility import (
    decide,
)
from donations.deductibility.exemption import application_deadline, is_holiday, next_business_day
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
