"""Positions of horizontal bars and of a thermometer, as shares of the width."""

from decimal import Decimal

from core.charts.horizontal_bars import bars, thermometer
from core.charts.spec import Kind, Series
from tests.core.charts.samples import funds


def test_the_longest_value_fills_the_width():
    rows = bars(funds())

    assert [(row.name, row.link, row.bars[0].start, row.bars[0].share) for row in rows] == [
        ("Reports & law", "/funds/1/", 0.0, 1.0),
        ("General", "", 0.0, 0.25),
    ]


def test_losses_lead_left_from_where_zero_is():
    rows = bars(funds(series=[Series("2026", [300, -100])]))

    assert [(row.bars[0].start, row.bars[0].share) for row in rows] == [(0.25, 0.75), (0.0, 0.25)]


def test_nothing_known_draws_nothing():
    assert [row.bars[0].share for row in bars(funds(series=[Series("2026", [None, None])]))] == [0.0, 0.0]


def tube(value, goal):
    chart = funds(kind=Kind.THERMOMETER, categories=["Goal"], series=[Series("Raised", [value])], goal=goal)
    return thermometer(chart)


def test_the_tube_ends_at_the_goal():
    found = tube(Decimal(500), Decimal(2000))

    assert (found.share, found.goal, found.rest) == (0.25, 1.0, Decimal(1500))
    assert found.marks[-1].at == 1.0


def test_the_tube_ends_at_the_value_when_that_is_more():
    found = tube(Decimal(4000), Decimal(2000))

    assert (found.share, found.goal, found.rest) == (1.0, 0.5, Decimal(0))


def test_a_loss_leaves_the_tube_empty():
    assert tube(Decimal(-5), None).share == 0.0
