"""Returns and board figures at their thresholds."""

from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import BadFacts, decide, facts_from_case
from donations.deductibility.form_990 import form_990, gaap_figures


def report(**sheet):
    return decide(facts_from_case(sheet)).report


@pytest.mark.parametrize(("tickets", "required"), [(100, False), (101, True)])
def test_schedule_g_is_due_over_15000(tickets, required):
    found = report(event={"tickets": tickets, "price": "150.00", "fmv": "45.00", "direct_expenses": "4000.00"})

    assert found["schedule_g_part_ii_required"] is required  # 100 x 150.00 = 15000.00 is not over
    assert found["line_1c"] == Decimal("105.00") * tickets
    assert found["line_8c"] == Decimal("45.00") * tickets - 4000


def test_two_largest_events_are_listed():
    sums = {"Spring": "9000.00", "Fall": "12000.00", "Tea": "5000.00", "Walk": "5000.01"}

    found = report(events=[{"name": name, "gross_receipts": amount} for name, amount in sums.items()])

    assert found == {"listed": ["Fall", "Spring"], "other_events_count": 1, "other_events": Decimal("5000.01")}


@pytest.mark.parametrize(
    ("total", "meets", "listed"),
    [("180000.00", True, ["A", "C"]), ("250000.00", True, ["C"]), ("250000.00", False, ["A", "C"])],
)
def test_schedule_b_lists_5000_and_with_the_test_over_two_percent(total, meets, listed):
    # 2% of 250,000.00 is 5,000.00, and 5,000.00 is not more
    donors = {"A": "5000.00", "B": "4999.99", "C": "5000.01", "D": ["4500.00", "999.99"]}

    assert report(line_1h=total, meets_one_third_test=meets, donors=donors)["listed"] == listed


def test_public_support_takes_relations_together_and_limits_no_public_charity():
    found = form_990.public_support(
        contributions=Decimal("90000.00"),
        other_income=Decimal("10000.00"),
        donors={"A": Decimal("1500.00"), "A_spouse": Decimal("1500.00"), "B (170(b)(1)(A)(vi))": Decimal("60000.00")},
    )

    # 2% of 100,000.00 = 2,000.00; A and spouse 3,000.00 exceed it by 1,000.00
    assert (found["excess"], found["public_support"]) == (Decimal("1000.00"), Decimal("89000.00"))


@pytest.mark.parametrize(
    ("big", "passes", "facts_test"),
    [("68000.00", True, False), ("70000.00", False, True), ("94000.00", False, True)],
)
def test_a_third_passes_and_a_tenth_is_a_matter_of_facts(big, passes, facts_test):
    found = report(five_year={"contributions": "100000.00", "investment_income": "0.00", "donors": {"A": big}})

    # public = 100,000 - (big - 2,000): 34,000, 32,000, 8,000
    assert found["passes_one_third"] is passes
    assert found["facts_and_circumstances"] is (facts_test and big != "94000.00")


@pytest.mark.parametrize(
    ("receipts", "assets", "form"),
    [
        ("50000.00", "0.00", "990-N"),
        ("50000.01", "0.00", "990-EZ"),
        ("199999.99", "499999.99", "990-EZ"),
        ("200000.00", "0.00", "990"),
        ("60000.00", "500000.00", "990"),
    ],
)
def test_annual_return_by_receipts_and_assets(receipts, assets, form):
    assert report(cases=[{"gross_receipts": receipts, "assets": assets}]) == {"return": [form]}


@pytest.mark.parametrize(
    ("revenue", "due", "attachment"),
    [
        ("100000.00", date(2014, 6, 30), "none"),
        ("100000.01", date(2014, 6, 30), "CPA review report"),
        ("250000.01", date(2014, 6, 30), "CPA audit report"),
        ("250000.00", date(2014, 7, 1), "none"),
        ("500000.01", date(2017, 6, 30), "CPA audit report"),
        ("500000.01", date(2017, 7, 1), "CPA review report"),
        ("750000.01", date(2021, 6, 30), "CPA audit report"),
        ("1000000.00", date(2021, 7, 1), "CPA review report"),
    ],
)
def test_new_york_report_by_revenue_and_due_date(revenue, due, attachment):
    assert form_990.char500_attachment(revenue=Decimal(revenue), due=due) == attachment


def test_schedules_m_and_f():
    assert report(cases=[{"line_1g": "25000.00"}, {"line_1g": "25000.01"}]) == {"schedule_m_required": [False, True]}
    for total, grant, parts in (("10000.00", "5000.00", (False, False)), ("10000.01", "5000.01", (True, True))):
        found = report(foreign_expenses_total=total, grant_to_foreign_org_max=grant)
        assert (found["schedule_f_part_i_required"], found["schedule_f_part_ii_required"]) == parts


def test_the_board_sees_an_event_gross_never_net_only():
    event = {"gross": "20000.00", "exchange_value": "5000.00", "direct_benefit_costs": "4000.00"}

    found = report(event=event | {"other_event_costs": "900.00"})

    assert found["gross_contributions"] == Decimal("15000.00")
    assert (found["gross_exchange"], found["direct_benefit_costs"]) == (Decimal("5000.00"), Decimal("4000.00"))


@pytest.mark.parametrize(
    ("due", "restricted", "discounted"),
    [("2019-12-31", False, None), ("2020-01-01", True, False), ("2020-09-01", True, False), ("2020-09-02", True, True)],
)
def test_a_promise_is_revenue_when_made_and_restricted_until_due(due, restricted, discounted):
    found = report(pledge={"date": "2019-09-01", "total": "5000.00", "due": due})

    assert found["revenue_2019"] == Decimal("5000.00")
    assert ("time_restricted" in found) is restricted
    assert found.get("discounted") is discounted


def test_donated_services_are_revenue_and_expense():
    found = report(service={"kind": "audit", "value": "2500.00"})

    assert found["revenue"] == found["expense"] == Decimal("2500.00")


def test_separate_gifts_under_1000_are_not_counted_for_schedule_b():
    sums = {"A": ["4500.00", "999.99"], "B": ["4000.00", "1000.00"], "C": "6 x 900.00"}
    donors = {name: {"gifts": gifts} for name, gifts in sums.items()}

    assert report(line_1h="100000.00", meets_one_third_test=False, donors=donors)["listed"] == ["B"]


@pytest.mark.parametrize(
    ("begins", "classes"),
    [(date(2017, 12, 15), gaap_figures.OLD_CLASSES), (date(2017, 12, 16), gaap_figures.NEW_CLASSES)],
)
def test_net_assets_have_new_names(begins, classes):
    assert gaap_figures.net_asset_classes(begins) == classes


@pytest.mark.parametrize(("raised", "revenue"), [("24999.99", Decimal(0)), ("25000.00", Decimal("25000.00"))])
def test_conditional_promise_is_revenue_when_met(raised, revenue):
    pledge = {"date": "2019-09-01", "total": "25000.00", "condition": "raise 25,000 from others by 2019-12-31"}

    found = report(pledge=pledge, raised=raised)

    assert found["revenue_2019"] == revenue
    assert ("disclose_conditional_promise" in found) is (revenue == 0)


@pytest.mark.parametrize("sheet", [{}, {"colour": "red"}, {"event": {}}, {"event": 5}, {"cases": 3}, {"five_year": []}])
def test_sheet_that_cannot_be_read_is_refused(sheet):
    with pytest.raises(BadFacts):
        report(**sheet)
