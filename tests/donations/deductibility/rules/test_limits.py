"""The indexed amounts of insubstantial benefits, by year."""

from decimal import Decimal

from donations.deductibility.rules.limits import LIMITS, limits_for


def test_a_year_without_a_row_has_no_limits():
    assert (limits_for(2011), limits_for(None)) == (None, None)
    assert limits_for(2014)[:3] == (Decimal("10.40"), Decimal("52.00"), Decimal("104"))


def test_the_amounts_of_a_year_are_five_and_ten_times_its_low_cost():
    # The procedure indexes three statutory amounts alike: 5, 25 and 50 dollars of 1987
    for limits in LIMITS.values():
        assert limits.minimum_payment == limits.low_cost * 5
        assert abs(limits.cap - limits.low_cost * 10) <= Decimal("0.50")
