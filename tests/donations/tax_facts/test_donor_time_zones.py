"""The donor's local date, by the billing address."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from donations.tax_facts.donor_time_zones import local_date, zone_of

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("country", "postal_code", "zone"),
    [
        ("US", "10001", "America/New_York"),
        ("US", "46032", "America/New_York"),
        ("US", "46402", "America/Chicago"),
        ("US", "90001", "America/Los_Angeles"),
        ("US", "85001-1234", "America/Phoenix"),
        ("US", "96801", "Pacific/Honolulu"),
        ("PK", "54000", "Asia/Karachi"),
        ("GB", "", "Europe/London"),
        ("US", "", None),
        ("US", "09012", None),
        ("CA", "M5V", None),
        ("", "", None),
    ],
)
def test_an_address_tells_its_zone_or_nothing(country, postal_code, zone):
    assert zone_of(country=country, postal_code=postal_code) == (ZoneInfo(zone) if zone else None)


def test_new_years_eve_is_where_the_donor_is():
    moment = datetime(2027, 1, 1, 6, 30, tzinfo=UTC)

    days = [
        local_date(moment, country=country, postal_code=code, otherwise=NEW_YORK)
        for country, code in (("US", "90001"), ("US", "10001"), ("PK", ""), ("", ""))
    ]

    assert days == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 1)]
