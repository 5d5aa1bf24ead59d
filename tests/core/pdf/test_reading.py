"""A document read back, by us and by another program."""

import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf.text import Style
from tests.core.pdf.drawn import small_document

URDU = "آپ کے تعاون کا دل سے شکریہ"


def test_a_document_says_that_it_is_tagged_and_shows_its_title():
    reader = PdfReader(BytesIO(small_document(lang="en-US").finish()))

    catalog = reader.root_object
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert catalog["/Lang"] == "en-US"
    assert (reader.metadata.title, reader.metadata.author) == ("Ledger of dinners", "Example, Inc.")
    assert b"Ledger of dinners" in catalog["/Metadata"].get_data()


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
