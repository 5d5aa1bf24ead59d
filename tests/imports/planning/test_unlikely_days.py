"""Days before the charity was formed, of 1900, and not come yet are asked about in every layout."""

from datetime import date

import pytest

from imports.planning import existing_records
from imports.plans import ACCEPT, REVIEW
from tests.imports.files import planned

FORMED, TODAY = date(2012, 8, 21), date(2024, 6, 1)
LOG = "Date,Name,Amount,Fund\n{day},Ali Example,50.00,General\n"
PLATFORM = (
    "nationbuilder_donation_id,nationbuilder_id,first_name,last_name,email,amount,succeeded_at,payment_type_name,"
    "failed_at,canceled_at\n9,7,Ali,Example,ali@example.com,50.00,{day},Check,,\n"
)
LAYOUTS = {"a list": LOG, "a platform": PLATFORM}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("day", ["2012-08-20", "1900-01-01", "1899-12-30", "2024-06-02", "2031-01-01"])
def test_an_unlikely_day_is_held_with_its_question(layout, day):
    row = planned(LAYOUTS[layout].format(day=day), formed=FORMED, today=TODAY).rows[0]

    assert row.decision == REVIEW
    assert any(words in row.reason for words in ("before the charity was formed", "in the future", "impossible year"))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("day", ["2012-08-21", "2024-06-01"])
def test_the_first_day_and_today_are_taken(layout, day):
    row = planned(LAYOUTS[layout].format(day=day), formed=FORMED, today=TODAY).rows[0]

    assert (row.decision, row.date) == (ACCEPT, date.fromisoformat(day))


def test_a_withdrawal_counts_without_a_day_that_cannot_be():
    text = "Email,Unsubscribed on\nali@example.com,2031-01-01\n"
    row = planned(text, formed=FORMED, today=TODAY).rows[0]

    assert row.decision == ACCEPT
    assert dict(row.party.told.consents)["email"] is False
    assert row.party.told.consent_on == ""
    assert "in the future" in row.note


@pytest.mark.django_db
def test_the_books_say_when_the_charity_was_formed(organization):
    context = existing_records.context_for(currency="USD", time_zone="America/New_York")

    assert context.formed == organization.formation_on
