"""A receipt whose money went back is marked on every page, and says everything it said."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen.canvas import Canvas

from receipts.printing.marking import marked


def drawn(size, pages: int) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=size)
    for number in range(pages):
        canvas.drawString(72, 400, f"Page {number + 1} as it was issued")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize("size", [letter, A4], ids=["letter", "A4"])
@pytest.mark.parametrize("pages", [1, 3])
def test_every_page_is_marked_and_keeps_its_text(size, pages):
    before = drawn(size, pages)

    read = PdfReader(BytesIO(marked(before, word="REFUNDED", sentence="All $50.00 was refunded.")))

    texts = [page.extract_text() for page in read.pages]
    assert len(texts) == pages
    for number, text in enumerate(texts):
        assert f"Page {number + 1} as it was issued" in text
        assert "All $50.00 was refunded." in text
        assert "REFUNDED" in text
