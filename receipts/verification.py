"""Whether what is kept is what was issued: snapshot, stored bytes and the text one reads in the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from receipts.models import Receipt, digest

_SPACE = re.compile(r"\s+")


def faults(receipt: Receipt) -> Iterator[str]:
    """What is wrong with one receipt, a sentence each; nothing for a sound one."""
    if digest(receipt.snapshot) != receipt.snapshot_sha256:
        yield "the snapshot is not the one that was issued"
    if receipt.letter.get("number") != receipt.number:
        yield f"the snapshot is numbered {receipt.letter.get('number')}"
    if receipt.pdf is None:
        yield "its PDF is not created yet"
        return
    if not receipt.pdf.is_whole():
        yield "the stored PDF is not the one that was issued"
    try:
        read = text_of(bytes(receipt.pdf.content))
    except (PyPdfError, ValueError, KeyError) as broken:
        yield f"the PDF cannot be read: {broken}"
        return
    missing = [what for what, printed in expected(receipt.letter) if _bare(printed) not in _bare(read)]
    yield from (f"the PDF does not contain its {what}" for what in missing)


def expected(letter: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a reader of the paper must find, from the snapshot: number, donor, amounts, day and legal sentences."""
    yield "number", letter["number"]
    yield "charity", letter["organization"]["legal_name"]
    yield "donor", letter["recipient"][0]
    yield from ((fact["label"].lower(), fact["value"]) for fact in letter["facts"])
    yield from ((f"line “{row['what']}”", row["amount"]) for row in letter["rows"] if row.get("amount"))
    if letter.get("total"):
        yield "total", letter["total"]["amount"]
    for paragraph in letter["legal"]["paragraphs"]:
        text = "".join(run if isinstance(run, str) else run["text"] for run in paragraph)
        yield f"sentence “{text[:40]}…”", text


def text_of(content: bytes) -> str:
    """The text of a PDF, page after page."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def _bare(text: str) -> str:
    """Without white space: lines break where the page is full."""
    return _SPACE.sub("", text)
