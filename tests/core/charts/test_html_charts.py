"""Horizontal bars, thermometer, spark line and cohort table, on the page and on paper."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from reportlab.graphics.shapes import Circle, PolyLine, Rect, String

from core.charts import cohort, horizontal_bars, svg
from core.charts.drawing import HEATS, TRACK, Ink, draw
from core.charts.layout import WIDE, plot
from core.charts.spec import Kind, Series, Style
from core.pdf import typefaces
from tests.core.charts.samples import cohorts, funds, goal, months, trend

INK = Ink(typefaces.REGULAR, typefaces.SEMIBOLD)


def page(chart):
    return ElementTree.fromstring(f"<div>{svg.render(chart)}</div>")


def paper(chart, kind=None, **size):
    shapes = draw(chart, **{"width": 400, "height": 60, "ink": INK, **size}).contents
    return [shape for shape in shapes if kind is None or isinstance(shape, kind)]


def test_losses_lie_left_of_where_zero_is():
    lines = horizontal_bars.bars(funds(series=[Series("Net", [300, -100])]))

    assert [(bar.start, bar.share) for line in lines for bar in line.bars] == [(0.25, 0.75), (0.0, 0.25)]
    assert [line.value for line in lines] == ["$300", "−$100"]


def test_paper_draws_every_series_of_lying_bars():
    chart = funds(series=[Series("2026", [400, 100]), Series("2025", [200, 50], Style.PREVIOUS)])

    bars = [bar.width for bar in paper(chart, Rect) if bar.fillColor != TRACK]
    assert bars == [400, 200, 100, 50]


def test_a_long_name_is_cut_on_paper_and_whole_on_the_page():
    name = "Legal aid for the families of those who were taken, and for their lawyers, in four provinces"
    chart = funds(categories=[name, "General"])

    words = [shape.text for shape in paper(chart, String, width=200)]
    assert words[0].endswith("…")
    assert name in "".join(page(chart).itertext())


def test_long_names_under_bars_are_cut_before_they_are_left_out():
    chart = months(categories=["Investigative reports", "General", "Legal aid"], short=())

    assert [name.text for name in plot(chart, WIDE).names] == ["Investigative reports", "General", "Legal aid"]
    narrow = plot(months(categories=["Investigative reports, the second"] * 3), WIDE)
    assert [name.text for name in narrow.names] == ["Investigative r…"] * 3


def test_a_thermometer_is_as_full_as_its_goal_is_reached():
    drawn = horizontal_bars.thermometer(goal())

    # 61,450 of 80,000 is 76.8 percent.
    assert (round(drawn.share, 3), drawn.goal, drawn.value, drawn.rest) == (0.768, 1.0, "$61,450", Decimal(18550))
    assert [(mark.text, mark.at) for mark in drawn.marks] == [
        ("$0", 0.0),
        ("$20k", 0.25),
        ("$40k", 0.5),
        ("$60k", 0.75),
        ("$80k", 1.0),
    ]


def test_a_goal_that_is_passed_stands_inside_the_tube():
    drawn = horizontal_bars.thermometer(goal(series=[Series("Raised", [100000])]))

    assert (drawn.share, drawn.goal, drawn.rest) == (1.0, 0.8, Decimal(0))
    assert "goal" in svg.render(goal(series=[Series("Raised", [100000])]))


@pytest.mark.parametrize("value", [0, None, -20, 1, 10**9])
def test_a_thermometer_never_leaves_its_tube(value):
    drawn = horizontal_bars.thermometer(goal(series=[Series("Raised", [value])]))

    assert 0 <= drawn.share <= 1
    assert all(0 <= mark.at <= 1 for mark in drawn.marks)
    assert paper(goal(series=[Series("Raised", [value])]))


def test_a_thermometer_says_itself():
    picture = page(goal())[0]

    assert (picture.get("role"), picture.find("title").text) == ("img", "Dinner")
    assert picture.find("desc").text == "Given at the dinner: $61,450 / $80,000"
    assert [shape.text for shape in paper(goal(), String)] == ["$0", "$20k", "$40k", "$60k", "$80k"]


def test_a_spark_line_breaks_where_nothing_is_known_and_says_every_value():
    chart = trend(kind=Kind.SPARK)
    picture = page(chart)[0]

    assert [len(line.get("points").split()) for line in picture.iter("polyline")] == [2]
    assert picture.get("aria-label") == (
        "Came back. Share of donors who gave again. 2023: 40%; 2024: 50%; 2025: –; 2026: 60%."
    )
    assert (len(paper(chart, PolyLine)), len(paper(chart, Circle))) == (1, 3)
    assert paper(chart, String) == []


@pytest.mark.parametrize("values", [[7], [7, 7, 7], [0, 0], [-1, 2], [None, 3]])
def test_a_spark_line_of_one_equal_or_lost_values_is_drawn(values):
    chart = trend(kind=Kind.SPARK, categories=[str(n) for n in range(len(values))], series=[Series("A", values)])

    assert page(chart)[0].find("circle") is not None
    assert paper(chart, Circle)


def test_a_cohort_table_says_each_share_and_shades_it():
    table = page(cohorts())

    assert ["".join(row.itertext()) for row in table.iter("tr")] == [
        "First gift in1 year later2 years later",
        "202461%0%",
        "202519%",
        "2026",
    ]
    assert [span.get("class") for span in table.iter("span")] == ["h6", "", "h3"]
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 3 + ["row"] * 3


def test_a_share_is_the_darker_the_larger():
    assert [cohort.level(share) for share in (None, 0, 1, 19, 20, 40, 60, 80, 100)] == [0, 0, 1, 1, 2, 3, 4, 5, 5]


def test_paper_holds_the_same_cohort_table():
    words = [shape.text for shape in paper(cohorts(), String)]
    shades = [cell.fillColor for cell in paper(cohorts(), Rect)]

    assert words == ["1 year later", "2 years later", "2024", "61%", "0%", "2025", "19%", "2026"]
    assert shades == [HEATS[4], HEATS[0], HEATS[1]]


def test_names_in_urdu_keep_their_own_direction():
    chart = funds(categories=["قانونی مدد (لاہور)", "General"])

    assert "".join(page(chart).find(".//bdi").itertext()) == "قانونی مدد (لاہور)"
