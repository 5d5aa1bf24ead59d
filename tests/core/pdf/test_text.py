"""Shaped lines: widths, kerning, faces for other scripts, line breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pdf import text, typefaces


def advances(word: str, face: str = "Inter") -> float:
    font = typefaces.face(face)
    return sum(font.advance(font.glyphs[ord(char)]) for char in word)


def test_columns_of_money_line_up():
    assert text.width("$1,111.11", "Inter", 10) == pytest.approx(text.width("$9,909.88", "Inter", 10))


def test_pairs_are_kerned():
    assert text.line("AVATAR", "Inter").width < advances("AVATAR") - 100


def test_a_plain_line_is_one_ready_operator():
    (piece,) = text.line("No go", "Inter").pieces

    glyphs = typefaces.face("Inter").glyphs
    assert piece.operator == "[<" + "".join(f"{glyphs[ord(char)]:04X}" for char in "No go") + ">]TJ"


def test_urdu_in_a_latin_line_is_set_in_naskh_and_in_reading_order():
    pieces = text.line("Dear محمد (Lahore) خان,", "Inter-Medium").pieces

    assert [(piece.font.fontName, piece.spoken) for piece in pieces] == [
        ("Inter-Medium", ""),
        ("Naskh", "محمد"),
        ("Inter-Medium", ""),
        ("Naskh", "خان"),
        ("Inter-Medium", ""),
    ]


def test_a_decomposed_letter_is_composed():
    assert text.line("Jose\u0301", "Inter") == text.line("José", "Inter")


def test_line_ends_and_control_characters_become_spaces():
    assert text.clean("48 Sample Street\r\nApt\t2\x00") == "48 Sample Street Apt 2 "
    assert text.clean("cut \ud83d off") == "cut \ufffd off"


def test_lines_break_at_spaces_and_are_no_wider_than_the_room():
    lines = text.wrap("Thank you for your gift. It pays for one testimony.", "Inter", 10, 120)

    assert lines == ("Thank you for your gift. It", "pays for one testimony.")
    assert max(text.width(line, "Inter", 10) for line in lines) <= 120


def test_no_line_ends_inside_a_sum():
    lines = text.wrap("limited to: $1,500.00\u00a0−\u00a0$540.00\u00a0=\u00a0$960.00.", "Inter", 10, 200)

    assert lines == ("limited to:", "$1,500.00\u00a0−\u00a0$540.00\u00a0=\u00a0$960.00.")


def test_a_word_too_wide_for_any_line_is_broken_inside():
    lines = text.wrap("an " + "W" * 60 + " end", "Inter", 10, 150)

    assert "".join(lines).replace(" ", "") == "an" + "W" * 60 + "end"
    assert max(text.width(line, "Inter", 10) for line in lines) <= 150


def test_a_line_may_change_its_face_inside_a_word():
    runs = (("limited to the ", "Inter"), ("excess", "Inter-SemiBold"), (": ", "Inter"), ("end", "Inter"))

    assert text.wrap_runs(runs, size=10, room=400) == (
        (("limited to the ", "Inter"), ("excess", "Inter-SemiBold"), (": end", "Inter")),
    )
    assert text.wrap_runs(runs, size=10, room=75)[1] == (("excess", "Inter-SemiBold"), (": end", "Inter"))


def test_nothing_is_one_empty_line():
    assert text.wrap("", "Inter", 10, 100) == ("",)
    assert text.line("", "Inter").width == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.floats(min_value=40, max_value=400))
def test_wrapping_loses_no_letter(words, room):
    lines = text.wrap(words, "Inter", 10, room)

    assert "".join("".join(lines).split()) == "".join(text.clean(words).split())
