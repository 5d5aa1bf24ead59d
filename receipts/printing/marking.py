"""Mark a refunded receipt: the same pages with a word across them and a sentence at the bottom.

An issued PDF never changes; the mark is drawn on a copy when it is downloaded.
"""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

FONT, RED = "Helvetica-Bold", Color(0.72, 0.11, 0.11)
SIZE, SMALL = 72, 9.0
MARGIN = 24.0


def marked(content: bytes, *, word: str, sentence: str) -> bytes:
    """A PDF with `word` across every page and `sentence` at its foot. Both are plain Latin text."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - slow to import, and only returned money needs it

    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        page.merge_page(PdfReader(BytesIO(_overlay(width, height, word, sentence))).pages[0])
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _overlay(width: float, height: float, word: str, sentence: str) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(width, height), invariant=1)
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(35)
    canvas.setFillColor(RED, alpha=0.22)
    canvas.setFont(FONT, SIZE)
    canvas.drawCentredString(0, -SIZE / 3, word)
    canvas.restoreState()
    canvas.setFillColor(RED)
    canvas.setFont(FONT, SMALL)
    canvas.drawCentredString(width / 2, MARGIN, sentence)
    canvas.save()
    return made.getvalue()
