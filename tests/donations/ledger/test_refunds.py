"""A refund that failed gives its money back to the gift, its lines and its pledge, once, and on its own day."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from donations.ledger.drafts import GiftDraft, LineDraft, Reference
from donations.ledger.refunds import DatedTooEarly, RefundTooLarge, fail_refund
from donations.ledger.services import KnownButReversed, correct_gift, record_gift, record_gifts, record_pledge
from donations.models import FailedRefund, Gift, Movement, Refund
from tests.donations.books import refund, total
from tests.support.builders import TODAY, general_fund, make_fund, make_gift, make_supporter
from tests.support.databases import race

pytestmark = pytest.mark.django_db


def fail(row: Refund, **override):
    values = {"failed_on": TODAY, "posted_on": TODAY, "by": None, "reason": "The card was closed", **override}
    return fail_refund(refund=row, **values)


def test_the_gift_its_lines_and_its_pledge_have_the_money_again():
    other, donor = make_fund(), make_supporter()
    pledge = record_pledge(supporter_id=donor.pk, amount=Decimal("200"), fund_id=other.pk, promised_on=TODAY, by=None)
    lines = (LineDraft(general_fund().pk, Decimal("100")), LineDraft(other.pk, Decimal("50")))
    gift = make_gift(supporter=donor, lines=lines, pledge_id=pledge.pk)
    back = refund(gift, "150")
    pledge.refresh_from_db()
    between = (Gift.objects.get().net_amount, pledge.paid, total())

    fail(back)

    pledge.refresh_from_db()
    assert between == (0, 0, 0)
    assert (Gift.objects.get().net_amount, pledge.paid, total()) == (150, 150, 150)
    again = refund(gift, "150")
    assert [part.amount for part in again.lines.order_by("pk")] == [100, 50]


def test_it_counts_on_its_own_day():
    gift = make_gift(Decimal("50"), gift_on=date(2025, 12, 1), posted_on=date(2025, 12, 1))
    back = refund(gift, "20", refunded_on=date(2025, 12, 30), posted_on=date(2025, 12, 30))

    fail(back, failed_on=date(2026, 1, 4), posted_on=date(2026, 1, 5))

    rows = Movement.objects.filter(kind="refund_failed").values_list("gift_on", "posted_on", "amount")
    assert list(rows) == [(date(2026, 1, 4), date(2026, 1, 5), Decimal("20"))]


def test_it_fails_once_whoever_says_so_at_the_same_moment(own_database):
    gift = make_gift(Decimal("50"))
    back = refund(gift, "20")

    results = race(8, lambda _: fail(back))

    assert sorted(is_new for _, is_new in results) == [False] * 7 + [True]
    assert (FailedRefund.objects.count(), Gift.objects.get().net_amount) == (1, 50)


def test_a_gift_whose_refund_failed_can_be_corrected_and_refunded_no_further_than_whole():
    gift = make_gift(Decimal("50"))
    fail(refund(gift, "50"))
    with pytest.raises(RefundTooLarge):
        refund(gift, "50.01")

    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Entered twice")

    assert total() == 0


def draft(**override) -> GiftDraft:
    values = {
        "supporter_id": make_supporter().pk,
        "lines": (LineDraft(general_fund().pk, Decimal("50")),),
        "method": "card",
        "gift_on": TODAY,
        **override,
    }
    return GiftDraft(**values)


def test_what_was_known_and_reversed_is_said_and_not_recorded_again():
    charge = Reference("stripe", "charge", "ch_1")
    gone, standing = draft(references=(charge,)), draft(references=(Reference("stripe", "charge", "ch_2"),))
    gift = record_gift(draft=gone, by=None, today=TODAY)
    record_gift(draft=standing, by=None, today=TODAY)
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="A test")

    told = record_gifts(drafts=[gone, standing, draft()], by=None, today=TODAY)
    with pytest.raises(KnownButReversed) as refused:
        record_gift(draft=gone, by=None, today=TODAY)

    assert (told.new, told.reversed) == ([False, False, True], [True, False, False])
    assert (told.gifts[0], refused.value.gift) == (gift, gift)
    assert Gift.objects.active().count() == 2


def test_what_was_corrected_is_known_by_the_entry_that_stands():
    charge = Reference("stripe", "charge", "ch_1")
    known = draft(references=(charge,))
    gift = record_gift(draft=known, by=None, today=TODAY)
    now = correct_gift(gift=gift, draft=draft(), by=None, today=TODAY + timedelta(days=1), reason="Another donor")

    told = record_gifts(drafts=[known], by=None, today=TODAY)

    assert (told.gifts, told.reversed) == ([now], [False])


def page_of(back: Refund) -> str:
    return f"/gifts/{back.gift_id}/refunds/{back.pk}/failed/"


def test_a_refund_made_by_hand_is_marked_as_not_received_on_its_gift_page(client_as, organization):
    gift = make_gift(amount=Decimal("50"))
    back = refund(gift, "20")
    client = client_as("finance")
    before = client.get(f"/gifts/{gift.pk}/").content.decode()

    answer = client.post(page_of(back), {"failed_on": TODAY.isoformat(), "reason": "The check was returned"})

    gift.refresh_from_db()
    assert page_of(back) in before
    assert answer.url == f"/gifts/{gift.pk}/"
    assert (gift.net_amount, FailedRefund.objects.get().reason) == (Decimal("50"), "The check was returned")
    after = client.get(f"/gifts/{gift.pk}/").content.decode()
    assert page_of(back) not in after
    assert "Mark as not received" in before
    assert "$50.00" in after.split("Remaining gift</th>")[1].split("</tr>")[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("failed_on", "2999-01-01"),
        ("failed_on", (TODAY - timedelta(days=1)).isoformat()),
        ("reason", ""),
    ],
)
def test_a_day_or_a_reason_that_cannot_be_is_refused(client_as, organization, field, value):
    back = refund(make_gift(amount=Decimal("50")), "20")
    typed = {"failed_on": TODAY.isoformat(), "reason": "The check was returned", field: value}

    answer = client_as("finance").post(page_of(back), typed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not FailedRefund.objects.exists()


def test_a_card_refund_is_the_processors_to_tell_of_and_others_may_not(client_as, organization):
    gift = make_gift(amount=Decimal("50"))
    card = refund(gift, "20", reference=("stripe", "re_1"))
    hand = refund(gift, "10")

    assert client_as("finance").get(page_of(card)).status_code == 404
    assert client_as("board").get(page_of(hand)).status_code == 403
    assert page_of(card) not in client_as("finance").get(f"/gifts/{gift.pk}/").content.decode()


DAY = timedelta(days=1)
GIVEN, POSTED = date(2026, 3, 2), date(2026, 3, 9)
SENT, BOOKED = date(2026, 3, 5), date(2026, 3, 12)


def said(act: Callable[[], object]) -> str:
    """Why the service refuses an act, which leaves nothing behind."""
    with pytest.raises(DatedTooEarly) as refused:
        act()
    return str(refused.value)


def test_a_refund_is_dated_and_posted_no_earlier_than_its_gift():
    gift = make_gift(Decimal("50"), gift_on=GIVEN, posted_on=POSTED)

    early = said(lambda: refund(gift, "20", refunded_on=GIVEN - DAY, posted_on=POSTED))
    posted = said(lambda: refund(gift, "20", refunded_on=GIVEN, posted_on=POSTED - DAY))

    assert early == "A refund can't be dated before its gift (Mar 2, 2026)."
    assert posted == "A refund can't be posted before its gift (Mar 9, 2026)."
    assert (Refund.objects.count(), Gift.objects.get().refunded) == (0, 0)
    assert refund(gift, "20", refunded_on=GIVEN, posted_on=POSTED)


def test_a_refund_fails_no_earlier_than_it_was_made():
    gift = make_gift(Decimal("50"), gift_on=GIVEN, posted_on=POSTED)
    back = refund(gift, "20", refunded_on=SENT, posted_on=BOOKED)

    early = said(lambda: fail(back, failed_on=SENT - DAY, posted_on=BOOKED))
    posted = said(lambda: fail(back, failed_on=SENT, posted_on=BOOKED - DAY))

    assert early == "A failed refund can't be dated before its refund (Mar 5, 2026)."
    assert posted == "A failed refund can't be posted before its refund (Mar 12, 2026)."
    assert (FailedRefund.objects.count(), Gift.objects.get().refunded) == (0, 20)
    assert fail(back, failed_on=SENT, posted_on=BOOKED)


def test_a_refund_told_again_with_another_date_is_the_one_that_is_there():
    gift = make_gift(Decimal("50"), gift_on=GIVEN, posted_on=POSTED)
    back = refund(gift, "20", reference=("stripe", "re_1"))

    assert refund(gift, "20", reference=("stripe", "re_1"), refunded_on=GIVEN - DAY) == back
