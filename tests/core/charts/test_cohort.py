"""Cells of a cohort chart: their words, and how dark they are."""

from decimal import Decimal

import pytest

from core.charts.cohort import Cell, level, lines
from core.charts.spec import Series
from tests.core.charts.samples import funds


@pytest.mark.parametrize(
    ("share", "dark"),
    [(None, 0), (0, 0), (Decimal("0.9"), 0), (1, 1), (Decimal("19.9"), 1), (20, 2), (79, 4), (80, 5), (100, 5)],
)
def test_a_cell_is_darker_from_each_level(share, dark):
    assert level(share) == dark


def test_a_year_that_has_not_come_has_no_words():
    chart = funds(categories=["2024"], series=[Series("1", [50]), Series("2", [None])])

    assert [line.cells[1] for line in lines(chart)] == [Cell("", 0)]
    assert lines(chart)[0].cells[0].level == 3
