"""What facts say of themselves: amounts as they count, and days and places as they read."""

from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility.facts import (
    BadFacts,
    Benefit,
    Dispute,
    Donor,
    Facts,
    Org,
    Payment,
    cents,
    day_text,
    dollars,
)


def test_half_a_cent_rounds_up():
    assert (cents(Decimal("0.125")), cents(Decimal("0.124"))) == (Decimal("0.13"), Decimal("0.12"))


def test_amounts_and_days_are_written_for_readers():
    assert [dollars(Decimal("1234.5")), dollars(Decimal("-1.00"))] == ["$1,234.50", "−$1.00"]
    assert [day_text(date(2026, 11, 9)), day_text(None)] == ["Nov 9, 2026", ""]


@pytest.mark.parametrize(("country", "abroad"), [("", False), ("us ", False), ("United States", False), ("PK", True)])
def test_donor_without_a_country_lives_in_the_us(country, abroad):
    assert Donor(country=country).is_abroad is abroad


def test_a_platforms_tip_is_no_part_of_the_gift():
    payment = Payment(amount=Decimal("110.00"), platform_tip=Decimal("10.00"))

    assert payment.given == Decimal("100.00")
    assert Payment(amount=Decimal("110.00"), to_org=Decimal("90.00")).given == Decimal("90.00")


def test_foreign_payments_are_rounded_to_cents_one_by_one():
    payment = Payment(amount=Decimal("10.00"), currency="GBP", spot_rate_usd=Decimal("1.23456"), count=3)

    assert payment.usd == Decimal("37.05")  # 10 × 1.23456 = 12.3456, rounded 12.35; × 3


def test_foreign_payment_without_a_rate_cannot_be_used():
    with pytest.raises(BadFacts, match="The payment of 10.00 EUR has no exchange rate for its date."):
        _ = Payment(amount=Decimal("10.00"), currency="eur".upper()).usd


def test_unknown_cost_of_a_benefit_stays_unknown():
    benefit = Benefit(qty=2, fmv_each=Decimal("45.00"))

    assert (benefit.value, benefit.cost) == (Decimal("90.00"), None)
    assert Benefit(qty=2, cost_each=Decimal("4.00")).cost == Decimal("8.00")


@pytest.mark.parametrize(
    ("outcome", "is_open", "is_lost"),
    [("", True, False), ("Lost", False, True), ("won", False, False), ("withdrawn", False, False)],
)
def test_a_dispute_is_open_until_it_has_an_outcome(outcome, is_open, is_lost):
    dispute = Dispute(outcome=outcome)

    assert (dispute.is_open, dispute.is_lost) == (is_open, is_lost)


def test_day_of_issue_is_the_documents_own_before_the_organizations():
    org = Org(as_of=date(2013, 1, 3))

    assert Facts(org=org, issued=date(2013, 1, 1), date=date(2013, 1, 2)).issued_on == date(2013, 1, 1)
    assert Facts(org=org, date=date(2013, 1, 2)).issued_on == date(2013, 1, 2)
    assert (Facts(org=org).issued_on, Facts(org=None).issued_on) == (date(2013, 1, 3), None)
