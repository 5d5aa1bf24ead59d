from datetime import date

import pytest

from imports.dates import Problem
from imports.moments import local_day


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2024-01-01T03:30:00Z", "America/New_York", date(2023, 12, 31)),
        ("2024-01-01 05:30:00 UTC", "America/New_York", date(2024, 1, 1)),
        ("2023-12-31T22:00:00-08:00", "America/New_York", date(2024, 1, 1)),
        ("2023-12-31T23:59:59.999+05:00", "Asia/Karachi", date(2023, 12, 31)),
        ("2024-01-01 03:30", "America/New_York", date(2024, 1, 1)),
        ("2024-03-14", "America/New_York", date(2024, 3, 14)),
        ("03/14/2024 10:26 PM", "America/New_York", date(2024, 3, 14)),
    ],
)
def test_a_moment_falls_on_the_day_of_the_zone(text: str, zone: str, day: date) -> None:
    assert local_day(text, zone) == day


def test_a_time_without_an_offset_is_utc_where_the_platform_says_so() -> None:
    assert local_day("2024-01-01 03:30", "America/New_York", utc=True) == date(2023, 12, 31)


@pytest.mark.parametrize("text", ["2024-02-30T10:00:00Z", "2024-01-01T25:00:00Z", "soon", "", "0012-01-01T00:00:00Z"])
def test_what_is_no_moment_is_a_problem(text: str) -> None:
    assert isinstance(local_day(text, "America/New_York"), Problem)
