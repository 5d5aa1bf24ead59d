"""A record created by mistake is deleted; any other is archived, and brought back."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.urls import reverse

from core.models import AuditEntry, Change
from crm.models import EmailAddress, Supporter
from crm.services import archiving
from donations.models import Gift
from tests.support.builders import make_gift, make_household, make_pledge, make_soft_credit, make_supporter, make_user

pytestmark = pytest.mark.django_db
WHY = {"reason": "Typed twice"}


@pytest.fixture
def staff(client_as, organization):
    return client_as("development")


def test_a_record_with_nothing_attached_is_deleted_with_its_details(staff):
    person = make_supporter("Amina Testperson", emails=("amina@example.org",), phones=("+13175550142",))
    staff.post(f"/supporters/{person.pk}/edit/", {})

    answer = staff.post(f"/supporters/{person.pk}/delete/", WHY, follow=True)

    assert f"{person.spoken_number} deleted." in answer.text
    assert (Supporter.objects.count(), EmailAddress.objects.count()) == (0, 0)
    entry = AuditEntry.objects.get(act="supporter.deleted")
    assert (entry.reason, entry.data, entry.object_id) == ("Typed twice", {"number": person.number}, person.pk)
    kept = Change.objects.filter(object_type="crm.supporter", object_id=person.pk)
    assert set(kept.values_list("before", "after")) <= {("", "")}


ATTACH = {
    "a gift": lambda person: make_gift(supporter=person),
    "a pledge": lambda person: make_pledge(supporter=person),
    "a household": lambda person: make_household(person, make_supporter()),
    "recognition": lambda person: make_soft_credit(make_gift(), supporter=person, amount=1),
    "a consent": lambda person: person.consents.create(channel="email", given=True, source="By phone"),
    "a reference": lambda person: person.references.create(system="nationbuilder", value="7"),
}


@pytest.mark.parametrize("attach", ATTACH.values(), ids=ATTACH)
def test_a_record_with_history_is_never_deleted(staff, attach):
    person = make_supporter()
    attach(person)

    answer = staff.post(f"/supporters/{person.pk}/delete/", WHY)

    assert answer.status_code == 422
    assert "This record can&#x27;t be deleted, as it has" in answer.text or "can’t be deleted" in answer.text
    assert Supporter.objects.filter(pk=person.pk).exists()


def test_what_is_attached_is_named_as_staff_call_it(staff):
    person = make_supporter()
    make_gift(supporter=person)
    make_pledge(supporter=person)

    page = staff.get(f"/supporters/{person.pk}/delete/").text

    assert sorted(archiving.attached_to(person)) == ["gifts", "pledges"]
    assert "Archive it instead" in page
    assert "Delete supporter" not in page


def test_every_table_that_leads_to_a_supporter_is_asked():
    asked = {(relation.related_model, relation.field.name) for relation in archiving._relations()}
    there = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is Supporter and model not in archiving.OWN and model._meta.managed
    }

    assert there <= asked


def test_an_archived_record_leaves_lists_and_suggestions_and_comes_back(staff):
    person = make_supporter("Amina Testperson")
    make_gift(supporter=person)
    archive = reverse("crm:supporter-archive", args=[person.pk])

    assert "Amina Testperson archived." in staff.post(archive, WHY, follow=True).text
    assert "Amina" not in staff.get("/supporters/").text
    assert "Amina" in staff.get("/supporters/?archived=yes").text
    assert "Amina" not in staff.get("/gifts/donors/?donor=amina").text
    assert "This record is hidden from lists and suggestions" in staff.get(f"/supporters/{person.pk}/").text
    assert Gift.objects.get().supporter == person

    staff.post(reverse("crm:supporter-restore", args=[person.pk]))

    assert "Amina" in staff.get("/supporters/").text
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))[-2:]
    assert acts == ["supporter.archived", "supporter.restored"]


def test_each_happens_once(organization):
    person, by = make_supporter(), make_user("development")
    at = datetime(2026, 6, 1, tzinfo=UTC)
    archiving.archive_supporter(supporter=person, reason="Moved away", by=by, at=at)

    with pytest.raises(archiving.WrongArchiveStatus):
        archiving.archive_supporter(supporter=person, reason="Moved away", by=by, at=at)
    archiving.restore_supporter(supporter=person, by=by)
    with pytest.raises(archiving.WrongArchiveStatus):
        archiving.restore_supporter(supporter=person, by=by)


def test_a_reason_is_asked(staff):
    person = make_supporter()

    assert staff.post(f"/supporters/{person.pk}/archive/", {}).status_code == 422
    assert staff.post(f"/supporters/{person.pk}/delete/", {}).status_code == 422
    assert Supporter.objects.get().archived_at is None
