"""Settings of the standing: statuses of exemption and registrations in the states, with their days."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.clock import organization_today
from core.models import AuditEntry, ExemptionStatus, StateRegistration
from core.organization import services
from tests.core.settings_pages import HOSTILE, acts, post
from tests.support.builders import TODAY, make_organization, make_user
from tests.support.databases import race

pytestmark = pytest.mark.django_db


def add_status(client, status, starts_on, effective_on=""):
    return post(
        client,
        "settings-exemption-new",
        {"status": status, "starts_on": starts_on, "effective_on": effective_on},
    )


def add_registration(client, state="PA", starts_on="2020-01-01", ends_on="", number="00000"):
    return post(
        client,
        "settings-registration-new",
        {"state": state, "number": number, "starts_on": starts_on, "ends_on": ends_on},
    )


def test_the_page_says_what_receipts_say_on_a_day(client_as):
    make_organization(formation_on=date(2012, 8, 21), statuses=())
    admin = client_as("admin")
    add_status(admin, "pending", "2012-12-03")
    add_status(admin, "recognized", "2013-07-15", "2012-08-21")

    def said(day):
        return admin.get("/settings/", {"on": day}).context["says"]

    assert said("2012-12-02").startswith("Receipts say that the IRS has not yet recognized us")
    assert said("2012-12-03").startswith("Receipts say that our application, filed on Dec 3, 2012, is pending")
    assert said("2013-07-14") == said("2012-12-03")
    assert "is retroactive: gifts made on or after Aug 21, 2012" in said("2013-07-15")
    assert acts() == ["exemption.saved", "exemption.saved"]


@pytest.mark.parametrize("day", ["nonsense", "2012-02-30", "0001-01-01", "3000-01-01", HOSTILE])
def test_a_day_that_is_none_is_said_to_be_none(admin, day):
    page = admin.get("/settings/", {"on": day})

    assert page.status_code == 200
    assert page.context["asked"] == organization_today()
    assert page.context["problem"] != ""
    assert HOSTILE not in page.text


@pytest.mark.parametrize(
    ("status", "starts_on", "effective_on", "says"),
    [
        ("denied", "2014-01-01", "", "only a pending application can be denied"),
        ("pending", "2014-01-01", "", "an earlier application is already pending"),
        ("recognized", "2010-01-01", "", "has the same date. Enter a different date."),
        ("revoked", "2009-12-31", "", "before the organization was formed"),
        ("revoked", "2014-01-01", "2014-01-02", "be after the date above"),
        ("revoked", "2014-01-01", "2009-12-31", "before the organization was formed"),
        ("denied", "2014-01-01", "2013-01-01", "Only a recognition or a revocation"),
        ("revoked", "", "", "Enter the date of this status."),
        ("revoked", "2014-13-01", "", "Enter a date, like 11/29/2026."),
        ("excellent", "2014-01-01", "", "Choose an option from the list."),
    ],
)
def test_impossible_statuses_are_refused(admin, status, starts_on, effective_on, says):
    answer = admin.post(
        reverse("settings-exemption-new"), {"status": status, "starts_on": starts_on, "effective_on": effective_on}
    )

    assert answer.status_code == 422
    assert says in answer.text
    assert ExemptionStatus.objects.count() == 1
    assert acts() == []


def test_a_status_of_tomorrow_is_refused(admin):
    tomorrow = organization_today() + timedelta(days=1)

    assert "The date is in the future." in add_status(admin, "revoked", tomorrow.isoformat()).text
    assert "saved" in add_status(admin, "revoked", organization_today().isoformat()).text


def test_a_status_is_corrected_in_place(admin):
    row = ExemptionStatus.objects.get()

    post(
        admin,
        "settings-exemption-edit",
        {"status": "recognized", "starts_on": "2011-05-01", "effective_on": "2010-01-01"},
        row.pk,
    )

    assert list(ExemptionStatus.objects.values_list("pk", "starts_on", "effective_on")) == [
        (row.pk, date(2011, 5, 1), date(2010, 1, 1))
    ]
    assert AuditEntry.objects.get().data == {
        "status": "recognized",
        "starts_on": "2011-05-01",
        "effective_on": "2010-01-01",
    }


def test_a_correction_may_not_break_the_story(admin):
    add_status(admin, "revoked", "2014-01-01")
    row = ExemptionStatus.objects.get(status="recognized")

    answer = post(
        admin, "settings-exemption-edit", {"status": "pending", "starts_on": "2010-01-01", "effective_on": ""}, row.pk
    )

    assert "only a recognition can be revoked" in answer.text
    assert ExemptionStatus.objects.get(pk=row.pk).status == "recognized"


def test_a_status_entered_by_mistake_is_removed_for_a_reason(admin):
    add_status(admin, "revoked", "2014-01-01")
    revoked = ExemptionStatus.objects.get(status="revoked")

    assert "Enter the reason." in post(admin, "settings-exemption-remove", {"reason": ""}, revoked.pk).text
    post(admin, "settings-exemption-remove", {"reason": "Another charity's letter"}, revoked.pk)

    assert list(ExemptionStatus.objects.values_list("status", flat=True)) == ["recognized"]
    entry = AuditEntry.objects.get(act="exemption.removed")
    assert (entry.reason, entry.data["status"]) == ("Another charity's letter", "revoked")


def test_a_status_that_others_rest_on_is_not_removed(admin):
    add_status(admin, "revoked", "2014-01-01")
    recognized = ExemptionStatus.objects.get(status="recognized")

    answer = post(admin, "settings-exemption-remove", {"reason": "Mistake"}, recognized.pk)

    assert "Without it," in answer.text
    assert ExemptionStatus.objects.count() == 2


def test_a_registration_is_added_corrected_and_ended(admin):
    add_registration(admin)
    row = StateRegistration.objects.get()
    post(
        admin,
        "settings-registration-edit",
        {"state": "PA", "number": "11111", "starts_on": "2020-02-01", "ends_on": ""},
        row.pk,
    )
    post(admin, "settings-registration-end", {"ends_on": "2021-02-01"}, row.pk)

    assert list(StateRegistration.objects.values_list("pk", "state", "number", "starts_on", "ends_on")) == [
        (row.pk, "PA", "11111", date(2020, 2, 1), date(2021, 2, 1))
    ]
    assert acts() == ["registration.saved", "registration.saved", "registration.ended"]
    assert "Ended" in admin.get("/settings/").text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"state": "XX"}, "Choose an option from the list."),
        ({"starts_on": "2009-12-31"}, "before the organization was formed"),
        ({"starts_on": "2150-01-01"}, "more than a year in the future"),
        ({"starts_on": "2021-01-01", "ends_on": "2021-01-01"}, "The end date must be after the start date."),
        ({"number": "1\n2"}, "This has characters that can"),
    ],
)
def test_an_impossible_registration_is_refused(admin, more, says):
    assert says in add_registration(admin, **more).text
    assert not StateRegistration.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "possible"),
    [
        ("2019-01-01", "2020-01-01", True),  # ends where the other begins
        ("2019-01-01", "2020-01-02", False),
        ("2020-06-01", "2020-07-01", False),
        ("2020-12-31", "", False),
        ("2021-01-01", "", True),  # begins where the other ends
        ("2019-01-01", "", False),
    ],
)
def test_registrations_in_one_state_do_not_overlap(admin, starts_on, ends_on, possible):
    StateRegistration.objects.create(state="PA", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))

    answer = add_registration(admin, starts_on=starts_on, ends_on=ends_on)

    assert ("is in force from Jan 1, 2020 to Jan 1, 2021. End it first." not in answer.text) is possible
    assert StateRegistration.objects.count() == (2 if possible else 1)
    add_registration(admin, state="NJ", starts_on=starts_on, ends_on=ends_on)
    assert StateRegistration.objects.filter(state="NJ").count() == 1


def test_of_registrations_that_overlap_at_once_one_is_kept(own_database):
    make_organization()
    admin, day = make_user("admin"), date(2020, 1, 1)

    done = race(
        6,
        lambda number: services.save_registration(
            row=StateRegistration(state="PA", starts_on=day + timedelta(days=number)), today=TODAY, by=admin
        ),
    )

    assert sorted(type(each).__name__ for each in done) == ["StateRegistration", *["ValidationError"] * 5]
    assert StateRegistration.objects.count() == 1


def test_a_registration_entered_by_mistake_is_removed(admin):
    add_registration(admin)

    post(admin, "settings-registration-remove", {"reason": "Wrong state"}, StateRegistration.objects.get().pk)

    assert not StateRegistration.objects.exists()
    assert AuditEntry.objects.get(act="registration.removed").data["state"] == "PA"
