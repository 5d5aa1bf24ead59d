from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.parsing.dates import Problem, day_first, from_number, from_serial, is_ambiguous, order_told, read_date


@pytest.mark.parametrize(
    "text",
    ["16-Jan-18", "Jan 16, 2018", "January 16 2018", "16th January 2018", "01-16-18", "1/16/2018", "2018-01-16",
     "43116", "Tue 16 Jan 2018", "1/16/2018 12:00:00 AM", "2018-01-16T23:30:00Z", "Jan 16, 2018 7:05 PM"],
)  # fmt: skip
def test_every_way_of_writing_one_day_is_read(text: str) -> None:
    assert read_date(text, day_first=False) == date(2018, 1, 16)


@pytest.mark.parametrize("text", ["July 2020", "7/2020", "11/20", "Nov 20", "3/9/0221", "2/20/20211", "Sept. 2019"])
def test_dates_that_lack_something_are_held(text: str) -> None:
    found = read_date(text, day_first=False)

    assert isinstance(found, Problem)
    assert found.ask


@pytest.mark.parametrize(
    "text", ["", "??", "sometime in spring", "13/45/2024", "2012-13-01", "Feb 30, 2020", "29/02/2023"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    found = read_date(text, day_first=False)

    assert isinstance(found, Problem)
    assert not found.ask


def test_a_column_proves_its_order_and_no_cell_is_guessed() -> None:
    assert day_first(["3/4/2024", "25/12/2023"]) is True
    assert day_first(["3/4/2024", "12/25/2023"]) is False
    assert day_first(["3/4/2024"]) is None
    assert day_first(["25/12/2023", "12/25/2023"]) is None
    assert is_ambiguous("3/4/2024")
    assert read_date("3/4/2024", day_first=True) == date(2024, 4, 3)
    assert read_date("3/4/2024", day_first=False) == date(2024, 3, 4)
    unknown = read_date("3/4/2024", day_first=None)
    assert isinstance(unknown, Problem)
    assert unknown.ask
    assert read_date("3/14/2024", day_first=None) == date(2024, 3, 14)


@pytest.mark.parametrize("text", ["24-03-16", "13-3-24", "31-12-31", "25-01-02"])
def test_a_short_year_at_either_end_is_asked_about(text: str) -> None:
    assert day_first([text, "24-03-17"]) is None
    for order in (day_first([text]), False):
        found = read_date(text, day_first=order)
        assert isinstance(found, Problem)
        assert found.ask


def test_a_short_year_is_read_where_the_order_is_known() -> None:
    assert day_first(["24-03-16", "24-03-2016"]) is True
    assert read_date("24-03-16", day_first=True) == date(2016, 3, 24)
    assert read_date("24/03/16", day_first=day_first(["24/03/16"])) == date(2016, 3, 24)
    assert read_date("03-16-24", day_first=None) == date(2024, 3, 16)
    assert read_date("99-03-16", day_first=None) == date(1999, 3, 16)
    assert read_date("13-3-45", day_first=day_first(["13-3-45"])) == date(2045, 3, 13)


def test_notes_may_say_the_order() -> None:
    assert order_told(["Kept since 2003. Dates are month/day/year."]) is False
    assert order_told(["Date (DD/MM/YYYY)"]) is True
    assert order_told(["Kept since 2003."]) is None


def test_day_numbers_of_both_epochs() -> None:
    assert from_serial(Decimal("1"), date1904=False) == datetime(1900, 1, 1)
    assert from_serial(Decimal("59"), date1904=False) == datetime(1900, 2, 28)
    assert from_serial(Decimal("60"), date1904=False) is None  # 29 Feb 1900 never was
    assert from_serial(Decimal("61"), date1904=False) == datetime(1900, 3, 1)
    assert from_serial(Decimal("43102.604166667"), date1904=False) == datetime(2018, 1, 2, 14, 30)
    # 1904 and 1900 differ by 1462 days
    assert from_serial(Decimal(43102 - 1462), date1904=True) == datetime(2018, 1, 2)


def test_a_date_just_before_midnight_stays_on_its_day() -> None:
    assert from_serial(Decimal("43102.99999"), date1904=False).date() == date(2018, 1, 2)


def test_small_numbers_in_a_date_column_are_no_dates() -> None:
    assert from_number(Decimal("43284"), date1904=False) == date(2018, 7, 3)
    assert isinstance(from_number(Decimal("500"), date1904=False), Problem)


@given(st.text(max_size=40), st.sampled_from([True, False, None]))
def test_any_text_is_a_date_or_a_problem(text: str, order: bool | None) -> None:
    assert isinstance(read_date(text, day_first=order), date | Problem)
