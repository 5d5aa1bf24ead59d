import re
from decimal import Decimal
from xml.etree import ElementTree

from core.charts import svg
from core.charts.spec import Series, Style
from tests.core.charts.samples import funds, months, trend


def drawings(chart):
    return ElementTree.fromstring(f"<div>{svg.render(chart)}</div>")


def test_a_chart_comes_twice_for_a_wide_card_and_a_phone():
    shapes = drawings(months())

    assert [(one.get("class"), one.get("viewBox")) for one in shapes] == [
        ("chart wide", "0 0 640 268"),
        ("chart phone", "0 0 320 200"),
    ]


def test_title_and_description_are_read_out():
    wide = drawings(months())[0]

    texts = {one.get("id"): one.text for one in wide if one.tag in ("title", "desc")}
    assert texts == {"raised-by-month-wide-t": "Raised by month", "raised-by-month-wide-d": "Cash received by month"}
    assert (wide.get("aria-labelledby"), wide.get("aria-describedby")) == tuple(texts)


def test_bars_with_rows_behind_them_are_links():
    wide = drawings(months())[0]

    assert [(link.get("href"), link.get("aria-label")) for link in wide.iter("a")] == [
        ("/gifts/?m=1", "Jan, 2026: $150"),
        ("/gifts/?m=2", "Feb, 2026: $250"),
        ("/gifts/?m=3", "Mar, so far: $50"),
    ]
    assert wide.get("role") == "group"


def test_without_links_the_chart_is_one_picture():
    assert drawings(trend())[0].get("role") == "img"


def test_color_is_left_to_the_stylesheet():
    assert re.findall(r"style=|fill=|stroke=", svg.render(months()) + svg.render(funds())) == []
    fills = [rect.get("class") for rect in drawings(months())[0].iter("rect")]
    assert fills == ["c2", "c1", "c2", "c1", "c2", "part"]


def test_what_people_typed_is_escaped():
    chart = months(title="<script>", series=[Series('"><b>', [1, 2, 3])])

    assert "<script>" not in svg.render(chart)
    assert "<b>" not in svg.render(chart)


def test_lying_bars_are_a_list_with_words_and_figures():
    items = list(drawings(funds()).iter("li"))

    assert ["".join(item.itertext()) for item in items] == ["Reports & law$400", "General$100"]
    assert [item.findall(".//rect")[1].get("width") for item in items] == ["100", "25"]
    assert [link.get("href") for link in drawings(funds()).iter("a")] == ["/funds/1/"]


def test_zero_everywhere_draws_empty_bars():
    chart = funds(series=[Series("2026", [0, 0])])

    assert [rect.get("width") for rect in drawings(chart).iter("rect")] == ["100", "0", "100", "0"]


def test_legend_names_every_series_and_the_goal():
    chart = months(goal=Decimal(100), goal_label="budget")

    assert svg.legend(chart) == [
        {"style": "l2", "label": "2025"},
        {"style": "", "label": "2026"},
        {"style": "lp", "label": "so far"},
        {"style": "lg", "label": "budget"},
    ]


def test_other_series_take_turns_with_three_colors():
    others = [Series(str(n), [1, 1, 1], Style.OTHER) for n in range(4)]

    assert [mark["style"] for mark in svg.legend(months(series=others))] == ["l3", "l4", "l5", "l3"]
