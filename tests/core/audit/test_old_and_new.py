"""Former values of people: kept beside the audit log, shown to few, erased for good."""

import re
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import audit
from core.audit import reading
from core.models import AuditEntry, Change
from core.organization import users
from crm.models import EmailAddress, Supporter
from crm.services import supporters
from donations.ledger.services import annotate_gift
from tests.support.builders import make_gift, make_household, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def change_name(supporter: Supporter, name: str) -> None:
    supporters.update_supporter(
        supporter=supporter, values={"full_name": name}, version=supporter.version, by=make_user("development")
    )
    supporter.refresh_from_db()


def test_an_edit_keeps_what_stood_before_and_the_entry_only_its_field():
    supporter = make_supporter("Amina Testperson")

    change_name(supporter, "Amina Example")

    entry = AuditEntry.objects.get(act="supporter.changed")
    assert entry.data == {"fields": ["full_name"]}
    assert list(Change.objects.values_list("entry", "object_type", "object_id", "field", "before", "after")) == [
        (entry.pk, "crm.supporter", supporter.pk, "full_name", "Amina Testperson", "Amina Example")
    ]


def test_an_edit_that_is_refused_keeps_nothing():
    supporter = make_supporter()

    with pytest.raises(supporters.EditConflict):
        supporters.update_supporter(supporter=supporter, values={"full_name": "X"}, version=99, by=None)

    assert not Change.objects.exists()


def test_contact_points_keep_what_they_were_under_their_supporter():
    supporter = make_supporter(emails=("first@example.org",))
    point = supporter.emails.get()
    point.address = "second@example.org"

    supporters.save_contact_point(point=point, by=None)
    supporters.remove_contact_point(point=EmailAddress.objects.get(pk=point.pk), by=None)

    assert list(Change.objects.values_list("object_type", "object_id", "field", "before", "after")) == [
        ("crm.supporter", supporter.pk, "emailaddress", "first@example.org", "second@example.org"),
        ("crm.supporter", supporter.pk, "emailaddress", "second@example.org", ""),
    ]


def test_households_users_and_notes_keep_theirs():
    household, user, gift = make_household(make_supporter()), make_user("events", name="Old Example"), make_gift()
    known = list(Change.objects.values_list("pk", flat=True))

    supporters.update_household(household=household, values={"name": "The Examples"}, by=None)
    users.change_user(
        user=user, email=user.email, name="New Example", title="", roles=["events"], by=make_user("admin")
    )
    annotate_gift(gift=gift, values={"note": "Called"}, version=gift.version, by=None)

    fresh = Change.objects.exclude(pk__in=known)
    assert list(fresh.values_list("object_type", "object_id", "field", "before", "after")) == [
        ("crm.household", household.pk, "name", "The Testpersons", "The Examples"),
        ("core.user", user.pk, "name", "Old Example", "New Example"),
        ("donations.gift", gift.pk, "note", "", "Called"),
    ]


def test_who_may_edit_supporters_sees_values_and_nobody_else_does():
    change_name(make_supporter(), "Amina Example")

    seen = {
        role: Change.objects.visible_to(make_user(role)).count()
        for role in ("admin", "development", "finance", "events", "door", "board")
    }

    assert seen == {"admin": 1, "development": 1, "finance": 1, "events": 0, "door": 0, "board": 0}


def test_values_of_a_protected_person_hide_until_the_name_is_revealed():
    supporter = make_supporter("Amina Testperson")
    change_name(supporter, "Amina Example")
    supporters.update_supporter(supporter=supporter, values={"protected": True}, version=supporter.version, by=None)
    user = make_user("development")

    hidden = Change.objects.visible_to(user)
    revealed = Change.objects.visible_to(user, revealed=frozenset({("crm.supporter", supporter.pk)}))

    assert hidden.count() == 0
    assert {change.field for change in revealed} == {"full_name", "protected"}


def test_revealing_opens_nothing_to_who_may_not_edit():
    supporter = make_supporter()
    change_name(supporter, "Amina Example")

    opened = Change.objects.visible_to(make_user("events"), revealed=frozenset({("crm.supporter", supporter.pk)}))

    assert opened.count() == 0


@pytest.mark.parametrize("role", ["admin", "development", "finance", "events", "door", "board"])
def test_who_says_which_kinds_are_at_hand_is_shown_the_same_of_them(role):
    hidden, shown, user = make_supporter("Amina Testperson"), make_supporter("Zubaida Testperson"), make_user(role)
    make_household(shown)
    change_name(hidden, "Amina Example")
    change_name(shown, "Zubaida Example")
    annotate_gift(gift=(gift := make_gift(supporter=shown)), values={"note": "Called"}, version=gift.version, by=None)
    supporters.update_supporter(supporter=hidden, values={"protected": True}, version=hidden.version, by=None)
    kinds = set(Change.objects.values_list("object_type", flat=True))
    assert {"crm.supporter", "donations.gift"} <= kinds

    for revealed in (frozenset(), frozenset({("crm.supporter", hidden.pk)})):
        every = set(Change.objects.visible_to(user, revealed=revealed))
        assert set(Change.objects.visible_to(user, revealed=revealed, among=frozenset(kinds))) == every
        for kind in kinds:
            some = Change.objects.visible_to(user, revealed=revealed, among=frozenset({kind}))
            assert set(some) == {change for change in every if change.object_type == kind}
    assert not Change.objects.visible_to(user, among=frozenset()).exists()


def test_a_history_asks_about_the_kinds_of_its_own_changes_alone():
    supporter, user = make_supporter(), make_user("admin", "development", "finance", "events")
    change_name(supporter, "Amina Example")

    with CaptureQueriesContext(connection) as asked:
        assert reading.history(supporter, user).lines

    about_changes = [query["sql"] for query in asked if "core_change" in query["sql"]]
    assert about_changes
    assert not [sql for sql in about_changes if re.search("events_|imports_|receipts_|donations_gift", sql)]


def test_a_household_with_a_protected_member_hides_its_former_names():
    household = make_household(make_supporter())
    supporters.update_household(household=household, values={"name": "The Examples"}, by=None)
    supporters.join_household(supporter=make_supporter(protected=True), household=household, by=None)

    seen = Change.objects.visible_to(make_user("development"))
    assert seen.filter(object_type="crm.household").count() == 0
    # What members were told of stays a key, which reads as whatever the household is called by then.
    assert set(seen.values_list("field", "after")) == {("household", f"#{household.pk}")}


def test_erased_values_are_gone_and_the_row_says_so():
    supporter = make_supporter()
    change_name(supporter, "Amina Example")

    erased = Change.objects.about("crm.supporter", supporter.pk).erase(NOW)

    change = Change.objects.get()
    assert (erased, change.before, change.after, change.erased_at) == (1, "", "", NOW)
    assert reading.value_of(change).erased
    assert Change.objects.about("crm.supporter", supporter.pk).erase(NOW) == 0


@pytest.mark.parametrize(
    "values", [{"before": "Other"}, {"field": "note"}, {"object_id": 7}, {"erased_at": NOW, "object_id": 7}]
)
def test_nothing_else_about_a_change_ever_changes(values):
    change_name(make_supporter(), "Amina Example")

    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.all().delete()


def test_erasing_takes_both_values_and_is_never_taken_back():
    change_name(make_supporter(), "Amina Example")

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.update(erased_at=NOW, before="")
    Change.objects.all().erase(NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(erased_at=None, before="Back")


def test_a_value_must_belong_to_something():
    with pytest.raises(ValueError, match="has no record"):
        audit.record(None, "supporter.changed", changes=[audit.FieldChange("note", "a", "b")])
