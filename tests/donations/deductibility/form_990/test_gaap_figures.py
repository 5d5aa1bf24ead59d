"""Board figures by accounting principles: names of classes, promises, and amounts in conditions."""

from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility.form_990 import gaap_figures

TOTAL = Decimal("1000.00")


def test_classes_have_new_names_in_years_that_begin_later():
    assert gaap_figures.net_asset_classes(date(2017, 12, 15)).startswith("unrestricted")
    assert gaap_figures.net_asset_classes(date(2017, 12, 16)) == "without / with donor restrictions"


def promise(**fields):
    values = {"on": date(2018, 6, 1), "due": None, "total": TOTAL, "met": True, "conditional": False} | fields
    return gaap_figures.promise(**values)


def test_a_condition_that_is_not_met_is_disclosed_and_no_revenue():
    assert promise(met=False, conditional=True) == {
        "revenue_2018": 0,
        "disclose_conditional_promise": TOTAL,
    }
    assert promise(met=True, conditional=True) == {"revenue_2018": TOTAL}


def test_a_promise_due_beyond_a_year_is_discounted():
    assert promise(due=date(2018, 12, 31)) == {"revenue_2018": TOTAL}
    assert promise(due=date(2019, 6, 1))["discounted"] is False
    assert promise(due=date(2019, 6, 2)) == {"revenue_2018": TOTAL, "time_restricted": TOTAL, "discounted": True}


@pytest.mark.parametrize(
    ("condition", "target"),
    [("raise 25,000 from others by 2019-12-31", "25000"), ("match 500.50", "500.50"), ("by 2019-12-31", None)],
)
def test_the_amount_of_a_condition_is_no_date(condition, target):
    assert gaap_figures.target_of(condition) == (Decimal(target) if target else None)
