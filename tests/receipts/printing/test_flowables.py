"""Items of a letter on their pages: tables that go on, white space, boxes, rows and lines."""

import dataclasses
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import reading
from receipts.printing.flowables import SPACINGS, blocks_of, place
from receipts.printing.letter import render_letter
from receipts.snapshot import LegalBox, Legend, Row, Total, bold, paragraph, unbroken
from tests.receipts.letters import ORGANIZATION, make_letter, placed_text

SIGNATURE = "M3 26c4-14 8-20 10-16s-2 12 0 14"


def read(data: bytes) -> list[tuple[str, str]]:
    """Return (tag, text) of every element that says something, in reading order."""
    spoken = ("P", "H1", "H2", "TH", "TD")
    return [(node.tag, node.said) for node in reading.walk(reading.tree(data)) if node.tag in spoken and node.said]


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def test_a_drawn_signature_is_a_picture_of_it():
    letter = make_letter(organization=dataclasses.replace(ORGANIZATION, signature=SIGNATURE))

    alts = [n.entries["/Alt"] for n in reading.walk(reading.tree(render_letter(letter))) if n.tag == "Figure"]
    assert alts[0] == "Signature of Farah Example"


def test_bold_words_within_a_paragraph_read_as_one_sentence():
    total = unbroken("$1,500.00 − $540.00 = $960.00.")
    legal = LegalBox("For your tax return", (paragraph("It is ", bold("limited to the excess"), ": " + total),))

    assert ("P", "It is limited to the excess: $1,500.00 − $540.00 = $960.00.") in read(
        render_letter(make_letter(legal=legal))
    )


def test_property_has_no_amount_and_no_total():
    letter = make_letter(
        rows=(Row("20 shares of Example Industries, common stock", "Received Aug 19, 2026"),), total=None
    )

    said = read(render_letter(letter))
    assert ("TD", "20 shares of Example Industries, common stock Received Aug 19, 2026") in said
    assert not any("$" in text for _, text in said)


def test_a_long_table_goes_on_with_its_head_and_its_total_keeps_a_row_beside_it():
    rows = tuple(Row(f"Contribution number {n:02d}", "By check", "$9,999,999.99") for n in range(1, 31))
    data = render_letter(make_letter(rows=rows, total=Total("Your contribution", "$299,999,999.70")))
    pages = pages_of(data)

    assert [f"Contribution number {n:02d}" for n in range(1, 31)] == [
        line.strip() for page in pages for line in page.splitlines() if line.startswith("Contribution number")
    ]
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert "Receipt for your gift" in pages[1]
    assert "2026-0412 · Dr. Amina Rahman" in pages[1]
    assert "Gift Amount Contribution number" in " ".join(pages[1].split())
    (with_total,) = [page for page in pages if "$299,999,999.70" in page]
    assert "Contribution number 30" in with_total
    (table,) = [n for n in reading.walk(reading.tree(data)) if n.tag == "Table" and "number 30" in n.said]
    assert len(table.children) == 32  # head, thirty rows, total: one table, however many pages


def test_nothing_reaches_into_the_foot():
    rows = tuple(Row(f"Contribution {n}", "By check " * 20, "$1.00") for n in range(25))
    letter = make_letter(rows=rows, legends=(Legend("A legend. " * 40),), thanks="So many thanks. " * 200)

    for spacing in SPACINGS:
        placed = place(list(blocks_of(letter, spacing)), 282)
        assert max(each.y + each.item.height for each in placed) <= 700.01
        for before, after in zip(placed, placed[1:], strict=False):
            assert after.page > before.page or after.y >= before.y + before.item.height - 0.01


def test_legends_end_eight_points_above_the_foot_and_keep_their_size():
    legends = (Legend("A COPY OF THE OFFICIAL REGISTRATION."), Legend("The license is not an endorsement.", 9.0))
    found = placed_text(render_letter(make_letter(legends=legends)))

    sizes = {text: (size, y) for _, y, size, text in found}
    assert sizes["A COPY OF THE OFFICIAL REGISTRATION."][0] == 8.5
    assert sizes["The license is not an endorsement."] == (9.0, pytest.approx(697, abs=1))


def test_white_space_gives_way_before_a_second_page_begins():
    sentence = paragraph(
        "In return for your payment we provide nine dinners, at sixty dollars each, five hundred in all. " * 2
    )
    full = make_letter(legal=LegalBox("For your tax return", (sentence,) * 4))

    assert place(list(blocks_of(full, SPACINGS[0])), 282)[-1].page == 2
    assert len(pages_of(render_letter(full))) == 1


def test_a_box_no_page_could_hold_is_parted():
    box = LegalBox("For your tax return", (paragraph("A sentence of the law. " * 300),))
    data = render_letter(make_letter(legal=box))

    said = " ".join(text for tag, text in read(data) if tag == "P")
    assert said.count("A sentence of the law.") == 300
    assert reading.tree(data).said.count("For your tax return") == 1
    assert len(pages_of(data)) == 4  # beside the first page, 4 boxes of at most 36 lines would need 4 pages


def test_a_line_in_urdu_stands_beside_the_salutation_or_below_a_long_one():
    urdu = "آپ کے تعاون کا دل سے شکریہ"
    short = placed_text(render_letter(make_letter(urdu=urdu)))
    long = placed_text(render_letter(make_letter(urdu=urdu, salutation="Dear " + "Maximiliana " * 6 + "Example,")))

    assert [y for *_, y, _, text in short if text == urdu] == [pytest.approx(294.4, abs=0.1)]
    assert [y for *_, y, _, text in long if text == urdu] == [pytest.approx(317.5, abs=0.1)]


def test_a_row_with_more_detail_than_a_page_holds_goes_on():
    letter = make_letter(rows=(Row("Books", "A very long list of books and their authors. " * 150, "$1.00"),))
    data = render_letter(letter)

    assert sum(page.count("authors.") for page in pages_of(data)) == 150
