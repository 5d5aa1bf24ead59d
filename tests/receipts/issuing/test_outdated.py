"""A receipt that no longer matches its gift names what changed."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import ExemptionStatus
from core.organization.services import save_status
from donations.ledger.benefits import Marking, mark_benefits
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.ledger.refunds import fail_refund, refund_gift
from donations.ledger.services import correct_gift
from donations.models import Benefit, GiftLine
from receipts.issuing import outdated
from receipts.issuing.services import issue_receipts
from receipts.models import Receipt
from tests.support.builders import (
    TODAY,
    draft_gift,
    general_fund,
    make_fund,
    make_gift,
    make_organization,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.django_db


def receipted(gift, on=TODAY) -> Receipt:
    return issue_receipts(gifts=[gift], by=None, issued_on=on).new[0]


def dinner(**fields):
    benefit = BenefitDraft("dinner", Decimal("60"), quantity=2)
    line = LineDraft(general_fund().pk, Decimal("300"), kind="ticket", benefits=(benefit,))
    return make_gift(lines=(line,), **fields)


@pytest.mark.usefixtures("organization")
def test_a_refund_is_named_with_its_day_and_both_figures():
    gift = make_gift(Decimal("100"))
    receipt = receipted(gift)
    assert outdated.changes(receipt) == []

    refund_gift(
        gift=gift, amount=Decimal("30"), refunded_on=TODAY, posted_on=TODAY, reason="asked", by=make_user("treasurer")
    )

    (said,) = outdated.changes(receipt)
    assert "$30.00 on" in said
    assert said.endswith(f"{gift.spoken_number} is now $70.00; the receipt says $100.00.")


@pytest.mark.usefixtures("organization")
def test_a_dinner_given_back_is_named_with_both_values(client_as):
    gift = dinner()
    receipt = receipted(gift)
    told = Marking(GiftLine.objects.get(gift=gift), 1, Benefit.Status.RETURNED, date(2026, 7, 3), "a call")

    mark_benefits(markings=[told])

    (said,) = outdated.changes(receipt)
    assert said == (
        "1 × dinner returned before the event, Jul 3, 2026. The value of goods or services provided is now "
        "$60.00; the receipt says $120.00."
    )
    assert said in client_as("finance").get(f"/receipts/{receipt.pk}/").content.decode()


@pytest.mark.usefixtures("organization")
def test_an_entry_taken_back_is_named():
    gift = make_gift(Decimal("100"))
    receipt = receipted(gift)

    correct_gift(gift=gift, draft=None, today=TODAY, reason="entered twice", by=make_user("treasurer"))

    assert f"Gift {gift.spoken_number} was reversed on" in outdated.changes(receipt)[0]


@pytest.mark.usefixtures("organization")
def test_a_correction_is_named_with_what_it_changed():
    gift = make_gift(Decimal("100"), method="check", check_number="77")
    receipt = receipted(gift)
    other = make_fund("WELL", name="Wells")
    draft = draft_gift(
        supporter=make_supporter("Bilal Otherperson"), amount=Decimal("150"), fund=other, method="cash", note="A word"
    )

    correct_gift(gift=gift, draft=draft, today=TODAY, reason="wrong", by=make_user("treasurer"))

    said = outdated.changes(receipt)[0]
    assert said.startswith(f"Gift {gift.spoken_number} was corrected on ")
    assert "the donor" in said
    assert "amount from $100.00 to $150.00" in said
    assert "payment method from check to cash" in said
    assert "fund from General fund to Wells" in said
    assert "Otherperson" not in said
    assert "A word" not in said


@pytest.mark.usefixtures("organization")
def test_only_refunds_since_the_receipt_that_went_out_are_named():
    gift, by = make_gift(Decimal("100")), make_user("treasurer")
    day = {"refunded_on": TODAY, "posted_on": TODAY, "reason": "asked", "by": by}
    refund_gift(gift=gift, amount=Decimal("5"), **day)
    failing = refund_gift(gift=gift, amount=Decimal("7"), **day)
    receipt = receipted(gift)
    failed = refund_gift(gift=gift, amount=Decimal("20"), **day)
    for refund in (failing, failed):
        fail_refund(refund=refund, failed_on=TODAY, posted_on=TODAY, reason="no such account", by=by)
    refund_gift(gift=gift, amount=Decimal("30"), **day)

    (said,) = outdated.changes(receipt)

    assert said.startswith("Refund failed: $7.00 on Jun 15, 2026. Refunded: $30.00 on Jun 15, 2026. ")
    assert said.endswith("is now $65.00; the receipt says $88.00.")


@pytest.mark.parametrize("answer", ["recognized", "denied"])
def test_what_the_irs_answered_puts_every_pending_acknowledgment_on_the_list(answer):
    make_organization(formation_on=date(2025, 1, 1), statuses=[("pending", date(2025, 2, 1))])
    day = date(2026, 3, 1)
    receipt = receipted(make_gift(Decimal("100"), gift_on=day), on=day)
    assert not Receipt.objects.out_of_date().exists()

    row = ExemptionStatus(status=answer, starts_on=date(2026, 3, 2))
    save_status(row=row, today=TODAY, by=make_user())

    assert list(Receipt.objects.out_of_date()) == [receipt]
    (said,) = outdated.changes(receipt)
    assert said.startswith(f"The IRS has decided since: {answer}")
    assert said.endswith(" on Mar 2, 2026.")
