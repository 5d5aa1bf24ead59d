"""Changing a supporter, and what happens when two people do it at once."""

import pytest

from core.models import AuditEntry
from tests.support.builders import make_supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as):
    return client_as("development")


@pytest.fixture
def supporter(database):
    return make_supporter("Amina Misali", given_name="Amina", family_name="Misali", note="Old note", anonymous=True)


def opened_form(client, supporter):
    """What a browser would send back from the edit page, unchanged."""
    context = client.get(f"/supporters/{supporter.pk}/edit/").context
    values = {name: context["form"][name].value() for name in context["form"].fields}
    kept = {name: value for name, value in values.items() if value is not False}
    return {**kept, "version": context["version"], "began": context["began"]}


def save(client, supporter, form, **changes):
    data = {name: value for name, value in {**form, **changes}.items() if value is not None}
    return client.post(f"/supporters/{supporter.pk}/edit/", data)


def test_changes_are_saved_and_named_in_the_audit_log(staff, supporter):
    form = opened_form(staff, supporter)

    answer = save(staff, supporter, form, family_name="Farzi", full_name="Amina Farzi", anonymous=None)
    supporter.refresh_from_db()
    entry = AuditEntry.objects.get(act="supporter.changed")

    assert answer.status_code == 302
    assert (supporter.full_name, supporter.sort_name, supporter.anonymous) == ("Amina Farzi", "farzi, amina", False)
    assert supporter.version == 2
    assert (entry.actor, entry.data) == (staff.user, {"fields": ["anonymous", "family_name", "full_name"]})


def test_saving_without_a_change_writes_no_audit_entry(staff, supporter):
    save(staff, supporter, opened_form(staff, supporter))

    assert list(AuditEntry.objects.filter(act="supporter.changed")) == []


def test_a_change_the_form_refuses_changes_nothing(staff, supporter):
    answer = save(staff, supporter, opened_form(staff, supporter), full_name=" ", salutation="Miss Misali")
    supporter.refresh_from_db()

    assert (answer.status_code, supporter.full_name, supporter.version) == (422, "Amina Misali", 1)
    assert 'value="Miss Misali"' in answer.text
