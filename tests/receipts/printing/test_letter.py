"""Printed letters: every word of the snapshot in reading order, the grid of the #10 window, pages, extremes."""

import dataclasses
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import reading
from receipts.printing.flowables import SPACINGS, blocks_of, place
from receipts.printing.layout import ADDRESS, address_lines
from receipts.printing.letter import render_letter, render_letters
from receipts.snapshot import BadSnapshot, Fact, LegalBox, Legend, Row, Total, bold, paragraph, unbroken
from tests.core.pdf import checks
from tests.receipts.letters import ORGANIZATION, make_letter, placed_text

SIGNATURE = "M3 26c4-14 8-20 10-16s-2 12 0 14"


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


def test_a_drawn_signature_is_a_picture_of_it():
    letter = make_letter(organization=dataclasses.replace(ORGANIZATION, signature=SIGNATURE))

    alts = [n.entries["/Alt"] for n in reading.walk(reading.tree(render_letter(letter))) if n.tag == "Figure"]
    assert alts[0] == "Signature of Farah Example"


def test_a_trial_letter_says_on_every_page_and_in_the_facts_that_it_is_worth_nothing():
    rows = tuple(Row(f"Gift {n}", "Where it is needed most", "$1.00") for n in range(30))
    data = render_letter(make_letter(sandbox=True, rows=rows))

    assert len(pages_of(data)) > 1
    assert [page.count("Not a tax receipt") for page in pages_of(data)] == [2] + [1] * (len(pages_of(data)) - 1)
    assert ("TD", "Not a tax receipt") in read(data)


def test_a_replacement_names_what_it_replaces():
    notice = "This receipt replaces receipt 2025-0041, issued Mar 2, 2026."

    assert ("P", notice) in read(render_letter(make_letter(replaces=notice)))


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
