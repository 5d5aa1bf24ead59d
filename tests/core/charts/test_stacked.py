"""Parts on top of each other: the same places on the page and on paper, told apart without color."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from reportlab.graphics.shapes import Line, Rect, String

from core.charts import svg
from core.charts.drawing import Ink, draw
from core.charts.layout import HATCH, PHONE, WIDE, View, plot
from core.charts.spec import Series, Style, ValuesOn
from core.pdf import typefaces
from tests.core.charts.samples import stacks

SQUARE = View("square", width=130, height=124, left=10, top=0, bottom=24, letter=0)
INK = Ink(typefaces.REGULAR, typefaces.SEMIBOLD)


def test_the_axis_reaches_the_sums_and_the_losses():
    # January's sum is 300; March's loss of 50 hangs below, so the axis runs −100, 0, 100, 200, 300.
    assert [tick.text for tick in plot(stacks(), SQUARE).ticks] == ["−$100", "$0", "$100", "$200", "$300"]


def test_parts_stand_on_each_other_and_losses_hang_below_the_base():
    general, reports, loss, gain = plot(stacks(), SQUARE).marks

    # 400 dollars are 100 points: January's parts are 25 and 50 high, March's 12.5 below and 37.5 above the base at 75.
    assert [(mark.y, round(mark.height, 6)) for mark in (general, reports)] == [(50.0, 25.0), (0.0, 50.0)]
    assert [(mark.y, round(mark.height, 6)) for mark in (loss, gain)] == [(75.0, 12.5), (37.5, 37.5)]
    assert (general.x, general.width) == (reports.x, reports.width)


def test_the_table_beneath_adds_the_parts_up():
    chart = stacks()

    assert [series.label for series in chart.table_series] == ["General", "Reports", "Total"]
    assert [[cell.text for cell in row.cells] for row in chart.rows] == [
        ["$100", "$200", "$300"],
        ["–", "–", "–"],
        ["−$50", "$150", "$100"],
    ]


@pytest.mark.parametrize(("on", "values"), [(ValuesOn.CURRENT, ["$300", "$100"]), (ValuesOn.LAST, ["$100"])])
def test_the_sum_stands_on_top(on, values):
    assert [mark.value for mark in plot(stacks(values_on=on), WIDE).marks if mark.shows_value] == values


def test_lines_tell_parts_apart_and_stay_inside_them():
    chart = stacks(series=[Series(str(n), [100, 40, 3], Style.OTHER) for n in range(5)])
    marks = plot(chart, PHONE).marks

    assert {mark.hatch for mark in marks} == {0, 1, 2, 3}
    for mark in marks:
        for x1, y1, x2, y2 in mark.lines:
            assert mark.x - 1e-6 <= min(x1, x2) <= max(x1, x2) <= mark.x + mark.width + 1e-6
            assert mark.y - 1e-6 <= min(y1, y2) <= max(y1, y2) <= mark.y + mark.height + 1e-6
    assert all(mark.lines for mark in marks if mark.hatch and mark.height > HATCH)


def test_the_legend_shows_the_lines_too():
    assert svg.legend(stacks()) == [{"style": "k0", "label": "General"}, {"style": "l3 k1", "label": "Reports"}]


def test_page_and_paper_draw_the_same_parts_and_lines():
    chart = stacks(values_on=ValuesOn.CURRENT)
    page = ElementTree.fromstring(f"<div>{svg.render(chart)}</div>")[0]
    paper = draw(chart, width=640, height=268, ink=INK)

    bars = [shape for shape in paper.contents if isinstance(shape, Rect)][: -len(chart.series)]
    assert len(list(page.iter("rect"))) == len(bars) == 4
    heights = [float(rect.get("height")) for rect in page.iter("rect")]
    assert [round(bar.height / bars[0].height, 1) for bar in bars] == [round(high / heights[0], 1) for high in heights]
    assert len(re.findall("M", page.find("path").get("d"))) > 3
    assert [shape for shape in paper.contents if isinstance(shape, Line) and shape.strokeColor.hexval() == "0xffffff"]
    words = [shape.text for shape in paper.contents if isinstance(shape, String)]
    assert {"General", "Reports", "$300", "−$100"} <= set(words)


@pytest.mark.parametrize(
    "values",
    [[0, 0, 0], [None, None, None], [5, 5, 5], [-5, -5, -5], [1, None, None], [10**12, 1, 0], [Decimal("0.01"), 0, 0]],
)
@pytest.mark.parametrize("view", [WIDE, PHONE])
def test_zero_equal_single_huge_and_negative_values_stay_inside_the_picture(values, view):
    drawn = plot(stacks(series=[Series("A", values), Series("B", values, Style.OTHER)]), view)

    assert 2 <= len(drawn.ticks) <= view.ticks + 1
    assert len({tick.text for tick in drawn.ticks}) == len(drawn.ticks)
    assert all(view.top - 1e-6 <= mark.y <= mark.y + mark.height <= view.base + 1e-6 for mark in drawn.marks)
    assert all(len(tick.text) * 6 <= drawn.view.left for tick in drawn.ticks)
