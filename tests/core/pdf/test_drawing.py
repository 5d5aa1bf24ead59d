"""Charts in a document: their words are shaped like all others, and the picture says itself once."""

from io import BytesIO

from pypdf import PdfReader

from core.charts.drawing import Ink, draw
from core.charts.spec import Chart
from core.pdf import typefaces
from core.pdf.document import Document
from core.pdf.reading import tree
from core.pdf.text import cut, width
from tests.core.charts.samples import cohorts, funds, goal, stacks
from tests.core.pdf import checks

INK = Ink(typefaces.REGULAR, typefaces.SEMIBOLD)
FUND = "قانونی مدد (لاہور)"


def printed(chart: Chart) -> bytes:
    document = Document(title="Charts", author="Example, Inc.")
    with document.figure(alt=chart.spoken, box=(48, 100, 400, 120)):
        document.drawing(draw(chart, width=400, height=120, ink=INK), 48, 100)
    return document.finish()


def test_a_name_in_urdu_is_joined_and_ordered_in_a_chart_too():
    data = printed(funds(categories=[FUND, "General"]))

    assert "NotoNaskhArabic-Regular" in checks.fonts(data)
    assert FUND.replace(" ", "") in PdfReader(BytesIO(data)).pages[0].extract_text().replace(" ", "")


def test_every_kind_is_one_figure_that_says_every_value():
    for chart in (funds(), stacks(), goal(), cohorts()):
        data = printed(chart)
        (figure,) = tree(data).children

        assert (figure.tag, str(figure.entries["/Alt"]), figure.children) == ("Figure", chart.spoken, [])
        assert checks.text_outside_marks(data) == 0
        assert checks.fonts(data) <= {"Inter-Regular", "Inter-SemiBold"}


def test_a_text_is_cut_where_its_room_ends():
    assert cut("General", typefaces.REGULAR, 9, 100) == "General"
    short = cut("Legal aid for families of the disappeared", typefaces.REGULAR, 9, 60)
    assert short.endswith("…")
    assert width(short, typefaces.REGULAR, 9) <= 60
