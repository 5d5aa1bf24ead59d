"""Whether stored receipts are what was issued: snapshot, PDF bytes, and the text in the PDF."""

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
    """What is wrong with one receipt, one sentence each; empty if nothing."""
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
    """What the printed text must contain, from the snapshot: number, donor, amounts, date and legal sentences."""
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
    """The text of a PDF, all pages."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def _bare(text: str) -> str:
    """Without white space, as line breaks differ."""
    return _SPACE.sub("", text)
