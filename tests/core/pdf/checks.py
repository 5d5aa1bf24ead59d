"""What must hold for every PDF of ours."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream

from core.pdf.reading import SHOWS_TEXT


def text_outside_marks(data: bytes) -> int:
    """Count text operators that stand in no marked content."""
    reader = PdfReader(BytesIO(data))
    count = 0
    for page in reader.pages:
        depth = 0
        for _, operator in ContentStream(page.get_contents(), reader).operations:
            depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
            count += operator in SHOWS_TEXT and depth == 0
        assert depth == 0
    return count


def fonts(data: bytes) -> set[str]:
    """Return the names of a document's fonts without their subset tags; fails on one that is not embedded."""
    names = set()
    for page in PdfReader(BytesIO(data)).pages:
        for entry in page["/Resources"]["/Font"].values():
            descendant = entry.get_object()["/DescendantFonts"][0].get_object()
            assert descendant["/FontDescriptor"]["/FontFile2"].get_object().get_data()[:4] == b"\0\1\0\0"
            names.add(entry.get_object()["/BaseFont"].split("+")[1])
    return names
