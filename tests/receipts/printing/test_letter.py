"""Printed letters: every word of the snapshot in reading order, the grid of the #10 window, pages, extremes."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import reading
from receipts.printing.letter import render_letter, render_letters
from receipts.snapshot import BadSnapshot, Row
from tests.core.pdf import checks
from tests.receipts.letters import ORGANIZATION, make_letter, placed_text


def read(data: bytes) -> list[tuple[str, str]]:
    """Return (tag, text) of every element that says something, in reading order."""
    spoken = ("P", "H1", "H2", "TH", "TD")
    return [(node.tag, node.said) for node in reading.walk(reading.tree(data)) if node.tag in spoken and node.said]


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def test_a_letter_is_read_aloud_whole_and_in_order():
    said = read(render_letter(make_letter()))

    assert said == [
        ("P", "Movement for Solidarity and Peace in Pakistan, Inc."),
        ("P", "100 Example Avenue, Suite 4, New York, NY 10001 (212) 555-0100 · giving@example.org · EIN 00-0000000"),
        ("H1", "Receipt for your gift"),
        ("TH", "Receipt"),
        ("TD", "2026-0412"),
        ("TH", "Date of gift"),
        ("TD", "Nov 23, 2026"),
        ("TH", "Issued"),
        ("TD", "Nov 24, 2026"),
        ("TH", "Tax year"),
        ("TD", "2026"),
        ("TH", "Gift"),
        ("TD", "G-2311"),
        ("P", "Dr. Amina Rahman 48 Sample Street Apartment 2B Carmel, IN 46032"),
        ("P", "Dear Dr. Rahman,"),
        ("P", make_letter().thanks),
        ("TH", "Gift"),
        ("TH", "Amount"),
        ("TD", "Contribution, by card Where it is needed most"),
        ("TD", "$50.00"),
        ("TD", "Card fee you covered Part of your gift"),
        ("TD", "$1.81"),
        ("TH", "Your contribution"),
        ("TD", "$51.81"),
        ("H2", "For your tax return"),
        ("P", "No goods or services were provided in exchange for this contribution."),
        (
            "P",
            "Movement for Solidarity and Peace in Pakistan, Inc. is recognized as exempt under section 501(c)(3) of the"
            " Internal Revenue Code (EIN 00-0000000).",
        ),
        ("P", "Farah Example Treasurer"),
        (
            "P",
            "Verify this document at give.example.org/verify Code 7QF4-KM2X-9P. That page shows whether it is valid,"
            " never your name or the amount.",
        ),
    ]


def test_parts_stand_where_the_grid_puts_them():
    at = {text: (x, y) for x, y, _, text in placed_text(render_letter(make_letter()))}

    assert at["Receipt for"] == (405.0, 51.0)
    assert at["your gift"] == (405.0, 70.0)
    assert at["Receipt"] == (405.0, 150.0)
    assert at["Gift"] in [(405.0, 224.0), (63.0, 354.0)]
    assert at["Dear Dr. Rahman,"] == (63.0, 292.0)
    assert at["For your tax return"][0] == 76.0


def test_the_same_snapshot_gives_the_same_bytes_from_json_too():
    letter = make_letter()

    assert render_letter(letter) == render_letter(letter.to_json())
    assert render_letter(letter) != render_letter(make_letter(number="2026-0413"))


def test_a_snapshot_of_another_shape_is_refused():
    with pytest.raises(BadSnapshot):
        render_letter({"template_version": 1})


def test_every_font_is_ours_and_every_word_is_marked():
    data = render_letter(make_letter(sandbox=True, urdu="شکریہ"))

    assert checks.fonts(data) == {
        "Inter-Regular",
        "Inter-Medium",
        "Inter-SemiBold",
        "Inter-Bold",
        "NotoNastaliqUrdu-Regular",
    }
    assert checks.text_outside_marks(data) == 0


def test_title_and_organization_describe_the_file():
    metadata = PdfReader(BytesIO(render_letter(make_letter()))).metadata

    assert metadata.title == "Receipt for your gift 2026-0412"
    assert metadata.author == ORGANIZATION.legal_name


def test_headers_say_what_they_head():
    nodes = reading.walk(reading.tree(render_letter(make_letter())))

    scopes = [(node.said, node.entries["/A"]["/Scope"]) for node in nodes if node.tag == "TH"]
    assert scopes == [
        *[(label, "/Row") for label in ("Receipt", "Date of gift", "Issued", "Tax year", "Gift")],
        ("Gift", "/Column"),
        ("Amount", "/Column"),
        ("Your contribution", "/Row"),
    ]


def test_a_trial_letter_says_on_every_page_and_in_the_facts_that_it_is_worth_nothing():
    rows = tuple(Row(f"Gift {n}", "Where it is needed most", "$1.00") for n in range(30))
    data = render_letter(make_letter(sandbox=True, rows=rows))

    assert len(pages_of(data)) > 1
    assert [page.count("Not a tax receipt") for page in pages_of(data)] == [2] + [1] * (len(pages_of(data)) - 1)
    assert ("TD", "Not a tax receipt") in read(data)


def test_a_replacement_names_what_it_replaces():
    notice = "This receipt replaces receipt 2025-0041, issued Mar 2, 2026."

    assert ("P", notice) in read(render_letter(make_letter(replaces=notice)))


def test_an_urdu_name_is_printed_where_the_name_stands_and_copies_as_written():
    letter = make_letter(
        recipient=("محمد احمد خان", "مکان نمبر 12، گلی 4", "لاہور (پنجاب)", "PAKISTAN"),
        salutation="Dear محمد احمد خان,",
    )
    data = render_letter(letter)

    assert ("P", "محمد احمد خان مکان نمبر 12، گلی 4 لاہور (پنجاب) PAKISTAN") in read(data)
    assert ("P", "Dear محمد احمد خان,") in read(data)
    assert "محمد احمد خان" in pages_of(data)[0]
    assert checks.fonts(data) >= {"NotoNaskhArabic-Regular"}


def test_a_print_file_holds_every_letter_with_its_own_pages_and_each_font_once():
    letters = [make_letter(number=f"2026-{n:04d}", recipient=(f"José Example {n}",)) for n in range(3)]
    data = render_letters(letters, title="Receipts of Nov 24, 2026", author="Example, Inc.")

    parts = reading.tree(data).children
    assert [part.tag for part in parts] == ["Part"] * 3
    assert ["Example 2" in part.said for part in parts] == [False, False, True]
    assert ["Page 1 of 1" in page for page in pages_of(data)] == [True] * 3
    assert data.count(b"/FontFile2") == 4
    assert checks.text_outside_marks(data) == 0


def test_a_print_file_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no letters"):
        render_letters([], title="Receipts", author="Example, Inc.")
