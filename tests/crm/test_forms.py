"""What is typed about people is tidied, never guessed at."""

import pytest

from crm.forms import checked_phone, countries, many_lines, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Amina \t Misali\n", "Amina Misali"),
        ("Am\x00ina\x07 Misali", "Am ina Misali"),
        ("\u202eilasiM", "ilasiM"),
        ("\ufeffAmina", "Amina"),
        ("نعیم\u200cاللہ", "نعیم\u200cاللہ"),
        ("O'Brien-Müller, Jr.", "O'Brien-Müller, Jr."),
        ("", ""),
    ],
)
def test_a_line_loses_what_cannot_be_seen_and_keeps_what_spelling_needs(typed, kept):
    assert one_line(typed) == kept


def test_lines_stay_lines():
    assert many_lines("\r\n 1 Fable Road \r\n\r\nUnit\t2\x0b3\n ") == "1 Fable Road\n\nUnit 2\n3"


@pytest.mark.parametrize("number", ["", "555-0142", "(317) 555-0142", "+92 300 5550142", "۰۳۰۰ ۵۵۵۰۱۴۲"])
def test_numbers_people_write_are_taken_as_written(number):
    assert checked_phone(number) == number


def test_our_own_country_comes_first_and_no_region_is_a_country():
    codes = [code for code, _ in countries()]

    assert codes[0] == "US"
    assert {"PK", "GB", "CA", "AE"} <= set(codes)
    assert {"EU", "UN", "ZZ"} & set(codes) == set()
    assert len(codes) == len(set(codes))
