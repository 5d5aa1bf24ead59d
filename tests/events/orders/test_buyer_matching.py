"""Who on file a name to invite may mean."""

import pytest

from crm.models import Supporter
from events.models import Invitation
from tests.events.planning.evenings import event, staff
from tests.support.builders import make_supporter

__all__ = ["event", "staff"]

pytestmark = pytest.mark.usefixtures("organization")


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
