from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, calendar_year, fiscal_year, fiscal_year_label, month

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))


def test_a_period_holds_its_first_day_and_not_its_end():
    year = calendar_year(2026)

    assert [day in year for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert year.last_day == date(2026, 12, 31)


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("on", "first_month", "expected"),
    [
        (date(2026, 6, 30), 7, Period(date(2025, 7, 1), date(2026, 7, 1))),
        (date(2026, 7, 1), 7, Period(date(2026, 7, 1), date(2027, 7, 1))),
        (date(2026, 12, 31), 1, Period(date(2026, 1, 1), date(2027, 1, 1))),
        (date(2026, 1, 1), 12, Period(date(2025, 12, 1), date(2026, 12, 1))),
    ],
)
def test_the_fiscal_year_turns_on_its_first_month(on, first_month, expected):
    assert fiscal_year(on=on, first_month=first_month) == expected


@given(DAYS, st.integers(1, 12))
def test_every_day_lies_in_its_fiscal_year_and_in_exactly_one_of_its_months(day, first_month):
    year = fiscal_year(on=day, first_month=first_month)
    months = list(year.months())

    assert day in year
    assert len(months) == 12
    assert [part for part in months if day in part] == [month(day)]
    assert (months[0].start, months[-1].end) == (year.start, year.end)
    assert all(before.end == after.start for before, after in zip(months, months[1:], strict=False))


def test_fiscal_years_are_named_by_the_year_they_end_in():
    assert fiscal_year_label(calendar_year(2026)) == "2026"
    assert fiscal_year_label(fiscal_year(on=date(2026, 8, 1), first_month=7)) == "FY 2027"


def test_months_are_cut_to_the_ends_of_the_period():
    assert list(Period(date(2026, 1, 20), date(2026, 3, 5)).months()) == [
        Period(date(2026, 1, 20), date(2026, 2, 1)),
        Period(date(2026, 2, 1), date(2026, 3, 1)),
        Period(date(2026, 3, 1), date(2026, 3, 5)),
    ]
    assert list(Period(date(2026, 1, 20), date(2026, 1, 20)).months()) == []


def test_to_date_ends_after_today_and_never_outside_the_period():
    year = calendar_year(2026)

    assert year.to_date(date(2026, 6, 15)) == Period(date(2026, 1, 1), date(2026, 6, 16))
    assert year.to_date(date(2025, 6, 15)) == Period(date(2026, 1, 1), date(2026, 1, 1))
    assert year.to_date(date(2028, 6, 15)) == year


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        # through February 29, 2024: all of February a year before
        (Period(date(2024, 1, 1), date(2024, 3, 1)), Period(date(2023, 1, 1), date(2023, 3, 1))),
        # through February 28, 2024: the end is February 29, which a year before is March 1
        (Period(date(2024, 1, 1), date(2024, 2, 29)), Period(date(2023, 1, 1), date(2023, 3, 1))),
        (Period(date(2025, 1, 1), date(2025, 3, 1)), Period(date(2024, 1, 1), date(2024, 3, 1))),
    ],
)
def test_the_same_stretch_a_year_before(period, expected):
    assert period.year_before() == expected


def test_a_year_with_those_before_it_begins_with_the_oldest():
    year = Period(date(2026, 7, 1), date(2027, 7, 1))

    assert year.with_years_before(0) == [year]
    assert [one.start.year for one in year.with_years_before(2)] == [2024, 2025, 2026]
