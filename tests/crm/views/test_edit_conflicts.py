"""Two people edit one supporter: both versions, field by field."""

import pytest

from crm.models import Supporter
from crm.services import supporters
from tests.support.builders import make_household, make_supporter
from tests.support.databases import race

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


@pytest.fixture
def conflict(staff, client_as, supporter):
    """Two people open the record; the other one saves first; gives our answer."""
    other = client_as("finance")
    mine, theirs = opened_form(staff, supporter), opened_form(other, supporter)
    save(other, supporter, theirs, note="Their note", language="ur")
    return save(staff, supporter, mine, note="My note", salutation="Miss Misali")


def test_the_second_sees_both_versions_field_by_field(conflict, supporter):
    rows = [(row.name, row.theirs, row.mine, row.preset) for row in conflict.context["rows"]]
    supporter.refresh_from_db()

    assert conflict.status_code == 409
    assert rows == [
        ("salutation", "", "Miss Misali", "mine"),
        ("language", "Urdu", "English", "theirs"),
        ("note", "Their note", "My note", ""),
    ]
    assert (supporter.note, supporter.salutation) == ("Their note", "")
    assert "Casey Example" in conflict.text


def resolve(client, supporter, conflict, **keep):
    form = conflict.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data |= {"version": conflict.context["version"], "began": conflict.context["began"]}
    choices = {row.name: row.preset for row in conflict.context["rows"]} | keep
    return save(client, supporter, data, **{f"keep-{name}": side for name, side in choices.items()})


@pytest.mark.parametrize(("side", "note"), [("mine", "My note"), ("theirs", "Their note")])
def test_choosing_settles_each_field(staff, supporter, conflict, side, note):
    answer = resolve(staff, supporter, conflict, note=side)
    supporter.refresh_from_db()

    assert answer.status_code == 302
    assert (supporter.note, supporter.language, supporter.salutation) == (note, "ur", "Miss Misali")
    assert (supporter.anonymous, supporter.protected, supporter.version) == (True, False, 3)


def test_one_can_overwrite_knowingly(staff, supporter, conflict):
    resolve(staff, supporter, conflict, note="mine", language="mine")
    supporter.refresh_from_db()

    assert (supporter.note, supporter.language) == ("My note", "en")


def test_a_third_change_while_choosing_is_seen_again(staff, supporter, conflict):
    supporters.update_supporter(supporter=supporter, values={"note": "Third note"}, version=2, by=None)

    answer = resolve(staff, supporter, conflict, note="mine")

    assert answer.status_code == 409
    assert [(row.name, row.theirs, row.mine) for row in answer.context["rows"]] == [
        ("salutation", "", "Miss Misali"),
        ("note", "Third note", "My note"),
    ]


def test_two_people_who_typed_the_same_have_nothing_to_settle(staff, client_as, supporter):
    mine = opened_form(staff, supporter)
    supporters.update_supporter(supporter=supporter, values={"note": "Same"}, version=1, by=None)

    answer = save(staff, supporter, mine, note="Same")

    assert (answer.status_code, answer.context["rows"]) == (409, [])
    assert "You and your colleague made the same changes" in answer.text


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "9" * 40, "1.0"])
def test_a_version_that_makes_no_sense_conflicts(staff, supporter, version):
    answer = save(staff, supporter, opened_form(staff, supporter), version=version, note="Sneaked in")
    supporter.refresh_from_db()

    assert (answer.status_code, supporter.note) == (409, "Old note")


def test_a_beginning_somebody_changed_is_not_believed(staff, supporter):
    mine = opened_form(staff, supporter)
    supporters.update_supporter(supporter=supporter, values={"note": "Theirs"}, version=1, by=None)

    answer = save(staff, supporter, mine, began="nonsense", note="Mine")

    assert [row.preset for row in answer.context["rows"]] == [""]


def test_a_change_to_something_else_meanwhile_is_kept(staff, supporter):
    mine = opened_form(staff, supporter)
    household = make_household(Supporter.objects.get(pk=supporter.pk))

    save(staff, supporter, mine, note="New note")
    supporter.refresh_from_db()

    assert (supporter.household, supporter.note) == (household, "New note")


def test_of_two_who_save_at_the_same_moment_one_is_told(own_database):
    supporter = make_supporter("Amina Misali")

    def change(number):
        try:
            supporters.update_supporter(supporter=supporter, values={"note": f"note {number}"}, version=1, by=None)
        except supporters.EditConflict:
            return "told"
        return "saved"

    assert sorted(race(4, change)) == ["saved", "told", "told", "told"]
