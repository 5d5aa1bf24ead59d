"""Where donors live, counted by hand, and what a board member sees of it."""

from datetime import date
from decimal import Decimal

import pytest

from core.clock import organization_today
from reports.figures.board_figures import Span
from reports.figures.donor_geography import donors_by_place
from tests.support.builders import make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
SPAN = Span.at(date(2026, 6, 15), first_month=1)


def donor(region="", country="US", day=date(2026, 3, 2), **more):
    """A donor of 2026 with an address there; without a region at home, with none."""
    addresses = (
        [{"street": "1 Example Street", "region": region, "country": country}] if region or country != "US" else []
    )
    person = make_supporter(addresses=addresses, **more)
    make_gift(Decimal("10"), supporter=person, gift_on=day, today=max(day, date(2026, 6, 15)))
    return person


def test_donors_count_by_state_at_home_and_by_country_elsewhere(organization):
    donor("IN")
    donor("in ")
    donor("CA")
    donor("Punjab", "PK")
    donor()
    donor("TX", day=date(2025, 3, 2))  # not this year's

    found = {group.label: group.count for group in donors_by_place(SPAN.to_date)}

    assert found == {"Indiana": 2, "California": 1, "Pakistan": 1, "No address on record": 1}


def test_a_protected_persons_place_is_not_even_counted(organization):
    donor("WY", protected=True)

    assert [group.label for group in donors_by_place(SPAN.to_date)] == ["No address on record"]


def test_a_board_member_sees_no_group_under_five_and_finance_does(client_as):
    today = organization_today()
    for _ in range(6):
        donor("IN", day=today)
    for _ in range(5):
        donor("CA", day=today)
    donor("WY", day=today)

    board, finance = (client_as(role).get("/board/").content.decode() for role in ("board", "finance"))

    # 1 in Wyoming joins the next smallest, 5 in California: 6 in other places.
    assert ("Indiana" in board, "California" in board, "Wyoming" in board) == (True, False, False)
    assert "Other places" in board
    assert ("California" in finance, "Wyoming" in finance, "Other places" in finance) == (True, True, False)


def test_the_primary_address_counts_and_else_the_first_one():
    home = {"street": "1 Example Street", "region": "IN", "country": "US"}
    abroad = {"street": "2 Example Street", "region": "Punjab: Lahore", "country": "PK"}
    for primary in (True, False):
        person = make_supporter(addresses=[home, abroad])
        person.addresses.filter(country="US").update(primary=False)
        person.addresses.filter(country="PK").update(primary=primary)
        make_gift(Decimal("10"), supporter=person, gift_on=date(2026, 3, 2), today=date(2026, 6, 15))
    donor("Nowhere: at all")

    found = {group.label: group.count for group in donors_by_place(SPAN.to_date)}

    assert found == {"Pakistan": 1, "Indiana": 1, "Nowhere: at all": 1}
