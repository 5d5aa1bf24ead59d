from datetime import UTC, date, datetime

import pytest

from imports.parsing.dates import Problem
from imports.parsing.timestamps import local_day
from tests.imports.files import planned, xlsx


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


@pytest.mark.parametrize(
    "text",
    ["2025-01-01 03:30 UTC", "2025-01-01T04:59:00Z", "2025-01-01 03:30 GMT", "2025-01-01 03:30 (UTC)",
    "1/1/2025 03:30 UTC",
     "1/1/2025 3:30 AM UTC", "Jan 1, 2025 03:30:00 UTC", "1 Jan 2025 03:30 UTC", "2025-01-01 08:30 PKT",
     "2025-01-01T08:30+05:00", "2025-01-01 08:30 UTC+5", "2025-01-01 08:30 GMT+0500", "2024-12-31 21:30 CST",
     "2024-12-31 19:30 PT", "'2025-01-01 03:30 UTC", "Jan 1, 2025 at 3:30 AM UTC"],
)  # fmt: skip
def test_a_new_year_s_night_counts_in_the_zone_the_time_names(text: str) -> None:
    expected = date(2024, 12, 31)

    assert local_day(text, "America/New_York", day_first=False) == expected


@pytest.mark.parametrize("text", ["2025-01-01 03:30 IST", "2025-01-01 03:30 XYZ"])
def test_a_zone_that_can_be_several_is_asked(text: str) -> None:
    found = local_day(text, "America/New_York")

    assert isinstance(found, Problem)
    assert found.ask


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Date (UTC)", date(2024, 12, 31)), ("Created (UTC)", date(2024, 12, 31)), ("Transaction Date (UTC)",
        date(2024, 12, 31)),
        ("Date GMT", date(2024, 12, 31)), ("Date (Pacific)", date(2025, 1, 1)), ("Date", date(2025, 1, 1)),
        ("Date (ET)", date(2025, 1, 1)),
    ],
)  # fmt: skip
def test_a_column_of_times_is_read_in_the_zone_its_title_names(title: str, day: date) -> None:
    (row,) = planned(f"{title},Name,Amount\n2025-01-01 03:30,Ann Lee,50\n").rows

    assert row.date == day


def test_real_times_of_a_workbook_are_read_in_the_zone_of_their_column() -> None:
    (row,) = planned(
        xlsx({"Gifts": [["Date (UTC)", "Name", "Amount"], [datetime(2025, 1, 1, 3, 30), "Ann Lee", 50]]})
    ).rows

    assert row.date == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["20240316", "'2024-03-16", "2024/03/16", "16.03.2024", "2024-03-16 00:00:00"])
def test_a_day_without_a_zone_is_that_day(text: str) -> None:
    assert local_day(text, "America/New_York", written_in=UTC if len(text) < 12 else None) == date(2024, 3, 16)
