"""Snapshots as JSON: there and back, and what is refused."""

import json

import pytest

from receipts.snapshot import BadSnapshot, Legend, LetterSnapshot, Run, bold, paragraph, unbroken
from tests.receipts.letters import make_letter


def test_a_snapshot_survives_json():
    letter = make_letter(
        sandbox=True, urdu="شکریہ", replaces="Replaces 2025-0041.", legends=(Legend("A legend.", 9.0),)
    )

    assert LetterSnapshot.from_json(json.loads(json.dumps(letter.to_json()))) == letter


def test_optional_parts_may_be_left_out():
    data = make_letter().to_json()
    for key in ("urdu", "replaces", "sandbox", "lang", "legends", "verification", "total", "table_head"):
        del data[key]

    letter = LetterSnapshot.from_json(data)

    assert (letter.verification, letter.total, letter.legends, letter.sandbox) == (None, None, (), False)
    assert letter.table_head == ("Gift", "Amount")


def test_plain_strings_stand_for_paragraphs_and_legends():
    data = make_letter().to_json()
    data["legal"]["paragraphs"] = ["All in one weight.", ["Some ", {"text": "bold", "bold": True}]]
    data["legends"] = ["A legend."]

    letter = LetterSnapshot.from_json(data)

    assert letter.legal.paragraphs == ((Run("All in one weight."),), (Run("Some "), Run("bold", bold=True)))
    assert letter.legends == (Legend("A legend.", 8.5),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("salutation"), "has no 'salutation'"),
        (lambda data: data["organization"].pop("ein"), "does not know"),
        (lambda data: data.update(rows=[{"wat": "x"}]), "does not know"),
        (lambda data: data.update(template_version=2), "version 2 is not known"),
    ],
)
def test_a_snapshot_of_another_shape_is_refused(change, message):
    data = make_letter().to_json()
    change(data)

    with pytest.raises(BadSnapshot, match=message):
        LetterSnapshot.from_json(data)


def test_sums_and_weights_are_easily_written():
    assert unbroken("a − b = c") == "a\u00a0−\u00a0b\u00a0=\u00a0c"
    assert paragraph("It is ", bold("pending"), ".") == (Run("It is "), Run("pending", bold=True), Run("."))
