"""Writing people: numbers, contact points, conflicts and audit, on both databases."""

import pytest
from django.core.exceptions import ValidationError

from core.models import AuditEntry, Sequence
from crm.models import Supporter
from crm.services.supporters import (
    EditConflict,
    SupporterDraft,
    create_supporters,
    update_supporter,
)
from tests.support.builders import make_supporter, make_user
from tests.support.databases import race

pytestmark = pytest.mark.django_db


def test_a_supporter_is_written_with_every_way_to_reach_them():
    clerk = make_user("development")

    supporter = make_supporter(
        "Amina Testperson",
        emails=("Amina@Example.org", "second@example.org"),
        phones=("(212) 555-0100",),
        addresses=({"street": "1 Example Street", "city": "Springfield", "region": "NY", "postal_code": "10000"},),
        references=(("nationbuilder", "4711"),),
        by=clerk,
    )

    assert list(supporter.emails.values_list("address", "normalized", "primary")) == [
        ("Amina@Example.org", "amina@example.org", True),
        ("second@example.org", "second@example.org", False),
    ]
    assert supporter.phones.values_list("normalized", "primary").get() == ("+12125550100", True)
    assert supporter.addresses.get().lines() == ["1 Example Street", "Springfield, NY 10000"]
    assert str(supporter.references.get()) == "nationbuilder 4711"
    assert (supporter.created_by, supporter.version) == (clerk, 1)


def test_supporters_are_numbered_in_order_and_audited_once_a_batch():
    rows = create_supporters(drafts=[SupporterDraft(f"Person {letter} Example") for letter in "ABC"], by=None)

    assert [row.spoken_number for row in rows] == ["S-1", "S-2", "S-3"]
    assert list(AuditEntry.objects.values_list("act", "data")) == [("supporter.created", {"count": 3})]
    assert create_supporters(drafts=[], by=None) == []


def test_one_supporter_without_a_name_keeps_the_batch_out():
    with pytest.raises(ValidationError):
        create_supporters(drafts=[SupporterDraft("Amina Testperson"), SupporterDraft("")], by=None)

    assert (Supporter.objects.count(), Sequence.objects.count()) == (0, 0)


def test_racing_supporters_are_numbered_without_gaps(own_database):
    made = race(16, lambda _: make_supporter("Amina Testperson").number)

    assert sorted(made) == list(range(1, 17))


def test_the_audit_log_names_the_fields_that_changed_and_not_their_values():
    supporter = make_supporter("Amina Testperson", note="Old words")
    before = AuditEntry.objects.count()

    update_supporter(supporter=supporter, values={"note": "Secret words", "salutation": ""}, version=1, by=None)

    entries = AuditEntry.objects.order_by("pk").values_list("act", "data")[before:]
    assert list(entries) == [("supporter.changed", {"fields": ["note"]})]


def test_who_saves_second_is_told_and_nothing_is_lost():
    supporter = make_supporter("Amina Testperson")
    update_supporter(supporter=supporter, values={"note": "First"}, version=1, by=None)

    with pytest.raises(EditConflict) as conflict:
        update_supporter(supporter=supporter, values={"note": "Second"}, version=1, by=None)

    assert conflict.value.current.note == "First"
    assert Supporter.objects.values_list("note", "version").get() == ("First", 2)


def test_of_racing_edits_one_is_kept_and_the_others_are_told(own_database):
    supporter = make_supporter("Amina Testperson")

    results = race(
        8, lambda number: update_supporter(supporter=supporter, values={"note": f"Note {number}"}, version=1, by=None)
    )

    kept = [result.note for result in results if isinstance(result, Supporter)]
    assert [type(result).__name__ for result in results].count("EditConflict") == 7
    assert list(Supporter.objects.values_list("note", "version")) == [(kept[0], 2)]


def test_a_bad_change_writes_nothing_and_does_not_count_as_one():
    supporter = make_supporter("Amina Testperson")

    with pytest.raises(ValidationError):
        update_supporter(supporter=supporter, values={"full_name": ""}, version=1, by=None)

    assert Supporter.objects.values_list("full_name", "version").get() == ("Amina Testperson", 1)
