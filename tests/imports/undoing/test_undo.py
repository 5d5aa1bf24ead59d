"""Taking an import back: exactly what it did, never what others built on it."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.models import AuditEntry, Change
from crm.models import EmailAddress, Household, Supporter
from crm.services.supporters import join_household, save_contact_point, update_household, update_supporter
from donations.ledger.refunds import refund_gift
from donations.ledger.services import annotate_gift
from donations.models import Gift, Movement, Pledge, Refund
from imports import services
from imports.models import ImportBatch, ImportEffect, ImportRow
from imports.undoing.undo import NotCommitted, undo
from imports.undoing.undo_plan import plan_undo
from receipts.issuing.services import choose, issue_receipts
from tests.imports.books import small_log
from tests.imports.snapshots import snapshot
from tests.imports.test_services import NOW, bring, commit
from tests.support.builders import TODAY, make_fund, make_gift, make_household, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


@pytest.fixture
def log():
    """One file, since a workbook holds the second it was saved in."""
    return small_log()


def take_back(batch):
    return undo(batch=batch, by=batch.created_by, at=LATER)


def brought(content):
    batch = bring(content)
    commit(batch)
    return batch


def gift_of(name):
    return Gift.objects.get(supporter__full_name=name)


def receipted(name, by):
    gift = gift_of(name)
    choose(gifts=[gift], wanted=True, by=by)
    assert issue_receipts(gifts=[gift], by=by, issued_on=TODAY).new
    return gift


def kept():
    """What the audit log holds of former values."""
    fields = ("entry__act", "object_type", "object_id", "field", "before", "after")
    return list(Change.objects.order_by("pk").values_list(*fields))


def stays(plan):
    return [(stay.noun, stay.name, stay.why) for stay in plan.stays]


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
    assert (entry.reason, entry.data["stays"]) == (f"Import {batch.pk} undone", 0)
    assert entry.data["gone"]["donations.gift"] == 4


def test_a_gift_with_a_receipt_stays_with_its_donor_and_says_what_to_do(funds, log):
    batch = brought(log)
    gift = receipted("Exampleville Dental, LLC", batch.created_by)

    plan = take_back(batch)

    assert stays(plan) == [
        ("gift", gift.spoken_number, ("on a receipt", "chosen for a receipt")),
        (
            "supporter",
            "Exampleville Dental, LLC",
            (
                "receipts added later",
                "other recorded gifts depend on this one",
            ),
        ),
    ]
    assert "Void the receipt" in plan.stays[0].todo[0]
    assert plan.stays[0].reversal_url == reverse("donations:gift-correct", args=[gift.pk])
    assert len(plan.stays[0].rows) == 1
    assert list(Gift.objects.all()) == [gift]
    assert list(Supporter.objects.all()) == [gift.supporter]
    assert batch.rows.get(gift=gift).state == ImportRow.State.APPLIED


def test_the_file_brought_in_again_knows_the_gift_that_stayed(funds, log):
    first = brought(log)
    gift = receipted("Exampleville Dental, LLC", first.created_by)
    take_back(first)

    second = brought(log)

    assert second.totals == first.totals
    assert second.rows.get(gift=gift).state == ImportRow.State.KNOWN
    assert Movement.objects.raised().total() == Decimal("950")


def test_a_gift_given_back_or_noted_since_stays(funds, log):
    batch = brought(log)
    returned, noted = gift_of("Kashif Otherperson"), gift_of("Exampleville Dental, LLC")
    refund_gift(gift=returned, amount=Decimal("5"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Wish")
    annotate_gift(gift=noted, values={"note": "From the raffle"}, version=noted.version, by=None)

    plan = take_back(batch)

    found = {name: why for _, name, why in stays(plan)}
    assert found[returned.spoken_number] == ("partly refunded later",)
    assert found[noted.spoken_number] == ("changed later",)
    assert set(Gift.objects.all()) == {returned, noted}


def test_a_refund_stays_with_its_gift(funds, log):
    batch = brought(log)
    gift = gift_of("Amina Testperson")
    annotate_gift(gift=gift, values={"note": "Ask her"}, version=gift.version, by=None)

    take_back(batch)

    gift.refresh_from_db()
    assert (gift.refunded, Refund.objects.get().gift) == (Decimal("25"), gift)


def test_people_others_have_worked_on_stay(funds, log):
    batch = brought(log)
    people = {row.full_name: row for row in Supporter.objects.all()}
    kashif, bilal, amina, dental, rabia = (
        people[name]
        for name in (
            "Kashif Otherperson", "Bilal Sampleson", "Amina Testperson", "Exampleville Dental, LLC", "Rabia Promiser",
        )
    )  # fmt: skip
    make_gift(supporter=kashif, amount=Decimal("1"))
    update_supporter(supporter=bilal, values={"note": "Calls himself Bill"}, version=bilal.version, by=None)
    save_contact_point(point=EmailAddress(supporter=amina, address="amina@example.org"), by=None)
    join_household(supporter=rabia, household=make_household(make_supporter()), by=None)

    plan = take_back(batch)

    assert {name: why for _, name, why in stays(plan)} == {
        "Kashif Otherperson": ("other recorded gifts depend on this one",),
        "Bilal Sampleson": ("changed later",),
        "Amina Testperson": ("email addresses added later",),
        "Rabia Promiser": ("moved to another household later",),
        "Bilal & Hina Sampleson": ("other people are members",),
    }
    assert Gift.objects.get().supporter == kashif
    assert not Supporter.objects.filter(pk=dental.pk).exists()
    assert Household.objects.filter(name="Bilal & Hina Sampleson").exists()


def test_a_pledge_somebody_paid_since_stays(funds, log):
    batch = brought(log)
    pledge = Pledge.objects.get()
    make_gift(supporter=pledge.supporter, pledge_id=pledge.pk, amount=Decimal("100"))

    plan = take_back(batch)

    assert [noun for noun, _, _ in stays(plan)] == ["pledge", "supporter"]
    pledge.refresh_from_db()
    assert pledge.paid == Decimal("100")


def test_a_gift_another_file_tells_of_stays_until_that_file_goes(funds, log):
    first = brought(log)
    again = bring(small_log(extra=[["2024-07-01", "Nadia Newcomer", "30.00", "Check #77", "General", ""]]))
    commit(again)
    told = Gift.objects.filter(import_rows__batch=again, import_rows__state=ImportRow.State.KNOWN)
    keys = set(told.values_list("pk", flat=True))
    assert keys

    take_back(first)
    assert keys <= set(Gift.objects.values_list("pk", flat=True))
    take_back(again)
    take_back(first)

    assert (Gift.objects.count(), Supporter.objects.count()) == (0, 0)


def test_looking_changes_nothing(funds, log):
    batch = brought(log)
    before = snapshot()

    plan = plan_undo(batch)

    assert plan.count(Gift) == 4
    assert snapshot() == before


def test_the_command_says_what_would_go_then_does_it(funds, log, capsys):
    batch = brought(log)

    def told(*options):
        call_command("undo_import", str(batch.pk), "--json", *options)
        return json.loads(capsys.readouterr().out)

    assert told("--dry-run")["goes"]["donations.gift"] == 4
    done, again = told(), told()
    assert (done["state"], done["goes"]["donations.gift"], done["stays"]) == ("undone", 4, [])
    assert (again["state"], again["goes"]) == ("nothing", {})


def test_the_command_refuses_what_it_cannot_take_back(funds, log):
    with pytest.raises(CommandError, match="no import 999"):
        call_command("undo_import", "999")
    with pytest.raises(CommandError, match="not been imported"):
        call_command("undo_import", str(bring(log).pk), "--dry-run")


def test_the_page_shows_it_first_and_then_does_it(funds, log, client_as):
    batch = brought(log)
    gift = receipted("Exampleville Dental, LLC", batch.created_by)
    client = client_as("development", "finance")
    url = reverse("imports:undo", args=[batch.pk])

    page = client.get(url).content.decode()
    assert "Undo import" in " ".join(page.split())
    assert "On a receipt" in page
    assert reverse("donations:gift-correct", args=[gift.pk]) in page

    answer = client.post(url, follow=True)
    assert "undone:" in answer.content.decode()
    assert list(Gift.objects.all()) == [gift]
    assert "Undone" in client.get(reverse("imports:batch-detail", args=[batch.pk])).content.decode()
