"""Changes of supporters are undone while nothing came in between."""

import pytest

from core.outcomes import CannotUndo
from crm.contributes import undo_actions
from crm.services import supporters
from tests.support.builders import make_household, make_supporter, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_user("development")


def test_who_joined_a_household_leaves_it_again(staff):
    person = make_supporter()
    household = make_household(make_supporter())
    supporters.join_household(supporter=person, household=household, by=staff)

    text = undo_actions.household_moved({"supporter": person.pk, "now": household.pk, "was": None}, staff)

    person.refresh_from_db()
    assert (person.household, text) == (None, f"Undone: {person} has no household.")


def test_a_household_that_changed_again_stays(staff):
    person = make_supporter()

    with pytest.raises(CannotUndo):
        undo_actions.household_moved({"supporter": person.pk, "now": 1, "was": None}, staff)


def test_a_removed_email_is_restored(staff):
    person = make_supporter(emails=("ann@example.org",))
    email = person.emails.get()
    values = {"kind": "EmailAddress", "was": undo_actions.fields_of(email)}
    supporters.remove_contact_point(point=email, by=staff)

    undo_actions.contact_removed(values, staff)

    assert person.emails.get().address == "ann@example.org"


def test_details_of_a_protected_person_are_not_undone(staff):
    person = make_supporter(emails=("ann@example.org",), protected=True)
    values = {"kind": "EmailAddress", "was": undo_actions.fields_of(person.emails.get())}

    with pytest.raises(CannotUndo):
        undo_actions.contact_removed(values, staff)


def test_a_supporter_edited_since_stays_as_edited(staff):
    person = make_supporter("Ann Example")
    values = {"pk": person.pk, "was": {"full_name": "Bo Example"}, "version": person.version - 1}

    with pytest.raises(CannotUndo):
        undo_actions.supporter_changed(values, staff)
