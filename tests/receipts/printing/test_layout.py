"""The furniture of a letter: the address in the window, the code to check, the foot."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import reading
from receipts.printing.layout import ADDRESS, address_lines
from receipts.printing.letter import render_letter
from receipts.snapshot import Fact
from tests.receipts.letters import make_letter, placed_text


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def test_the_address_stands_on_its_four_baselines_in_the_window():
    address = [entry for entry in placed_text(render_letter(make_letter())) if 180 < entry[1] < 230 and entry[0] < 387]

    assert address == [
        (66.0, 188.0, 10.5, "Dr. Amina Rahman"),
        (66.0, 200.5, 10.5, "48 Sample Street"),
        (66.0, 213.0, 10.5, "Apartment 2B"),
        (66.0, 225.5, 10.5, "Carmel, IN 46032"),
    ]


def test_nothing_but_the_address_stands_where_the_window_can_show_it():
    seven = tuple(Fact(f"Label {n}", f"Value {n}") for n in range(7))
    letter = make_letter(title="A title of very many words that goes on over several lines", facts=seven)

    # Letters reach at most 0.73 of their size above the baseline and 0.25 below.
    inside = [
        text
        for x, y, size, text in placed_text(render_letter(letter))
        if x < 387 and y + 0.25 * size > 147 and y - 0.73 * size < 261
    ]

    assert inside == list(letter.recipient)


def test_the_code_is_a_picture_with_words_and_a_link():
    data = render_letter(make_letter())

    (figure,) = [node for node in reading.walk(reading.tree(data)) if node.tag == "Figure"]
    (link,) = [each.get_object() for each in PdfReader(BytesIO(data)).pages[0]["/Annots"]]
    assert figure.entries["/Alt"] == "QR code linking to give.example.org/verify"
    assert link["/A"]["/URI"] == "https://give.example.org/verify/7QF4-KM2X-9P"


def test_without_verification_the_foot_only_counts_pages():
    data = render_letter(make_letter(verification=None))

    assert "Check this document" not in pages_of(data)[0]
    assert "Page 1 of 1 · Movement for Solidarity" in pages_of(data)[0]
    assert "/Annots" not in PdfReader(BytesIO(data)).pages[0]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (["A", "B", "C"], ["A", "B", "C"]),
        (["A", "B", "C", "D", "E", "F"], ["A", "B, C, D", "E", "F"]),
        (["A", " ", "", "B"], ["A", "B"]),
        ([], []),
    ],
)
def test_an_address_has_at_most_four_lines(given, shown):
    assert address_lines(given) == shown


def test_a_long_line_of_a_short_address_is_broken():
    assert address_lines(["Professor Maximiliana Example of the Faculty of Illustration", "1 A Street", "B 1"]) == [
        "Professor Maximiliana Example of the Faculty of",
        "Illustration",
        "1 A Street",
        "B 1",
    ]


def test_four_long_lines_shrink_until_they_fit_the_window():
    lines = tuple(f"{n} " + "Wide-and-Long-Name " * 3 for n in range(4))
    found = placed_text(render_letter(make_letter(recipient=lines)))

    address = [entry for entry in found if 180 < entry[1] < 230 and entry[0] < 387]
    assert [text for *_, text in address] == [line.strip() for line in lines]
    assert {size for _, _, size, _ in address}.pop() < ADDRESS.size
