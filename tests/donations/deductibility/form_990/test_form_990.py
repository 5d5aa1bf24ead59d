"""Figures of returns at their thresholds."""

from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility.form_990 import form_990


def test_a_ticket_below_its_value_is_all_exchange():
    lines = form_990.event_lines(tickets=10, price=Decimal("40.00"), value=Decimal("45.00"), expenses=Decimal("100.00"))

    assert [str(lines[f"line_{name}"]) for name in ("1c", "8a", "8c")] == ["0.00", "400.00", "300.00"]


@pytest.mark.parametrize(
    ("receipts", "assets", "form"),
    [
        ("50000.00", "900000.00", "990-N"),
        ("50000.01", "499999.99", "990-EZ"),
        ("199999.99", "500000.00", "990"),
        ("200000.00", "0.00", "990"),
    ],
)
def test_annual_return_by_receipts_and_assets(receipts, assets, form):
    assert form_990.annual_return(receipts=Decimal(receipts), assets=Decimal(assets)) == form


@pytest.mark.parametrize(
    ("revenue", "due", "attached"),
    [
        ("100000.00", date(2014, 6, 30), "none"),
        ("100000.01", date(2014, 6, 30), "CPA review report"),
        ("250000.01", date(2014, 6, 30), "CPA audit report"),
        ("250000.01", date(2014, 7, 1), "CPA review report"),
        ("500000.01", date(2014, 7, 1), "CPA audit report"),
        ("750000.00", date(2017, 7, 1), "CPA review report"),
        ("1000000.01", date(2021, 7, 1), "CPA audit report"),
    ],
)
def test_new_yorks_bounds_rise_with_their_days(revenue, due, attached):
    assert form_990.char500_attachment(revenue=Decimal(revenue), due=due) == attached


def test_schedules_are_due_over_their_amounts_not_at_them():
    assert [form_990.schedule_m_required(Decimal(sum_)) for sum_ in ("25000.00", "25000.01")] == [False, True]
    assert form_990.schedule_f(total=Decimal("10000.00"), largest_grant=Decimal("5000.01")) == {
        "schedule_f_part_i_required": False,
        "schedule_f_part_ii_required": True,
    }


def test_one_small_gift_counts_for_schedule_b_and_several_do_not():
    donors = {"A": [Decimal("4500.00"), Decimal("999.99"), Decimal("600.00")], "B": [Decimal("5000.00")]}

    found = form_990.schedule_b(line_1h=Decimal("100000.00"), meets_one_third=False, donors=donors)

    assert found == {"listed": ["B"]}  # of A only 4,500.00 counts


def test_no_support_at_all_has_no_share():
    found = form_990.public_support(contributions=Decimal(0), other_income=Decimal(0), donors={})

    assert found["percent"] == 0
