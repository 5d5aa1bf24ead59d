from decimal import Decimal

from core.charts.layout import PHONE, WIDE, View, plot, runs
from core.charts.spec import Kind, Series, Style, ValuesOn
from tests.core.charts.samples import funds, months, trend

SQUARE = View("square", width=130, height=124, left=10, top=0, bottom=24, letter=0)


def test_ticks_stand_where_their_values_are():
    # 300 is the highest value, so the axis runs 0, 50 … 300 at most six ticks: 0, 100, 200, 300.
    drawn = plot(months(), SQUARE)

    assert [(tick.text, round(tick.y, 2), tick.is_base) for tick in drawn.ticks] == [
        ("$0", 100.0, True),
        ("$100", 66.67, False),
        ("$200", 33.33, False),
        ("$300", 0.0, False),
    ]


def test_bars_rise_from_the_base_by_their_value():
    drawn = plot(months(), SQUARE)

    heights = {mark.label: round(mark.height, 2) for mark in drawn.marks}
    assert heights == {
        "Jan, 2025: $100": 33.33,
        "Jan, 2026: $150": 50.0,
        "Feb, 2025: $200": 66.67,
        "Feb, 2026: $250": 83.33,
        "Mar, 2025: $300": 100.0,
        "Mar, so far: $50": 16.67,
    }
    assert {round(mark.y + mark.height, 6) for mark in drawn.marks} == {100.0}


def test_the_month_under_way_stands_where_this_year_does():
    drawn = plot(months(), SQUARE)

    step = 120 / 3
    by_label = {mark.label: mark.x for mark in drawn.marks}
    assert round(by_label["Mar, so far: $50"] - by_label["Jan, 2026: $150"], 6) == 2 * step
    assert by_label["Jan, 2026: $150"] > by_label["Jan, 2025: $100"]


def test_series_that_never_meet_share_one_place():
    drawn = plot(
        months(series=[Series("Earlier", [1, 2, None], Style.PREVIOUS), Series("Now", [None, None, 3])]), SQUARE
    )

    assert [round(mark.middle, 6) for mark in drawn.marks] == [30.0, 70.0, 110.0]


def test_a_loss_hangs_below_the_base():
    drawn = plot(funds(kind=Kind.COLUMNS, series=[Series("Net", [400, -100])]), SQUARE)

    base = next(tick.y for tick in drawn.ticks if tick.is_base)
    gain, loss = drawn.marks
    assert gain.y + gain.height == base
    assert (loss.y, loss.is_negative, loss.value) == (base, True, "−$100")


def test_the_goal_is_a_line_at_its_height():
    drawn = plot(months(goal=Decimal(150)), SQUARE)

    assert drawn.goal_y == 50.0


def test_a_gap_in_the_figures_is_a_gap_in_the_line():
    drawn = plot(trend(), SQUARE)

    assert [[mark.value for mark in run] for run in runs(drawn.marks, 0)] == [["40%", "50%"], ["60%"]]


def test_points_of_a_line_stand_over_the_middle_of_their_name():
    drawn = plot(trend(series=[Series("A", [1, 2, 3, 4]), Series("B", [4, 3, 2, 1])]), SQUARE)

    assert {round(mark.middle, 6) for mark in drawn.marks} == {25.0, 55.0, 85.0, 115.0}


def test_phone_uses_the_short_names():
    chart = months(short=["J", "F", "M"])

    assert [name.text for name in plot(chart, WIDE).names] == ["Jan", "Feb", "Mar"]
    assert [name.text for name in plot(chart, PHONE).names] == ["J", "F", "M"]


def test_names_that_do_not_fit_are_thinned_out_from_the_newest():
    years = [str(year) for year in range(2007, 2027)]
    chart = months(categories=years, series=[Series("Received", [1] * 20)])

    # 282 points for 20 names of about 25 points each, with air between them: every third one fits.
    assert [name.text for name in plot(chart, PHONE).names] == years[1::3]


def test_only_the_asked_for_values_are_written():
    last = plot(months(values_on=ValuesOn.LAST), WIDE)
    current = plot(months(values_on=ValuesOn.CURRENT), WIDE)

    assert [mark.value for mark in last.marks if mark.shows_value] == ["$50"]
    assert [mark.value for mark in current.marks if mark.shows_value] == ["$150", "$250", "$50"]
