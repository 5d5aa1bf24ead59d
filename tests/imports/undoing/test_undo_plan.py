"""What an undo leaves because others have built on it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from crm.models import EmailAddress, Household, Supporter
from crm.services.supporters import join_household, save_contact_point, update_supporter
from donations.ledger.refunds import refund_gift
from donations.ledger.services import annotate_gift
from donations.models import Gift, Movement, Pledge, Refund
from imports.models import ImportRow
from imports.undoing.undo_plan import plan_undo
from tests.imports.books import small_log
from tests.imports.snapshots import snapshot
from tests.imports.test_services import bring, commit
from tests.imports.undoing.brought_in import brought, funds, gift_of, log, receipted, stays, take_back
from tests.support.builders import TODAY, make_gift, make_household, make_supporter

__all__ = ["funds", "log"]

pytestmark = pytest.mark.usefixtures("organization")


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
