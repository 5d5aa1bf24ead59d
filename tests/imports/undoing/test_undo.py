"""Taking an import back: exactly what it did, never what others built on it."""

from decimal import Decimal

import pytest

from core.models import AuditEntry, Change
from crm.models import Household, Supporter
from crm.services.supporters import update_household, update_supporter
from donations.models import Movement
from imports import services
from imports.models import ImportBatch, ImportEffect, ImportRow
from imports.undoing.undo import NotCommitted
from tests.imports.books import small_log
from tests.imports.snapshots import snapshot
from tests.imports.test_services import bring, commit
from tests.imports.undoing.brought_in import LATER, brought, funds, gift_of, log, take_back
from tests.support.builders import TODAY, make_gift, make_supporter, make_user

__all__ = ["funds", "log"]

pytestmark = pytest.mark.usefixtures("organization")


def kept():
    """What the audit log holds of former values."""
    fields = ("entry__act", "object_type", "object_id", "field", "before", "after")
    return list(Change.objects.order_by("pk").values_list(*fields))


def test_an_undone_import_leaves_every_table_as_it_was(funds, log):
    make_gift(amount=Decimal("10"))
    make_supporter("Amina Testperson", emails=("amina@example.org",))
    make_user("finance", email="before@example.org")
    batch = bring(log)
    before = snapshot()

    commit(batch)
    assert snapshot() != before
    plan = take_back(batch)

    assert snapshot() == before
    assert plan.stays == []
    assert batch.state == ImportBatch.State.UNDONE
    assert ImportEffect.objects.count() == 0
    assert set(batch.rows.values_list("state", flat=True)) == {ImportRow.State.UNDONE, ImportRow.State.LEFT_OUT}


def test_what_was_changed_on_records_that_were_there_is_put_back(funds):
    bilal = make_supporter("Bilal Sampleson")
    titles = "Date,Name,Amount,How paid,For,Email"
    text = f"{titles}\n2024-02-06,Bilal & Hina Sampleson,250.00,Check #1002,General,b@example.org\n"
    known = make_gift(supporter=bilal, check_number="1002", amount=Decimal("250"), method="check")
    batch = bring(text.encode(), name="couples.csv")
    before = snapshot()

    commit(batch)
    code = Household.objects.get().code
    take_back(batch)

    assert known.supporter_id == bilal.pk
    assert snapshot() == before
    assert kept() == [
        ("import.committed", "crm.supporter", bilal.pk, "household", "", code),
        ("import.undone", "crm.supporter", bilal.pk, "household", code, ""),
    ]


def test_what_the_audit_log_kept_of_people_and_gifts_that_go_is_erased(funds, log):
    batch = brought(log)
    household, gift = Household.objects.get(), gift_of("Amina Testperson")
    for name in ("The Sampleson family", household.name):  # there and back: as the import left it
        update_household(household=household, values={"name": name}, by=None)
    told = [("crm.household", household.pk), ("crm.household", household.pk), ("donations.gift", gift.pk)]
    gone = Change.objects.exclude(object_type="imports.importbatch")  # what names of the file mean
    before = sorted(gone.values_list("object_type", "object_id"))
    assert set(told) <= set(before)

    take_back(batch)

    after = gone.filter(pk__in=gone.filter(object_type__in=["crm.supporter", "crm.household", "donations.gift"]))
    assert set(told) <= set(after.values_list("object_type", "object_id"))
    assert set(after.values_list("before", "after", "erased_at")) == {("", "", LATER)}


def test_what_the_audit_log_kept_of_people_who_stay_is_left_alone(funds, log):
    batch = brought(log)
    bilal = Supporter.objects.get(full_name="Bilal Sampleson")
    update_supporter(supporter=bilal, values={"note": "Calls himself Bill"}, version=bilal.version, by=None)

    take_back(batch)

    assert ("supporter.changed", "crm.supporter", bilal.pk, "note", "", "Calls himself Bill") in kept()


def test_an_answered_row_is_taken_back_with_the_rest(funds, log):
    batch = bring(log)
    before = snapshot()
    commit(batch)
    row = next(row for row in batch.rows.all() if row.plan["name"] == "Tariq Monthly")
    services.answer(row=row, record=True, values={"date": "2024-03-15"}, by=batch.created_by, today=TODAY)
    services.give_rates(
        batch=batch, rates={"GBP 2024-03-09": Decimal("1.27")}, source="The bank", by=batch.created_by, today=TODAY
    )

    take_back(ImportBatch.objects.get(pk=batch.pk))

    assert snapshot() == before


def test_the_same_file_can_be_brought_in_again_with_the_same_totals(funds, log):
    first = brought(log)
    take_back(first)

    second = brought(log)

    assert second.totals == first.totals
    assert Movement.objects.raised().total() == Decimal("950")
    assert [second.state, first.state] == [ImportBatch.State.APPLIED, ImportBatch.State.UNDONE]


def test_a_row_says_afterwards_what_became_of_it(funds, log, client_as):
    brought(log)
    batch = brought(small_log(extra=[["2024-07-01", "Nadia Newcomer", "30.00", "Check #77", "General", ""]]))
    was = dict(batch.rows.values_list("pk", "state"))
    now = {"applied": "undone", "known": "known", "waiting": "left_out", "left_out": "left_out"}
    waited = [pk for pk, state in was.items() if state == "waiting"]

    take_back(batch)

    assert set(was.values()) == set(now)
    assert dict(batch.rows.values_list("pk", "state")) == {pk: now[state] for pk, state in was.items()}
    page = client_as("development").get(f"/imports/{batch.pk}/rows/{waited[0]}/")
    assert page.context["form"] is None


def test_taking_back_twice_changes_nothing(funds, log):
    batch = brought(log)
    take_back(batch)
    before, entries = snapshot(), AuditEntry.objects.count()

    plan = take_back(batch)

    assert plan.changes_nothing
    assert (snapshot(), AuditEntry.objects.count()) == (before, entries)


def test_a_file_that_was_not_committed_cannot_be_taken_back(funds, log):
    with pytest.raises(NotCommitted):
        take_back(bring(log))


def test_one_entry_says_what_went(funds, log):
    batch = brought(log)
    before = list(AuditEntry.objects.values_list("pk", flat=True))

    take_back(batch)

    entry = AuditEntry.objects.exclude(pk__in=before).get()
    assert (entry.act, entry.actor, entry.object_id) == ("import.undone", batch.created_by, batch.pk)
    assert (entry.reason, entry.data["stays"]) == ("", 0)  # nobody typed a reason
    assert entry.data["gone"]["donations.gift"] == 4
