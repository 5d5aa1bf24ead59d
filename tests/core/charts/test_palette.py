"""Which color class fills a series."""

import pytest

from core.charts.palette import fill, n
from core.charts.spec import Series, Style
from tests.core.charts.samples import funds, months


def test_now_before_and_under_way_have_their_own_colors():
    assert [fill(months(), number) for number in range(3)] == ["c2", "c1", "part"]


def test_other_series_take_turns():
    chart = funds(series=[Series(str(number), [1, 1], Style.OTHER) for number in range(4)])

    assert [fill(chart, number) for number in range(4)] == ["c3", "c4", "c5", "c3"]


def test_a_series_keeps_its_own_color():
    chart = funds(series=[Series("a", [1, 1], Style.OTHER, color=number) for number in (0, 1, 3, 4)])

    assert [fill(chart, number) for number in range(4)] == ["c1", "c3", "c5", "c1"]


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (3.04, "3"), (3.16, "3.2"), (10, "10")])
def test_coordinates_have_at_most_one_decimal(value, text):
    assert n(value) == text
