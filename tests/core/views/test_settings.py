"""Settings through the pages: the organization, and who may change it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEntry, ExemptionStatus, Organization, StateRegistration
from tests.core.settings_pages import HOSTILE, acts, post
from tests.support.builders import make_user

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


def test_the_page_shows_every_card_and_the_environment(admin):
    page = admin.get("/settings/").text

    for heading in ("Organization", "Exemption status", "State registrations", "Users", "Outgoing mail"):
        assert f"{heading}" in page
    assert "Example Charity of Solidarity, Inc." in page
    assert "Live" in page
    assert 'name="environment"' not in admin.get(reverse("settings-organization-edit")).text


def test_settings_stand_last_in_the_sidebar_of_those_who_may(admin, client_as):
    assert 'href="/settings/"' in admin.get("/").text
    assert 'href="/settings/"' not in client_as("finance").get("/").text


def test_the_page_asks_as_many_queries_for_many_users_and_rows(admin, django_assert_num_queries):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin.get("/settings/")
        return len(captured)

    few = queries()
    for number in range(10):
        make_user("board", "events")
        StateRegistration.objects.create(
            state="PA", starts_on=date(2000 + number, 1, 1), ends_on=date(2000 + number, 2, 1)
        )

    assert queries() == few


def test_the_organization_is_changed_and_the_audit_names_the_fields(admin):
    changed = {**FACTS, "ein": "123456789", "time_zone": "America/Chicago", "fiscal_year_first_month": "7"}

    answer = post(admin, "settings-organization-edit", {**changed, "website": "https://give.example.org/"})

    row = Organization.current()
    assert (row.ein, row.time_zone, row.fiscal_year_first_month, row.website) == (
        "12-3456789",
        "America/Chicago",
        7,
        "give.example.org",
    )
    assert "Example Charity of Solidarity, Inc. saved." in answer.text
    entry = AuditEntry.objects.get(act="organization.changed")
    assert entry.actor == admin.user
    assert sorted(entry.data["fields"]) == ["ein", "fiscal_year_first_month", "time_zone", "website"]


def test_nothing_changed_writes_nothing(admin):
    assert "No changes to save." in post(admin, "settings-organization-edit", FACTS).text
    assert acts() == []


def test_hostile_text_is_kept_as_text(admin):
    post(admin, "settings-organization-edit", {**FACTS, "legal_name": HOSTILE, "signer_name": HOSTILE})

    page = admin.get("/settings/").text
    assert HOSTILE not in page
    assert "&quot;&gt;&lt;script&gt;" in page


@pytest.mark.parametrize("role", ["development", "finance", "events", "door", "board"])
def test_nobody_else_changes_anything(client_as, organization, role):
    client = client_as(role)
    before = Organization.objects.values().get()

    answers = [
        client.post(reverse("settings-organization-edit"), {**FACTS, "legal_name": "Mine, Inc."}),
        client.post(reverse("settings-mail"), {"on": "1"}),
        client.post(reverse("settings-exemption-new"), {"status": "revoked", "starts_on": "2020-01-01"}),
        client.post(reverse("settings-exemption-remove", args=[ExemptionStatus.objects.get().pk]), {"reason": "x"}),
        client.post(reverse("settings-registration-new"), {"state": "PA", "starts_on": "2020-01-01"}),
        client.post(reverse("settings-user-edit", args=[client.user.pk]), {"roles": ["admin"]}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 6
    assert Organization.objects.values().get() == before
    assert client.user.role_names == [role]
    assert acts() == []
