"""The board's charts: funds keep their colors, the smaller ones stand together, small cohorts are hidden."""

from datetime import date
from decimal import Decimal

from reports.board import charts
from reports.figures.board_figures import FundRow, Span
from reports.figures.cohorts import Cohort

SPAN = Span.at(date(2026, 2, 15), first_month=1)
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def months(*totals: tuple[str, int]):
    return [(name, {JANUARY: Decimal(total)}) for name, total in totals]


def test_more_than_one_small_fund_is_joined_as_other_funds():
    names = ["A", "B", "C", "D", "E"]

    chart = charts.fund_month_chart(SPAN, months(("A", 1), ("B", 50), ("C", 40), ("D", 30), ("E", 2)), names)

    assert [series.label for series in chart.series] == ["B", "C", "D", "Other funds"]
    assert chart.series[-1].values == [Decimal(3), Decimal(0)]


def test_a_single_small_fund_keeps_its_name():
    chart = charts.fund_month_chart(SPAN, months(("A", 1), ("B", 50), ("C", 40), ("D", 30)), ["A", "B", "C", "D"])

    assert [series.label for series in chart.series] == ["B", "C", "D", "A"]


def test_a_funds_color_goes_by_its_place_and_not_by_its_rank():
    order = ["A", "B", "C", "D", "E", "F"]

    assert charts.own_colors(["C", "A"], order) == {"A": 0, "C": 2}
    assert charts.own_colors(["A", "E"], order) == {"A": 0, "E": 1}  # the fifth would have the first's color


def test_funds_without_money_are_not_drawn():
    rows = [FundRow(1, "A", False, Decimal(5), Decimal(0)), FundRow(2, "B", False, Decimal(0), Decimal(0))]

    chart = charts.fund_chart(rows, ("2026", "2025"))

    assert (chart.categories, [series.label for series in chart.series]) == (["A"], ["2026", "2025"])


def test_cohorts_below_the_smallest_group_show_no_share():
    chart = charts.cohort_chart([Cohort("2024", 4, (2, 1)), Cohort("2025", 20, (5,))], smallest=5)

    assert chart.categories == ["2024: fewer than 5", "2025: 20 donors"]
    assert [(series.label, series.values) for series in chart.series] == [
        ("1 year later", [None, 25]),
        ("2 years later", [None, None]),
    ]
