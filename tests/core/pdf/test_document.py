"""Tagged documents: structure, marks, fonts, reproducible bytes."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import reading
from core.pdf.document import Document, UntaggedText
from core.pdf.text import Style
from tests.core.pdf import checks
from tests.core.pdf.drawn import BODY, small_document


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
