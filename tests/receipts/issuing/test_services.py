"""Issuing, voiding and replacing receipts, in transactions that commit and with real threads."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from core.models import AuditEntry, Organization, Sequence, StoredFile
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Gift
from receipts.issuing import queue, services
from receipts.models import Receipt, ReceiptChoice, ReceiptLine, ReceiptVoid
from receipts.printing import drawing
from tests.support.builders import TODAY, draft_gift, make_gift, make_organization, make_supporter, make_user
from tests.support.databases import race

NEXT_YEAR = date(2027, 1, 3)


def issue(*gifts: Gift, by=None, on: date = TODAY) -> services.Issued:
    return services.issue_receipts(gifts=gifts, by=by, issued_on=on)


def receipt_for(gift: Gift, **options) -> Receipt:
    (receipt,) = issue(gift, **options).new
    return receipt


@pytest.mark.django_db
def test_a_receipt_is_numbered_in_its_year_and_printed(organization):
    by, gift = make_user("finance"), make_gift(Decimal("250"))

    receipt = receipt_for(gift, by=by)

    assert (receipt.number, receipt.series, receipt.seq) == ("2026-0001", "receipt-2026", 1)
    assert (receipt.kind, receipt.amount, receipt.gift_on) == ("cash_acknowledgment", Decimal("250.00"), gift.gift_on)
    assert (receipt.supporter, receipt.issued_by, receipt.issued_on) == (gift.supporter, by, TODAY)
    assert list(receipt.lines.values_list("gift", "role", "amount", "provided", "active")) == [
        (gift.pk, "acknowledgment", Decimal("250.00"), Decimal("0.00"), True)
    ]
    assert bytes(receipt.pdf.content).startswith(b"%PDF-")
    assert (receipt.pdf.name, receipt.pdf.media_type) == ("receipt-2026-0001.pdf", "application/pdf")
    assert list(AuditEntry.objects.filter(act="receipt.issued").values_list("actor", "object_id")) == [
        (by.pk, receipt.pk)
    ]


@pytest.mark.django_db
def test_a_run_of_many_writes_one_entry(organization):
    gifts = [make_gift(Decimal("300")) for _ in range(3)]

    done = services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY)

    entry = AuditEntry.objects.get(act__startswith="receipt")
    assert (entry.act, entry.object_id) == ("receipts.issued", done.new[0].pk)
    assert entry.data == {"count": 3, "total": "900.00", "first": "2026-0001", "last": "2026-0003"}


@pytest.mark.django_db
def test_issuing_again_gives_the_receipt_that_is_there(organization):
    gift = make_gift()
    receipt = receipt_for(gift)

    again = issue(gift)

    assert (again.new, again.existing, again.not_issued) == ([], [receipt], [])
    assert Receipt.objects.count() == 1
    assert Sequence.objects.get(series="receipt-2026").last == 1


@pytest.mark.django_db
def test_gifts_are_numbered_in_the_order_they_were_given(organization):
    late, early = make_gift(gift_on=date(2026, 5, 1)), make_gift(gift_on=date(2026, 4, 1))

    issued = issue(late, early).new

    assert [(receipt.number, receipt.gift_on) for receipt in issued] == [
        ("2026-0001", early.gift_on),
        ("2026-0002", late.gift_on),
    ]


@pytest.mark.django_db
def test_a_gift_whose_day_has_only_begun_where_its_donor_lives_is_receipted_on_that_day(organization):
    eve, new_year = date(2026, 12, 31), date(2027, 1, 1)
    gift = make_gift(gift_on=new_year, posted_on=eve)

    receipt = receipt_for(gift, on=eve)
    replacement = services.replace_receipt(receipt=receipt, by=make_user("finance"), issued_on=eve, reason="Name")

    assert [one.issued_on for one in (receipt, replacement)] == [new_year] * 2
    assert [one.number.split("-")[-2] for one in (receipt, replacement)] == ["2027"] * 2


def test_every_year_of_issue_starts_at_one(organization):
    first, second = make_gift(), make_gift()

    numbers = [receipt_for(first).number, receipt_for(second, on=NEXT_YEAR).number]

    assert numbers == ["2026-0001", "2027-0001"]


@pytest.mark.django_db
def test_a_demonstration_has_numbers_of_its_own_and_says_so_on_every_letter():
    make_organization(environment=Organization.Environment.DEMO)

    receipt = receipt_for(make_gift())

    assert (receipt.number, receipt.series) == ("DEMO-2026-0001", "receipt-demo-2026")
    assert receipt.letter["sandbox"] is True


@pytest.mark.django_db
def test_a_preview_writes_nothing_and_takes_no_number(organization):
    (found,) = services.preview(gifts=[make_gift()], issued_on=TODAY)

    assert (found.kind.slug, found.problems) == ("cash_acknowledgment", ())
    assert Receipt.objects.count() == 0
    assert not Sequence.objects.filter(series="receipt-2026").exists()


@pytest.mark.django_db
def test_wording_follows_the_day_of_issue():
    """Applied December 3, 2012; the letter of July 15, 2013 reaches back."""
    make_organization(
        formation_on=date(2012, 8, 21), statuses=[("pending", date(2012, 12, 3)), ("recognized", date(2013, 7, 15))]
    )
    gift, other = (make_gift(gift_on=date(2013, 2, 1), today=date(2013, 7, 20)) for _ in range(2))

    before, after = receipt_for(gift, on=date(2013, 7, 14)), receipt_for(other, on=date(2013, 7, 15))

    assert (before.kind, after.kind) == ("pending_exemption_acknowledgment", "post_determination_letter")
    assert "deductible" not in str(before.letter)
    assert (before.decision["deductibility_status"], after.decision["deductibility_status"]) == (
        "conditional",
        "deductible",
    )


@pytest.mark.django_db
def test_a_void_number_is_never_used_again(organization):
    by, gift = make_user("finance"), make_gift()
    receipt = receipt_for(gift)

    services.void_receipt(receipt=receipt, by=by, on=TODAY, reason="Printed for the wrong person")
    other = receipt_for(make_gift())

    assert other.number == "2026-0002"
    assert Receipt.objects.get(pk=receipt.pk).is_void
    assert list(receipt.lines.values_list("active", flat=True)) == [False]
    assert list(ReceiptVoid.objects.values_list("receipt", "by", "voided_on", "reason")) == [
        (receipt.pk, by.pk, TODAY, "Printed for the wrong person")
    ]


@pytest.mark.django_db
def test_after_a_void_nothing_waits_until_a_person_chooses(organization):
    gift = make_gift()
    services.void_receipt(receipt=receipt_for(gift), by=None, on=TODAY, reason="Donor asked for none")

    before = issue(gift)
    services.choose(gifts=[gift], wanted=True, by=None)
    after = issue(gift)

    assert [held.problems for held in before.not_issued] == [("Receipt 2026-0001 was voided: Donor asked for none",)]
    assert [receipt.number for receipt in after.new] == ["2026-0002"]


@pytest.mark.django_db
def test_a_receipt_is_void_once_and_for_a_reason(organization):
    receipt = receipt_for(make_gift())

    with pytest.raises(ValidationError), transaction.atomic():
        services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="  ")
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")
    with pytest.raises(services.AlreadyVoid), transaction.atomic():
        services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Again")

    assert ReceiptVoid.objects.count() == 1


@pytest.mark.django_db
def test_a_refund_makes_the_receipt_out_of_date_and_the_new_one_names_it(organization):
    gift = make_gift(Decimal("300"))
    old = receipt_for(gift)
    assert list(Receipt.objects.out_of_date()) == []
    refund_gift(
        gift=gift, amount=Decimal("100"), refunded_on=NEXT_YEAR, posted_on=NEXT_YEAR, by=None, reason="Charged twice"
    )
    assert list(Receipt.objects.out_of_date()) == [old]

    new = services.replace_receipt(receipt=old, by=None, issued_on=NEXT_YEAR, reason="Refund")

    # Numbered in its own year of issue; the gift's year stays. 300.00 − 100.00 = 200.00
    assert (new.number, new.kind, new.amount, new.replaces) == (
        "2027-0001",
        "corrected_acknowledgment",
        Decimal("200.00"),
        old,
    )
    assert new.decision["tax_year"] == 2026
    assert "do_not_net_against_later_gifts" in new.decision["warnings"]
    assert new.letter["total"] == {"label": "Your contribution", "amount": "$200.00"}
    assert "2026-0001" in new.letter["replaces"]
    assert list(Receipt.objects.out_of_date()) == []
    assert list(Receipt.objects.active()) == [new]


@pytest.mark.django_db
def test_replacing_again_gives_the_same_replacement(organization):
    gift = make_gift(Decimal("300"))
    old = receipt_for(gift)
    refund_gift(gift=gift, amount=Decimal("100"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")

    first, second = (services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund") for _ in "12")

    assert (first, Receipt.objects.count(), ReceiptVoid.objects.count()) == (second, 2, 1)


@pytest.mark.django_db
def test_a_full_refund_leads_to_a_notice_that_the_receipt_is_void(organization):
    gift = make_gift(Decimal("300"))
    old = receipt_for(gift)
    refund_gift(gift=gift, amount=Decimal("300"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Changed mind")

    notice = services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund")

    assert (notice.kind, notice.amount, notice.number) == ("void_notice", Decimal("0.00"), "2026-0002")
    assert list(notice.lines.values_list("role", "amount")) == [("notice", Decimal("0.00"))]
    assert list(queue.awaiting()) == []
    assert list(Receipt.objects.out_of_date()) == []


@pytest.mark.django_db
def test_a_correction_is_replaced_and_never_receipted_beside_the_first(organization):
    gift = make_gift(Decimal("50"))
    old = receipt_for(gift)
    new_gift = correct_gift(
        gift=gift,
        draft=draft_gift(Decimal("500"), supporter=gift.supporter),
        by=None,
        today=TODAY,
        reason="A zero was missing",
    )

    refused = issue(new_gift)
    new = services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="A zero was missing")

    assert [held.problems for held in refused.not_issued] == [
        ("This gift corrects one that has a receipt. Replace 2026-0001 instead.",)
    ]
    assert (new.amount, new.lines.get().gift) == (Decimal("500.00"), new_gift)
    assert "which stated $50.00" in new.letter["replaces"]
    assert list(queue.awaiting()) == []


@pytest.mark.django_db
def test_an_entry_that_was_taken_back_leads_to_a_notice_that_speaks_of_no_refund(organization):
    gift = make_gift(Decimal("50"))
    old = receipt_for(gift)
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Never arrived")

    notice = services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Never arrived")

    assert notice.kind == "void_notice"
    assert "refund" not in str(notice.letter["legal"]).lower()
    assert "2026-0001" in str(notice.letter["legal"])


@pytest.mark.django_db
def test_a_void_receipt_cannot_be_replaced(organization):
    receipt = receipt_for(make_gift())
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")

    with pytest.raises(services.AlreadyVoid), transaction.atomic():
        services.replace_receipt(receipt=receipt, by=None, issued_on=TODAY, reason="Again")

    assert Receipt.objects.count() == 1


@pytest.mark.django_db
def test_choosing_is_kept_with_who_and_why(organization):
    by, gift = make_user("finance"), make_gift()

    services.choose(gifts=[gift], wanted=False, by=by, reason="Donor asked for none")

    assert list(ReceiptChoice.objects.values_list("gift", "wanted", "by", "reason")) == [
        (gift.pk, False, by.pk, "Donor asked for none")
    ]
    assert list(queue.awaiting()) == []


def test_thirty_two_issue_at_once_without_gap_double_or_error(own_database):
    make_organization()
    gifts = [make_gift() for _ in range(32)]

    done = race(32, lambda number: receipt_for(gifts[number]).number)

    assert sorted(done) == [f"2026-{number:04}" for number in range(1, 33)]
    assert StoredFile.objects.filter(receipt__isnull=False).count() == 32
    assert ReceiptLine.objects.filter(active=True).count() == 32


def test_thirty_two_issue_the_same_gift_and_one_receipt_comes_of_it(own_database):
    make_organization()
    gift = make_gift()

    done = race(32, lambda number: issue(gift))

    assert [type(each) for each in done] == [services.Issued] * 32
    assert sorted(len(each.new) for each in done) == [0] * 31 + [1]
    assert list(Receipt.objects.values_list("number", flat=True)) == ["2026-0001"]
    assert Sequence.objects.get(series="receipt-2026").last == 1


def test_rollbacks_leave_no_gap(own_database, monkeypatch):
    """Three of ten issues fail after their number was taken."""
    make_organization()
    gifts = [make_gift() for _ in range(30)]
    usual = services.audit.record

    def fail_sometimes(by, act, receipt, **data):
        if act == "receipt.issued" and receipt.lines.get().gift.number % 10 < 3:
            raise RuntimeError("struck")
        return usual(by, act, receipt, **data)

    monkeypatch.setattr(services.audit, "record", fail_sometimes)

    done = race(30, lambda number: issue(gifts[number]))

    struck = [each for each in done if each.not_issued]
    numbers = sorted(receipt.number for each in done for receipt in each.new)
    assert (len(struck), numbers) == (9, [f"2026-{number:04}" for number in range(1, 22)])
    assert Sequence.objects.get(series="receipt-2026").last == 21


def test_replacing_at_once_gives_one_replacement(own_database):
    make_organization()
    gift = make_gift(Decimal("300"))
    old = receipt_for(gift)
    refund_gift(gift=gift, amount=Decimal("100"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")

    done = race(8, lambda number: services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="R").number)

    assert done == ["2026-0002"] * 8


def test_a_crash_between_number_and_print_is_finished_by_the_drain(own_database, monkeypatch):
    make_organization()
    gift = make_gift()

    def crash(letter):
        raise MemoryError("struck")

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "render_letter", crash)
        receipt = receipt_for(gift)
    assert receipt.pdf is None

    drawn = race(4, lambda number: drawing.render_pending())

    receipt.refresh_from_db()
    assert max(drawn) == 1
    assert receipt.pdf.is_whole()
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_couple_is_named_together(organization):
    couple = make_supporter("Amina Testperson and Bilal Testperson", donor_type="couple")

    receipt = receipt_for(make_gift(supporter=couple))

    assert receipt.letter["recipient"] == ["Amina Testperson and Bilal Testperson"]
