"""Who on file a name to invite may mean."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import Supporter
from events.models import Invitation
from tests.events.builders import make_event
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event():
    starts_at = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    return make_event(slug="spring", starts_at=starts_at, name="Spring dinner")


@pytest.fixture
def staff(client_as):
    return client_as("development")


def invite_form(**typed):
    return {"name": "", "email": "", "most": "2", **typed}


def test_somebody_on_file_without_an_email_is_found_by_name_and_asked_about(staff, event):
    person = make_supporter("Farida Testwoman")
    known = Supporter.objects.count()

    asked = staff.post("/events/spring/invitations/new/", invite_form(name="farida testwoman"))
    staff.post("/events/spring/invitations/new/", invite_form(name="farida testwoman", which=str(person.pk)))

    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["which"]
    assert f"{person.spoken_number} Farida Testwoman" in asked.text
    assert Invitation.objects.get().supporter == person
    assert Supporter.objects.count() == known


def test_somebody_new_of_the_same_name_is_added_when_said_so(staff, event):
    make_supporter("Farida Testwoman")

    staff.post("/events/spring/invitations/new/", invite_form(name="Farida Testwoman", which="new"))
    staff.post("/events/spring/invitations/new/", invite_form(name="Nobody Yetknown"))

    assert Supporter.objects.filter(shown_name="Farida Testwoman").count() == 2
    assert Invitation.objects.count() == 2


def test_no_protected_person_is_offered(staff, event):
    make_supporter("Farida Testwoman", protected=True)

    answer = staff.post("/events/spring/invitations/new/", invite_form(name="Farida Testwoman"))

    assert "which" not in getattr(answer.context and answer.context.get("form"), "errors", {})
