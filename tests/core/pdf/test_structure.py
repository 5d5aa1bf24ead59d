"""The structure tree of a document: elements, marks and figures."""

from io import BytesIO

from pypdf import PdfReader
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, String

from core.pdf import reading
from core.pdf.document import Document
from tests.core.pdf import checks
from tests.core.pdf.drawn import BODY, small_document


def test_elements_are_read_in_the_order_they_were_drawn():
    data = small_document().finish()

    found = [
        (node.tag, "".join(kid for kid in node.kids if isinstance(kid, str)))
        for node in reading.walk(reading.tree(data))
    ]

    assert found == [
        ("Document", ""),
        ("H1", "Dinners"),
        ("Table", ""),
        ("TR", ""),
        ("TH", "Indiana"),
        ("TD", "$960.00"),
    ]


def test_every_mark_of_a_page_is_found_through_the_parent_tree():
    document = small_document()
    document.next_page()
    with document.element("P"):
        document.text(63, 60, "On the second page", BODY)
    reader = PdfReader(BytesIO(document.finish()))

    nums = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = {nums[at]: [each.get_object()["/S"] for each in nums[at + 1].get_object()] for at in (0, 2)}

    assert owners == {0: ["/H1", "/TH", "/TD"], 1: ["/P"]}
    assert [page["/StructParents"] for page in reader.pages] == [0, 1]


def test_an_element_may_go_on_on_the_next_page():
    document = Document(title="Two pages")
    with document.element("P"):
        document.text(63, 700, "begins here ", BODY)
        document.next_page()
        document.text(63, 60, "and ends there", BODY)

    tree = reading.tree(document.finish())

    assert [(node.tag, node.said) for node in tree.children] == [("P", "begins here and ends there")]


def test_a_figure_has_its_words_and_its_box_from_the_bottom_of_the_page():
    document = Document(title="A chart")
    drawing = Drawing(100, 50)
    drawing.add(String(5, 5, "1,204 café", fontName="Inter-Medium", fontSize=8))
    with document.figure(alt="Gifts by month", box=(48, 120, 100, 50)):
        renderPDF.draw(drawing, document.canvas, 48, document.flip(170))
    data = document.finish()

    (figure,) = reading.tree(data).children
    assert (figure.tag, figure.said, figure.entries["/Alt"]) == ("Figure", "1,204 café", "Gifts by month")
    assert figure.entries["/A"]["/BBox"] == [48, 622, 148, 672]
    assert checks.fonts(data) == {"Inter-Medium"}
