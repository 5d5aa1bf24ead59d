from reportlab.graphics.shapes import PolyLine, Rect, String

from core.charts.drawing import ACCENT, PALE, PALE_LINE, Ink, draw
from core.charts.layout import WIDE, plot
from core.charts.spec import Series, ValuesOn
from core.pdf import typefaces
from tests.core.charts.samples import funds, months, trend

INK = Ink(regular=typefaces.REGULAR, strong=typefaces.SEMIBOLD)


def words(drawing):
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def shapes(drawing, kind):
    return [shape for shape in drawing.contents if isinstance(shape, kind)]


def test_paper_shows_the_ticks_and_names_of_the_page():
    drawn, page = draw(months(), width=500, height=238, ink=INK), plot(months(), WIDE)

    assert words(drawn) == [tick.text for tick in page.ticks] + [name.text for name in page.names]


def test_bars_stand_on_the_base_in_proportion():
    drawn = draw(months(), width=500, height=238, ink=INK)

    bars = shapes(drawn, Rect)
    assert len({round(bar.y, 4) for bar in bars}) == 1
    assert [round(bar.height / bars[0].height, 3) for bar in bars] == [1.0, 1.5, 2.0, 2.5, 3.0, 0.5]


def test_last_year_is_pale_and_outlined():
    bars = shapes(draw(months(), width=500, height=238, ink=INK), Rect)

    assert [(bar.fillColor, bar.strokeColor) for bar in bars[:2]] == [(PALE, PALE_LINE), (ACCENT, None)]
    assert bars[-1].strokeDashArray == [3, 2]


def test_values_stand_on_this_years_bars():
    drawn = draw(months(values_on=ValuesOn.CURRENT), width=500, height=238, ink=INK)

    values = [shape for shape in shapes(drawn, String) if shape.fontName == INK.strong]
    assert [shape.text for shape in values] == ["$150", "$250", "$50"]


def test_a_gap_in_the_figures_is_a_gap_in_the_line():
    drawn = draw(trend(series=[Series("A", [40, 50, None, 60])]), width=300, height=150, ink=INK)

    assert [len(line.points) // 2 for line in shapes(drawn, PolyLine)] == [2]


def test_lying_bars_carry_their_words_and_values():
    drawn = draw(funds(), width=300, height=60, ink=INK)

    assert words(drawn) == ["Reports & law", "$400", "General", "$100"]
    assert [bar.width for bar in shapes(drawn, Rect)] == [300, 300.0, 300, 75.0]


def test_nothing_is_set_in_another_font():
    drawn = draw(months(values_on=ValuesOn.CURRENT), width=500, height=238, ink=Ink(typefaces.ITALIC, typefaces.BOLD))

    assert {shape.fontName for shape in shapes(drawn, String)} == {typefaces.ITALIC, typefaces.BOLD}
