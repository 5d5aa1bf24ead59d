"""Documents drawn for tests of what is in them."""

from __future__ import annotations

from core.pdf.document import Document
from core.pdf.text import Style

BODY = Style("Inter", 10)


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
