"""Households: starting, naming, joining, leaving."""

import pytest

from core.models import AuditEntry
from crm.models import Household
from tests.support.builders import make_household, make_supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as):
    return client_as("development")


def members(household):
    return sorted(household.members.values_list("full_name", flat=True))


def test_a_household_is_started_with_its_first_member(staff):
    amina = make_supporter("Amina Misali")

    asked = staff.get(f"/households/new/?member={amina.pk}")
    answer = staff.post(f"/households/new/?member={amina.pk}", {"name": "The  Misalis", "salutation": "Amina and Omar"})
    household = Household.objects.get()

    assert f"Amina Misali (S-{amina.number}) will be the first member." in asked.text
    assert answer.url == f"/households/{household.pk}/"
    assert (household.name, household.shown_name, household.salutation) == (
        "The Misalis",
        "The Misalis",
        "Amina and Omar",
    )
    assert members(household) == ["Amina Misali"]


@pytest.mark.parametrize(
    ("member", "status", "count"), [("", 302, 1), ("x", 302, 1), ("-1", 302, 1), ("9" * 30, 404, 0)]
)
def test_an_address_that_names_no_member_starts_without_one_and_a_missing_one_not_at_all(staff, member, status, count):
    answer = staff.post(f"/households/new/?member={member}", {"name": "The Misalis"})

    assert (answer.status_code, Household.objects.count()) == (status, count)


@pytest.mark.parametrize("name", ["", " \u200b", "x" * 201])
def test_a_household_needs_a_name_that_fits(staff, name):
    answer = staff.post("/households/new/", {"name": name})

    assert (answer.status_code, Household.objects.count()) == (422, 0)


def test_renaming_shows_the_new_name(staff):
    household = make_household(make_supporter(), name="The Misalis")

    staff.post(f"/households/{household.pk}/edit/", {"name": "The Farzis", "salutation": ""})
    household.refresh_from_db()
    entry = AuditEntry.objects.get(act="household.changed")

    assert (household.name, household.shown_name) == ("The Farzis", "The Farzis")
    assert entry.data == {"fields": ["name"]}


def test_somebody_joins_from_the_household_and_leaves_the_one_they_were_in(staff):
    amina = make_supporter("Amina Misali")
    before, after = make_household(amina, name="The Farzis"), make_household(make_supporter("Omar Misali"))

    found = staff.get(f"/households/{after.pk}/?q=amina")
    answer = staff.post(f"/households/{after.pk}/join/", {"supporter": amina.pk})

    assert "moves from The Farzis" in found.text
    assert answer.url == f"/households/{after.pk}/"
    assert (members(before), members(after)) == ([], ["Amina Misali", "Omar Misali"])
    assert AuditEntry.objects.filter(act="household.joined", object_id=amina.pk).count() == 1


def test_somebody_joins_from_their_own_page(staff):
    amina, household = make_supporter("Amina Misali"), make_household(make_supporter("Omar Misali"), name="The Misalis")

    found = [
        staff.get(f"/supporters/{amina.pk}/household/", {"q": text}).context["found"]
        for text in ("misalis", "omar", "zz")
    ]
    staff.post(f"/supporters/{amina.pk}/household/", {"household": household.pk})

    assert found == [[household], [household], []]
    assert members(household) == ["Amina Misali", "Omar Misali"]


def test_leaving_is_asked_about_and_keeps_the_household(staff):
    amina = make_supporter("Amina Misali")
    household = make_household(amina, name="The Misalis")

    asked = staff.get(f"/supporters/{amina.pk}/household/leave/")
    staff.post(f"/supporters/{amina.pk}/household/leave/")
    again = staff.post(f"/supporters/{amina.pk}/household/leave/")

    assert "Remove Amina Misali from The Misalis?" in asked.text
    assert (members(household), again.status_code) == ([], 302)
    assert AuditEntry.objects.filter(act="household.left").count() == 1


@pytest.mark.parametrize("key", ["", "x", "-1", "0", "9" * 30])
def test_nobody_joins_nothing(staff, key):
    amina, household = make_supporter("Amina Misali"), make_household()

    answers = [
        staff.post(f"/households/{household.pk}/join/", {"supporter": key}).status_code,
        staff.post(f"/supporters/{amina.pk}/household/", {"household": key}).status_code,
        staff.get(f"/households/{key}/").status_code,
    ]

    assert (answers, members(household)) == ([404, 404, 404], [])


def test_joining_is_only_ever_posted(staff):
    assert staff.get(f"/households/{make_household().pk}/join/").status_code == 405
