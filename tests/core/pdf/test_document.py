"""Tagged documents: structure, marks, fonts, reproducible bytes."""

import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, String

from core.pdf import reading
from core.pdf.document import Document, UntaggedText
from core.pdf.text import Style
from tests.core.pdf import checks

BODY = Style("Inter", 10)
URDU = "آپ کے تعاون کا دل سے شکریہ"


def small_document(**described) -> Document:
    document = Document(**{"title": "Ledger of dinners", "author": "Example, Inc."} | described)
    with document.element("H1"):
        document.text(63, 60, "Dinners", Style("Inter-Bold", 16))
    with document.element("Table"), document.element("TR"):
        with document.element("TH", scope="Row"):
            document.text(63, 90, "Indiana", BODY)
        document.line(63, 95, 300, 95)
        with document.element("TD"):
            document.text(300, 90, "$960.00", BODY, align="right")
    return document


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


def test_a_document_says_that_it_is_tagged_and_shows_its_title():
    reader = PdfReader(BytesIO(small_document(lang="en-US").finish()))

    catalog = reader.root_object
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert catalog["/Lang"] == "en-US"
    assert (reader.metadata.title, reader.metadata.author) == ("Ledger of dinners", "Example, Inc.")
    assert b"Ledger of dinners" in catalog["/Metadata"].get_data()


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


def test_text_outside_every_element_is_refused():
    document = Document(title="Nothing tagged")

    with pytest.raises(UntaggedText):
        document.text(63, 60, "lost", BODY)


def test_decoration_is_an_artifact_and_no_text_stands_outside_marks():
    document = small_document()
    with document.artifact("Pagination"):
        document.text(63, 757, "Page 1 of 1", BODY)
    data = document.finish()

    assert checks.text_outside_marks(data) == 0
    assert "Page 1 of 1" not in reading.tree(data).said
    assert "Page 1 of 1" in PdfReader(BytesIO(data)).pages[0].extract_text()


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


def test_a_link_belongs_to_its_element_and_leads_where_it_says():
    document = Document(title="A link")
    with document.element("Link"):
        document.text(63, 60, "Check it", BODY)
        document.link((63, 50, 60, 12), "https://give.example.org/verify/A", contents="Check this document")
    reader = PdfReader(BytesIO(document.finish()))

    (annotation,) = [each.get_object() for each in reader.pages[0]["/Annots"]]
    nums = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert annotation["/A"]["/URI"] == "https://give.example.org/verify/A"
    assert annotation["/Contents"] == "Check this document"
    assert nums[nums.index(annotation["/StructParent"]) + 1].get_object()["/S"] == "/Link"


def test_only_embedded_fonts_are_used_even_on_a_page_without_text():
    document = small_document()
    document.next_page()

    assert checks.fonts(document.finish()) == {"Inter-Regular", "Inter-Bold"}


def test_the_same_calls_give_the_same_bytes_and_other_words_give_others():
    assert small_document().finish() == small_document().finish()
    assert small_document().finish() != small_document(title="Another").finish()


def test_what_lies_beneath_is_drawn_before_the_text():
    document = small_document()
    with document.beneath():
        document.box((50, 50, 100, 100), fill="0.9 g")
    with document.beneath():
        document.watermark("Trial", Style("Inter-Bold", 54), angle=(0.8, 0.6), opacity=0.12)
    page = PdfReader(BytesIO(document.finish())).pages[0]

    text = page.extract_text()
    code = page.get_contents().get_data()
    assert text.index("Trial") < text.index("Dinners")
    assert code.index(b"0.9 g") < code.index(b" gs") < code.index(b"/H1")


def test_urdu_is_copied_in_reading_order_and_read_aloud_as_written():
    document = Document(title="Urdu")
    with document.element("P", lang="ur"):
        document.text(549, 100, URDU, Style("Nastaliq", 16), align="right")
    data = document.finish()

    (paragraph,) = reading.tree(data).children
    (span,) = paragraph.children
    assert PdfReader(BytesIO(data)).pages[0].extract_text().strip() == URDU
    assert (span.said, span.entries["/Lang"]) == (URDU, "ur")
    assert span.kids == (URDU[::-1],)  # letters stand from left to right, as readers expect to find them
    assert checks.fonts(data) == {"NotoNastaliqUrdu-Regular"}


def test_a_letter_no_face_has_is_copied_all_the_same():
    document = Document(title="Other scripts")
    with document.element("P"):
        document.text(63, 60, "日本 and 한국 in x̣́", BODY)
    data = document.finish()

    assert PdfReader(BytesIO(data)).pages[0].extract_text().strip() == "日本 and 한국 in x̣́"


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler-utils is not installed")
def test_poppler_reads_the_same(tmp_path):
    file = tmp_path / "small.pdf"
    document = small_document()
    with document.element("P"):
        document.text(63, 120, f"Thanks: {URDU}", Style("Nastaliq", 12))
    file.write_bytes(document.finish())

    structure = subprocess.run(["pdfinfo", "-struct-text", file], capture_output=True, text=True, check=True)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout

    assert [line.strip() for line in structure.stdout.splitlines()[:8]] == [
        "Document",
        "H1 (block)",
        '"Dinners"',
        "Table (block)",
        "TR",
        "TH:",
        "/Scope /Row",
        '"Indiana"',
    ]
    assert structure.stderr == ""
    assert URDU in text
