"""Amounts in the processor's smallest units."""

from decimal import Decimal

import pytest

from donations.gateways.units import MOST_UNITS, from_minor, to_minor


@pytest.mark.parametrize(
    ("units", "currency", "amount"),
    [(5000, "usd", "50.00"), (5000, "JPY", "5000"), (5000, "kwd", "5.000"), (-1, "usd", "-0.01")],
)
def test_each_currency_has_its_own_smallest_unit(units, currency, amount):
    assert from_minor(units, currency) == Decimal(amount)
    assert to_minor(Decimal(amount), currency) == units


@pytest.mark.parametrize(
    ("value", "error"), [(True, TypeError), (1.0, TypeError), ("1", TypeError), (MOST_UNITS + 1, ValueError)]
)
def test_what_is_no_count_of_units_is_refused(value, error):
    with pytest.raises(error):
        from_minor(value, "usd")


def test_a_part_of_the_smallest_unit_is_refused():
    with pytest.raises(ValueError, match="not a whole number"):
        to_minor(Decimal("0.5"), "jpy")
