"""The line of all years beside what a supporter gave in all."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.builders import make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def test_giving_of_three_years_is_drawn_as_a_line_beside_the_lifetime(client_as):
    supporter = make_supporter()
    for year, amount in ((2023, "10"), (2024, "30"), (2026, "20")):
        make_gift(Decimal(amount), supporter=supporter, gift_on=date(year, 3, 2))

    page = client_as("finance").get(f"/supporters/{supporter.pk}/").text

    assert 'class="chart spark"' in page
    assert "2023: $10; 2024: $30; 2025: $0; 2026: $20" in page


def test_giving_of_two_years_needs_no_line(client_as):
    supporter = make_supporter()
    for year in (2025, 2026):
        make_gift(supporter=supporter, gift_on=date(year, 3, 2))

    assert 'class="chart spark"' not in client_as("finance").get(f"/supporters/{supporter.pk}/").text


def test_who_may_not_see_gifts_sees_no_line(client_as):
    supporter = make_supporter()
    for year in (2023, 2024, 2025):
        make_gift(supporter=supporter, gift_on=date(year, 3, 2))

    page = client_as("admin").get(f"/supporters/{supporter.pk}/").text

    assert ("chart spark" in page, "$50" in page) == (False, False)
