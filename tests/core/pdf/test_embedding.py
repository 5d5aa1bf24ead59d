"""Fonts are embedded, and text is copied as it was written."""

from io import BytesIO

from pypdf import PdfReader

from core.pdf import reading
from core.pdf.document import Document
from core.pdf.text import Style
from tests.core.pdf import checks
from tests.core.pdf.drawn import BODY, small_document

URDU = "آپ کے تعاون کا دل سے شکریہ"


def test_only_embedded_fonts_are_used_even_on_a_page_without_text():
    document = small_document()
    document.next_page()

    assert checks.fonts(document.finish()) == {"Inter-Regular", "Inter-Bold"}


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
