from decimal import Decimal

import pytest

from core.charts.spec import Cell, Row, Series, Style
from tests.core.charts.samples import funds, months


def test_table_shows_this_year_first_with_the_month_under_way_in_its_place():
    chart = months()

    assert [series.label for series in chart.table_series] == ["2026", "2025"]
    assert chart.rows == (
        Row("Jan", (Cell("$150", "/gifts/?m=1"), Cell("$100", ""))),
        Row("Feb", (Cell("$250", "/gifts/?m=2"), Cell("$200", ""))),
        Row("Mar", (Cell("$50", "/gifts/?m=3"), Cell("$300", ""))),
    )


def test_nothing_known_is_a_dash_and_zero_is_a_figure():
    chart = funds(series=[Series("2026", [None, 0])])

    assert [row.cells[0].text for row in chart.rows] == ["–", "$0"]


def test_cents_are_shown_when_asked_for():
    chart = funds(series=[Series("2026", [Decimal("400.10"), 100])], decimals=True)

    assert [row.cells[0].text for row in chart.rows] == ["$400.10", "$100.00"]


def test_a_series_of_another_length_is_refused():
    with pytest.raises(ValueError, match="2026: 2 values for 3 categories"):
        months(series=[Series("2026", [1, 2])])


@pytest.mark.parametrize(
    ("values", "expected"), [((None, None, None), True), ((None, 0, 0), True), ((None, 0, -1), False)]
)
def test_a_chart_without_anything_to_draw_is_empty(values, expected):
    assert months(series=[Series("2026", values)]).is_empty is expected


def test_the_axis_must_reach_the_goal():
    assert max(funds(goal=Decimal(900)).values) == 900


def test_two_current_series_keep_their_own_columns():
    chart = funds(series=[Series("Gifts", [1, 2]), Series("Pledges", [3, 4], Style.OTHER)])

    assert [series.label for series in chart.table_series] == ["Gifts", "Pledges"]
