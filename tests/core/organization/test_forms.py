"""What the organization may say of itself in a letterhead."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Organization
from tests.core.settings_pages import acts, post

pytestmark = pytest.mark.django_db
FACTS = {
    "legal_name": "Example Charity of Solidarity, Inc.",
    "short_name": "Example Charity",
    "ein": "00-0000000",
    "address": "1 Example Street\nSpringfield, NY 10000",
    "phone": "",
    "email": "",
    "website": "",
    "formation_on": "2010-01-01",
    "state_of_incorporation": "NY",
    "time_zone": "America/New_York",
    "fiscal_year_first_month": "1",
    "signer_name": "Casey Example",
    "signer_title": "Treasurer",
}


def test_environment_and_mail_are_not_taken_from_the_form(admin):
    post(admin, "settings-organization-edit", {**FACTS, "environment": "demo", "mail_on": "on", "currency": "EUR"})

    row = Organization.current()
    assert (row.environment, row.mail_on, row.currency) == ("live", False, "USD")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("legal_name", "", "Enter the legal name."),
        ("legal_name", "x" * 201, "at most 200 characters"),
        ("legal_name", "Turned \u202e name", "This has characters that can"),
        ("short_name", "Two\nlines", "This has characters that can"),
        ("short_name", "nul\x00", "This has characters that can"),
        ("ein", "12-345678", "nine digits"),
        ("ein", "१२३४५६७८९", "nine digits"),
        ("address", "1 Example Street", "End with a line for city, state and ZIP code"),
        ("address", "\n".join(["line"] * 6 + ["Springfield, NY 10000"]), "Enter at most 6 lines."),
        ("email", "nobody@", "Enter an email address"),
        ("website", "javascript:alert(1)", "Enter a web address, like give.example.org."),
        ("website", "two words.org", "Enter a web address, like give.example.org."),
        ("formation_on", "3000-01-01", "Check the year of this date."),
        ("formation_on", "2012-02-30", "Enter a date, like 11/29/2026."),
        ("state_of_incorporation", "XX", "Choose an option from the list."),
        ("time_zone", "Mars/Olympus", "Choose an option from the list."),
        ("fiscal_year_first_month", "13", "Choose an option from the list."),
    ],
)
def test_what_cannot_stand_in_a_letterhead_is_refused(admin, field, value, says):
    before = Organization.objects.values().get()

    answer = admin.post(reverse("settings-organization-edit"), {**FACTS, field: value})

    assert answer.status_code == 422
    assert says in answer.text
    assert Organization.objects.values().get() == before
    assert acts() == []


def test_formation_cannot_move_behind_what_is_dated(admin):
    # The builder's charity is recognized from January 1, 2010.
    refused = post(admin, "settings-organization-edit", {**FACTS, "formation_on": "2010-01-02"})

    assert "is dated Jan 1, 2010. Correct that date first." in refused.text
    assert Organization.current().formation_on == date(2010, 1, 1)
    post(admin, "settings-organization-edit", {**FACTS, "formation_on": "2009-12-31"})
    assert Organization.current().formation_on == date(2009, 12, 31)
