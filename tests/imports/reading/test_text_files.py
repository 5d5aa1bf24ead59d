"""Text files: how letters are written, what separates columns, and what cannot be cut into records."""

import pytest

from imports.cells import Refused
from imports.reading.text_files import decode, find_delimiter, read_text


def rows(text: str) -> list[list[str]]:
    return [row.texts for row in read_text("list.csv", text.encode()).sheets[0].rows]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zoë".encode(), "Zoë"),
        ("Zoë".encode("utf-8-sig"), "Zoë"),
        ("Zoë".encode("utf-16"), "Zoë"),
        ("Zoë".encode("utf-32"), "Zoë"),
        ("Name,Amount".encode("utf-16-be"), "Name,Amount"),
        ("Ren\xe9".encode("cp1252"), "René"),
        (b"\x81", "\x81"),
    ],
)
def test_letters_are_read_however_they_are_written(data, text):
    assert decode(data)[0] == text


def test_garbled_and_guessed_letters_are_warned_of():
    assert "garbled" in decode("JosÃ©".encode())[1][0]
    assert "line 2" in decode(b"a\nRen\xe9")[1][0]
    assert "mixes two ways" in decode("é\n".encode() + b"Ren\xe9")[1][0]


def test_damaged_unicode_is_refused():
    with pytest.raises(Refused, match="damaged"):
        decode(b"\xff\xfea")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\n1,2\n", ","), ("a;b\n1,5;2\n", ";"), ("a\tb, c\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"), ("a\nb\n", ",")],
)
def test_what_cuts_the_lines_alike_separates_columns(text, delimiter):
    assert find_delimiter(text) == delimiter


def test_another_separator_is_said_unless_the_name_says_it():
    assert "semicolons" in read_text("list.csv", b"a;b\n1;2\n").warnings[0]
    assert read_text("list.tsv", b"a\tb\n1\t2\n").warnings == []


def test_quoted_cells_may_hold_lines():
    assert rows('Name,Note\n"Ann","two\nlines"\n') == [["Name", "Note"], ["Ann", "two\nlines"]]


def test_a_quotation_mark_that_is_never_closed_is_refused():
    with pytest.raises(Refused, match="In record 2 a quotation mark"):
        rows('a,b\n"1,2\n3,4\n')


def test_a_cell_that_swallowed_whole_records_is_refused():
    with pytest.raises(Refused, match="never closed"):
        rows('a,b,c\n"1,2,3\n4,5,6\n7,8,9\n1,2,3\n4,5,6",x,y\n')


def test_binary_content_is_refused():
    with pytest.raises(Refused, match="contains characters that no spreadsheet writes"):
        rows("a,b\x00")
    with pytest.raises(Refused, match="not text"):
        rows("\x01\x02\x03\x04")
