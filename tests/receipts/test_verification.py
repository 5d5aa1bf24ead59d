"""What a reader of a printed receipt must find on it."""

from receipts.verification import _bare, expected

LETTER = {
    "number": "2026-0412",
    "organization": {"legal_name": "Example Relief, Inc."},
    "recipient": ["Ann Example", "1 Sample Street"],
    "facts": [{"label": "Date of gift", "value": "Nov 23, 2026"}],
    "rows": [{"what": "Contribution", "amount": "$50.00"}, {"what": "Desk"}],
    "total": {"label": "Total", "amount": "$50.00"},
    "legal": {"paragraphs": [["No goods or services ", {"text": "were provided.", "bold": True}]]},
}


def test_number_donor_amounts_and_legal_sentences_are_looked_for():
    assert list(expected(LETTER)) == [
        ("number", "2026-0412"),
        ("charity", "Example Relief, Inc."),
        ("donor", "Ann Example"),
        ("date of gift", "Nov 23, 2026"),
        ("line “Contribution”", "$50.00"),
        ("total", "$50.00"),
        ("sentence “No goods or services were provided.…”", "No goods or services were provided."),
    ]


def test_a_letter_without_a_total_asks_for_none():
    assert "total" not in dict(expected({**LETTER, "total": None}))


def test_line_breaks_do_not_hide_a_sentence():
    assert _bare("No goods\n or\u00a0services") == "Nogoodsorservices"
