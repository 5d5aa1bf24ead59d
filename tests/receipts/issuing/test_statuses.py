"""The receipt status on a gift's row follows whatever is written about the gift."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import ExemptionStatus
from core.organization.services import save_status
from donations.ledger.benefits import Marking, mark_benefits
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.ledger.refunds import fail_refund, refund_gift
from donations.ledger.services import correct_gift
from donations.models import Benefit, Gift, GiftLine
from receipts.contributes import drains
from receipts.issuing import queue, services, statuses
from receipts.models import Receipt, ReceiptBlock
from tests.support.builders import (
    TODAY,
    draft_gift,
    general_fund,
    make_gift,
    make_organization,
    make_supporter,
    make_user,
)

Status = Gift.ReceiptStatus


def status(gift: Gift) -> str:
    return Gift.objects.values_list("receipt_status", flat=True).get(pk=gift.pk)


def issue(*gifts: Gift, on: date = TODAY) -> list[Receipt]:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=on).new


def refund(gift: Gift, amount: str):
    return refund_gift(
        gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice"
    )


def corrected(gift: Gift, amount: str) -> Gift:
    draft = draft_gift(Decimal(amount), supporter=gift.supporter)
    return correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="Typed wrong")


def test_a_new_gift_is_due_and_imported_history_is_not(organization):
    assert (status(make_gift()), status(make_gift(history=True))) == (Status.DUE, Status.HISTORY)


def test_a_gift_is_issued_until_its_receipt_is_void_and_due_again_when_staff_want_another(organization):
    gift = make_gift()
    (receipt,) = issue(gift)
    assert status(gift) == Status.ISSUED

    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Wrong name")
    assert status(gift) == Status.NOT_WANTED
    services.choose(gifts=[gift], wanted=True, by=None)
    assert status(gift) == Status.DUE


def test_a_choice_about_history_is_followed(organization):
    gift = make_gift(history=True)
    services.choose(gifts=[gift], wanted=False, by=None, reason="Long ago")
    assert status(gift) == Status.NOT_WANTED
    services.choose(gifts=[gift], wanted=True, by=None)
    assert status(gift) == Status.DUE


def test_a_corrected_gift_takes_over_what_staff_chose_for_the_same_donor(organization):
    kept, wanted, other = make_gift(), make_gift(history=True), make_supporter("Bilal Testperson")
    by = make_user()
    services.choose(gifts=[kept], wanted=False, by=by, reason="The donor asked for none")
    services.choose(gifts=[wanted], wanted=True, by=by)

    twice = corrected(corrected(kept, "40"), "60")
    found = [status(twice), status(corrected(wanted, "40"))]
    theirs = correct_gift(
        gift=twice, draft=draft_gift(Decimal("60"), supporter=other), by=None, today=TODAY, reason="Wrong donor"
    )

    assert found == [Status.NOT_WANTED, Status.DUE]
    assert (twice.receipt_choice.reason, twice.receipt_choice.by) == ("The donor asked for none", by)
    assert status(theirs) == Status.DUE
    assert list(statuses.wrong_statuses()) == []


def test_a_receipt_voided_before_a_correction_is_due_again(organization):
    gift = make_gift()
    (receipt,) = issue(gift)
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Wrong amount")

    assert status(corrected(gift, "40")) == Status.DUE


def test_a_refund_makes_a_receipt_out_of_date_and_one_that_failed_makes_it_right_again(organization):
    gift = make_gift(Decimal("100"))
    issue(gift)

    back = refund(gift, "30")
    assert status(gift) == Status.OUT_OF_DATE
    fail_refund(refund=back, by=None, reason="The bank sent it back", failed_on=TODAY, posted_on=TODAY)
    assert status(gift) == Status.ISSUED


def test_a_gift_refunded_in_full_needs_none(organization):
    gift = make_gift(Decimal("100"))
    refund(gift, "100")
    assert status(gift) == Status.NONE


def test_a_correction_waits_for_the_replacement_of_the_first_receipt(organization):
    first = make_gift(Decimal("50"))
    (receipt,) = issue(first)
    second = corrected(first, "60")
    third = corrected(second, "70")
    assert [status(gift) for gift in (first, second, third)] == [Status.OUT_OF_DATE, Status.NONE, Status.REPLACE]

    services.replace_receipt(receipt=receipt, by=None, issued_on=TODAY, reason="Typed wrong")
    assert [status(gift) for gift in (first, second, third)] == [Status.NONE, Status.NONE, Status.ISSUED]


def test_a_void_of_the_first_receipt_frees_the_correction(organization):
    first = make_gift(Decimal("50"))
    (receipt,) = issue(first)
    second = corrected(first, "60")

    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Typed wrong")

    assert [status(gift) for gift in (first, second)] == [Status.NONE, Status.DUE]


def test_a_benefit_that_was_returned_makes_the_receipt_out_of_date(organization):
    benefit = BenefitDraft("dinner", Decimal("60"), quantity=2)
    gift = make_gift(lines=(LineDraft(general_fund().pk, Decimal("300"), kind="ticket", benefits=(benefit,)),))
    issue(gift)

    mark_benefits(markings=[Marking(gift.lines.get(), 1, Benefit.Status.RETURNED, TODAY, "a call")])

    assert status(gift) == Status.OUT_OF_DATE


@pytest.mark.django_db
def test_an_answer_of_the_irs_makes_what_was_issued_before_out_of_date():
    make_organization(formation_on=date(2025, 1, 1), statuses=[("pending", date(2025, 2, 1))])
    gift = make_gift(Decimal("100"), gift_on=(day := date(2026, 3, 1)))
    issue(gift, on=day)
    assert status(gift) == Status.ISSUED

    row = ExemptionStatus(status="recognized", starts_on=date(2026, 3, 2))
    save_status(row=row, today=TODAY, by=make_user())

    assert status(gift) == Status.OUT_OF_DATE


def blocked_gift(**fields) -> Gift:
    line = LineDraft(general_fund().pk, Decimal("300"), kind=GiftLine.Kind.TICKET)
    return make_gift(lines=(line,), **fields)


def test_what_stopped_a_receipt_stays_with_the_gift_until_it_changes(organization):
    gift = blocked_gift()
    issue(gift)
    assert status(gift) == Status.BLOCKED
    assert ReceiptBlock.objects.get().problems[0].startswith("The gift includes a ticket")
    assert list(queue.awaiting()) == [gift]

    corrected(gift, "300")
    assert (status(gift), ReceiptBlock.objects.count()) == (Status.NONE, 0)


def test_the_worker_tries_a_blocked_gift_again_another_day(organization):
    gift = blocked_gift(origin="online", method="card")
    assert list(queue.online_to_try(TODAY)) == [gift]

    statuses.block(gift, ("Enter a value.",), TODAY)
    assert (list(queue.online_to_try(TODAY)), drains.issue_online()) == ([], 0)
    assert list(queue.online_to_try(date(2099, 1, 1))) == [gift]


def test_a_status_that_was_written_past_the_product_is_found_and_healed(organization):
    gift = make_gift()
    Gift.objects.filter(pk=gift.pk).update(receipt_status=Status.ISSUED)
    assert list(statuses.wrong_statuses()) == [f"{gift}: the receipt status is issued, but its rows say due"]

    statuses.rebuild()
    assert (status(gift), list(statuses.wrong_statuses())) == (Status.DUE, [])
