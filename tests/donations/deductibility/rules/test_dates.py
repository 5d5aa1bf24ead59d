"""The date of gift, a day before, on and after what moves it."""

from datetime import UTC, date, datetime

import pytest

from donations.deductibility import Attempt, BadFacts, Property, decide
from donations.deductibility.rules.dates import date_of_payment, date_of_property
from tests.donations.deductibility.builders import figures, make_facts, make_payment

HERE = "America/New_York"


def found(method, **fields):
    return date_of_payment(make_payment(on=None, **fields), method=method, time_zone=HERE)


@pytest.mark.parametrize(
    ("moment", "zone", "on"),
    [
        (datetime(2014, 1, 1, 4, 59, 59, tzinfo=UTC), "America/New_York", date(2013, 12, 31)),
        (datetime(2014, 1, 1, 5, 0, 0, tzinfo=UTC), "America/New_York", date(2014, 1, 1)),
        (datetime(2014, 1, 1, 7, 59, 0, tzinfo=UTC), "America/Los_Angeles", date(2013, 12, 31)),
        (datetime(2013, 12, 31, 19, 30, 0, tzinfo=UTC), "Asia/Karachi", date(2014, 1, 1)),
        (datetime(2014, 1, 1, 4, 59, 59, tzinfo=UTC), "", date(2013, 12, 31)),
    ],
)
def test_card_counts_on_the_donors_day(moment, zone, on):
    assert found("stripe_card", charged_at=moment, donor_timezone=zone).on == on


def test_card_never_counts_on_the_payouts_day():
    dated = date_of_payment(
        make_payment(on=date(2013, 12, 31), payout=date(2014, 1, 2)), method="stripe_card", time_zone=HERE
    )

    assert dated.on == date(2013, 12, 31)
    assert dated.warnings == ("use_donor_local_date_never_utc_or_payout",)


def test_first_charge_that_succeeds_is_the_gift():
    attempts = (
        Attempt(at=datetime(2013, 12, 31, 22, 0, tzinfo=UTC), succeeded=False),
        Attempt(at=datetime(2014, 1, 2, 15, 0, tzinfo=UTC), succeeded=True),
    )

    dated = found("stripe_card", attempts=attempts)

    assert (dated.on, dated.warnings) == (date(2014, 1, 2), ("failed_charge_is_not_a_gift",))


def test_charges_that_all_fail_are_no_gift():
    payment = make_payment("50.00", None, attempts=(Attempt(at=datetime(2014, 1, 2, tzinfo=UTC), succeeded=False),))

    decision = decide(make_facts(payments=(payment,)))

    assert (decision.receipt_kind, decision.date_of_gift, figures(decision)) == (
        "none",
        None,
        ("0.00", "0.00", "0.00"),
    )


@pytest.mark.parametrize(
    ("method", "on"),
    [
        ("check_mail_usps", date(2013, 12, 31)),
        ("check_courier", date(2014, 1, 3)),
        ("check_hand", date(2014, 1, 3)),
    ],
)
def test_only_the_postal_service_makes_mailing_a_gift(method, on):
    days = {"postmark": date(2013, 12, 31), "shipped": date(2013, 12, 31), "received": date(2014, 1, 3)}

    assert found(method, **days).on == on


@pytest.mark.parametrize(
    ("written", "on"),
    [
        (date(2013, 12, 27), date(2013, 12, 28)),
        (date(2013, 12, 28), date(2013, 12, 28)),
        (date(2013, 12, 29), date(2013, 12, 29)),
    ],
)
def test_check_handed_over_counts_then_or_on_its_later_date(written, on):
    assert found("check_hand", received=date(2013, 12, 28), check_date=written).on == on


def test_bounced_check_is_no_gift():
    payment = make_payment("300.00", date(2014, 3, 1), returned_nsf=date(2014, 3, 9))

    decision = decide(make_facts(method="check_hand", payments=(payment,)))

    assert (decision.receipt_kind, decision.date_of_gift) == ("void_notice", None)
    assert "check_must_clear_in_due_course" in decision.warnings


def test_bank_debit_counts_when_the_bank_pays():
    dated = found("ach_debit", authorized=date(2013, 12, 31), debited=date(2014, 1, 3))

    assert (dated.on, dated.warnings) == (date(2014, 1, 3), ("conservative_bank_paid_date",))


@pytest.mark.parametrize(
    ("method", "on"), [("stock_dtc", date(2013, 12, 30)), ("stock_certificate_usps", date(2013, 12, 28))]
)
def test_stock_counts_on_arrival_or_a_certificate_on_mailing(method, on):
    item = Property(dtc_received=date(2013, 12, 30), postmark=date(2013, 12, 28), received=date(2014, 1, 2))

    assert date_of_property(item, method=method).on == on


def test_unknown_zone_is_said_plainly():
    with pytest.raises(BadFacts, match="Nowhere/Land"):
        found("stripe_card", charged_at=datetime(2014, 1, 1, tzinfo=UTC), donor_timezone="Nowhere/Land")
