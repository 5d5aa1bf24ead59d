"""The ways to reach a supporter: adding, changing, removing; one of each kind is primary."""

import pytest
from django.test import Client

from core.models import AuditEntry
from crm.models import PostalAddress
from tests.support.builders import make_supporter
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as):
    return client_as("development")


@pytest.fixture
def supporter(database):
    return make_supporter("Amina Misali", emails=("first@example.org",))


def emails(supporter):
    return list(supporter.emails.values_list("address", "primary"))


def test_another_address_is_added_beside_the_primary_one(staff, supporter):
    answer = staff.post(f"/supporters/{supporter.pk}/email/add/", {"address": "Second@Example.org", "label": " Work "})
    entry = AuditEntry.objects.get(act="contact.added")

    assert answer.url == f"/supporters/{supporter.pk}/"
    assert emails(supporter) == [("first@example.org", True), ("Second@Example.org", False)]
    assert supporter.emails.get(label="Work").normalized == "second@example.org"
    assert (entry.object_id, entry.data) == (supporter.pk, {"fields": ["emailaddress"]})


def test_a_new_primary_one_takes_the_place_of_the_other(staff, supporter):
    staff.post(f"/supporters/{supporter.pk}/email/add/", {"address": "second@example.org", "primary": "on"})

    assert emails(supporter) == [("second@example.org", True), ("first@example.org", False)]


def test_the_first_of_a_kind_is_primary(staff, supporter):
    staff.post(f"/supporters/{supporter.pk}/phone/add/", {"number": "(317) 555-0142"})

    assert list(supporter.phones.values_list("normalized", "primary")) == [("+13175550142", True)]


def test_the_only_one_stays_primary_whatever_the_form_says(staff, supporter):
    email = supporter.emails.get()

    staff.post(f"/supporters/{supporter.pk}/email/{email.pk}/", {"address": "changed@example.org"})

    assert emails(supporter) == [("changed@example.org", True)]
    assert supporter.emails.get().normalized == "changed@example.org"


def test_removing_the_primary_one_makes_the_next_one_primary(staff, supporter):
    staff.post(f"/supporters/{supporter.pk}/email/add/", {"address": "second@example.org"})
    path = f"/supporters/{supporter.pk}/email/{supporter.emails.get(primary=True).pk}/remove/"

    asked = staff.get(path)
    staff.post(path)

    assert "first@example.org" in asked.text
    assert emails(supporter) == [("second@example.org", True)]
    assert AuditEntry.objects.filter(act="contact.removed", object_id=supporter.pk).count() == 1


def test_an_address_abroad_is_kept_line_by_line(staff, supporter):
    staff.post(
        f"/supporters/{supporter.pk}/address/add/",
        {"street": "1 Fable Road\r\n\r\nFlat 2\x00", "city": "Leeds", "postal_code": "LS1 1AA", "country": "GB"},
    )

    assert PostalAddress.objects.get().lines() == ["1 Fable Road", "Flat 2", "Leeds, LS1 1AA", "United Kingdom"]


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("email", {"address": "nobody"}, "Enter an email address, like name@example.org."),
        ("email", {"address": "FIRST@example.org"}, "This supporter already has this email address."),
        (
            "email",
            {"address": "x" * 5_000 + "@example.org"},
            "Use at most 254 characters. You entered 5012.",
        ),
        ("phone", {"number": "12"}, "Enter a phone number, like (317) 555-0142 or +92 300 5550142."),
        ("phone", {"number": "1" * 41}, "Use at most 40 characters. You entered 41."),
        ("address", {"country": "US", "region": "IN"}, "Enter a street or a city."),
        ("address", {"country": "<b>", "city": "X"}, "Choose an option from the list."),
    ],
)
def test_what_cannot_be_reached_is_said(staff, supporter, kind, values, said):
    answer = staff.post(f"/supporters/{supporter.pk}/{kind}/add/", values)

    assert answer.status_code == 422
    assert said in [text for texts in answer.context["form"].errors.values() for text in texts]
    assert (emails(supporter), supporter.phones.count(), PostalAddress.objects.count()) == (
        [("first@example.org", True)],
        0,
        0,
    )


def test_the_contact_point_of_somebody_else_is_not_found(staff, supporter):
    other = make_supporter(emails=("other@example.org",))
    key = other.emails.get().pk

    paths = [f"/supporters/{supporter.pk}/email/{key}/", f"/supporters/{supporter.pk}/email/{key}/remove/"]

    assert [staff.get(path).status_code for path in paths] == [404, 404]
    assert [staff.post(path, {"address": "taken@example.org"}).status_code for path in paths] == [404, 404]
    assert emails(other) == [("other@example.org", True)]


@pytest.mark.parametrize("path", ["fax/add/", "email/0/", "email/9223372036854775808/", "emails/add/", "email/x/"])
def test_a_contact_point_that_is_not_there_is_not_found(staff, supporter, path):
    assert staff.get(f"/supporters/{supporter.pk}/{path}").status_code == 404


def test_a_post_without_the_token_changes_nothing(supporter, client_as):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, client_as("development").user)
    key = supporter.emails.get().pk

    answers = [
        strict.post(path).status_code
        for path in (
            f"/supporters/{supporter.pk}/email/{key}/remove/",
            f"/supporters/{supporter.pk}/edit/",
            f"/supporters/{supporter.pk}/reveal/",
            "/supporters/new/",
            "/supporters/?export=csv",
        )
    ]

    assert answers == [403] * 5
    assert emails(supporter) == [("first@example.org", True)]
