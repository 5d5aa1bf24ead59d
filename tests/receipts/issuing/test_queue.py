"""Which gifts await a receipt, and which receipts no longer match."""

from decimal import Decimal

import pytest

from core.models import Message
from donations.ledger.benefits import Marking, mark_benefits
from donations.ledger.current_entries import current_entry
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Benefit, Gift
from receipts.contributes import drains
from receipts.issuing import queue, services
from receipts.models import Receipt
from tests.support.builders import TODAY, draft_gift, general_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")
Status = Gift.ReceiptStatus


def issue(gift: Gift) -> Receipt:
    return services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new[0]


def test_a_new_gift_awaits_a_receipt_until_it_has_one():
    gift = make_gift()
    assert list(queue.awaiting()) == [gift]

    issue(gift)

    assert list(queue.awaiting()) == []


def test_imported_history_queues_nothing_and_sends_nothing_until_a_person_chooses():
    gift = make_gift(origin="import", history=True)

    drains.issue_online()
    assert list(queue.awaiting()) == []
    assert list(queue.history()) == [gift]
    assert (Receipt.objects.count(), Message.objects.count()) == (0, 0)

    services.choose(gifts=[gift], wanted=True, by=None)

    assert list(queue.awaiting()) == [gift]
    assert list(queue.history()) == []
    assert Receipt.objects.count() == 0


def test_history_cannot_be_issued_unchosen():
    held = services.issue_receipts(gifts=[make_gift(history=True)], by=None, issued_on=TODAY).not_issued

    assert [each.problems for each in held] == [("This gift is imported history. Add it to receipts to issue first.",)]


def test_what_was_taken_back_or_wholly_refunded_awaits_nothing():
    taken, refunded, partly = make_gift(), make_gift(Decimal("50")), make_gift(Decimal("50"))
    correct_gift(gift=taken, draft=None, by=None, today=TODAY, reason="Not ours")
    for gift, amount in ((refunded, "50"), (partly, "49.99")):
        refund_gift(gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Twice")

    assert list(queue.awaiting()) == [partly]
    assert [queue.why_not(Gift.objects.get(pk=gift.pk)) for gift in (taken, refunded, partly)] == [
        "This gift was corrected or reversed.",
        "This gift was refunded in full.",
        "",
    ]


def test_a_gift_set_aside_waits_no_more_until_chosen_again():
    gift = make_gift()

    services.choose(gifts=[gift], wanted=False, by=None, reason="The donor asked for none")
    assert (list(queue.awaiting()), list(queue.declined())) == ([], [gift])
    assert queue.why_not(Gift.objects.get(pk=gift.pk)) == "The donor asked for none"

    services.choose(gifts=[gift], wanted=True, by=None)
    assert (list(queue.awaiting()), list(queue.declined())) == ([gift], [])


def test_a_correction_of_a_correction_still_stands_behind_the_first_receipt():
    first = make_gift(Decimal("50"))
    receipt = issue(first)
    second = correct_gift(
        gift=first, draft=draft_gift(Decimal("60"), supporter=first.supporter), by=None, today=TODAY, reason="60"
    )
    third = correct_gift(
        gift=second, draft=draft_gift(Decimal("70"), supporter=first.supporter), by=None, today=TODAY, reason="70"
    )

    assert current_entry(first) == third
    assert [queue.to_replace(gift) for gift in Gift.objects.order_by("pk")] == [None, None, receipt]
    assert list(queue.awaiting()) == []
    assert list(Receipt.objects.out_of_date()) == [receipt]


def test_a_correction_without_a_receipt_awaits_one():
    first = make_gift(Decimal("50"))
    second = correct_gift(
        gift=first, draft=draft_gift(Decimal("60"), supporter=first.supporter), by=None, today=TODAY, reason="60"
    )

    assert list(queue.awaiting()) == [second]


def test_a_seat_given_back_makes_the_receipt_out_of_date():
    benefit = BenefitDraft("dinner", Decimal("60"), quantity=2)
    gift = make_gift(lines=(LineDraft(general_fund().pk, Decimal("300"), kind="ticket", benefits=(benefit,)),))
    receipt = issue(gift)
    assert list(Receipt.objects.out_of_date()) == []

    mark_benefits(markings=[Marking(gift.lines.get(), 2, Benefit.Status.RETURNED, TODAY, "a call")])

    assert list(Receipt.objects.out_of_date()) == [receipt]
    new = services.replace_receipt(receipt=receipt, by=None, issued_on=TODAY, reason="Both seats given back in time")
    assert new.decision["deductible_amount"] == "300.00"
    assert list(Receipt.objects.out_of_date()) == []


def test_online_gifts_are_receipted_by_the_worker_and_others_wait():
    online, check = make_gift(origin="online", method="card"), make_gift()

    assert [drains.issue_online(), drains.issue_online()] == [1, 0]

    assert list(Receipt.objects.values_list("lines__gift", "issued_by")) == [(online.pk, None)]
    assert list(queue.awaiting()) == [check]


def test_an_online_gift_the_law_holds_is_left_to_a_person():
    fund = general_fund()
    make_gift(origin="online", lines=(LineDraft(fund.pk, Decimal("300"), kind="ticket"),))

    assert drains.issue_online() == 0
    assert queue.awaiting().count() == 1


@pytest.mark.parametrize("status", Status)
def test_the_database_itself_tells_which_gifts_await_a_receipt(status):
    gift = make_gift()

    Gift.objects.filter(pk=gift.pk).update(receipt_status=status)

    assert Gift.objects.filter(awaits_receipt=True).exists() is (status in Gift.TO_ISSUE)
    Gift.objects.filter(pk=gift.pk).update(receipt_status=Status.DUE)


@pytest.mark.sqlite  # PostgreSQL sorts a handful of rows rather than walk an index
@pytest.mark.parametrize("order", [("gift_on", "number"), ("-gift_on", "-number"), ("amount", "pk")])
def test_the_oldest_gift_that_awaits_a_receipt_is_found_by_an_index_of_those_alone(order):
    make_gift()

    plan = queue.awaiting().order_by(*order)[:51].explain()

    assert "INDEX gift_to_issue" in plan
    assert "TEMP B-TREE" not in plan
