from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.forms.fields import DayField, DayInput, PrintedLineField


@pytest.mark.parametrize("text", ["1799-12-31", "2200-01-01", "0024-05-01"])
def test_a_day_of_another_age_is_a_slip(text: str) -> None:
    with pytest.raises(ValidationError, match="Check the year"):
        DayField().clean(text)


@pytest.mark.parametrize("day", [date(1800, 1, 1), date(2199, 12, 31)])
def test_the_first_and_the_last_day_are_taken(day: date) -> None:
    assert DayField().clean(day.isoformat()) == day


def test_a_day_is_shown_as_the_browser_reads_it() -> None:
    shown = DayInput().render("since", date(2026, 11, 9))

    assert 'type="date"' in shown
    assert 'value="2026-11-09"' in shown


@pytest.mark.parametrize("text", ["two\nlines", "turned \u202e round", "bell \x07", "snow \u2603\ufe0f 雪"])
def test_a_printed_line_is_one_line_of_letters_that_print(text: str) -> None:
    with pytest.raises(ValidationError, match="can't be printed"):
        PrintedLineField().clean(text)


def test_a_printed_line_is_kept_as_written() -> None:
    assert PrintedLineField().clean("Ayesha’s “Sample” – عائشہ") == "Ayesha’s “Sample” – عائشہ"
