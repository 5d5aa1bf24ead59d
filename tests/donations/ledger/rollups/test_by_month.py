"""Gifts by month, kept by the database itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction

from donations.ledger.rollups import by_month
from donations.ledger.services import correct_gift
from donations.models import Gift, GiftTotal
from receipts.issuing import services as receipts
from tests.donations.ledger.rollups.totals import refund
from tests.support import doors
from tests.support.builders import TODAY, make_campaign, make_gift

pytestmark = pytest.mark.usefixtures("organization")


def totals(*fields: str) -> dict:
    """Number, amounts and refunds of the rows that count any gift, by some fields."""
    found = {}
    for row in by_month.gifts_stored():
        *key, gifts, amount, refunded = row
        named = dict(zip(GiftTotal.KEY, key, strict=True))
        found[tuple(str(named[field]) for field in fields)] = (gifts, amount, refunded)
    return found


def test_whatever_becomes_of_a_gift_its_month_tells():
    campaign = make_campaign()
    first = make_gift(Decimal("100"), gift_on=date(2026, 5, 2), campaign_id=campaign.pk)
    second = make_gift(Decimal("40"), gift_on=date(2026, 5, 30), history=True)
    assert totals("gift_on", "receipt_status", "campaign_id") == {
        ("2026-05-01", "due", f"{campaign.pk}"): (1, Decimal("100"), Decimal("0")),
        ("2026-05-01", "history", "None"): (1, Decimal("40"), Decimal("0")),
    }

    receipts.issue_receipts(gifts=[first], by=None, issued_on=TODAY)
    refund(second, "15")
    assert totals("receipt_status") == {
        ("issued",): (1, Decimal("100"), Decimal("0")),
        ("history",): (1, Decimal("40"), Decimal("15")),
    }

    correct_gift(gift=first, draft=None, by=None, today=TODAY, reason="Never arrived")
    assert totals("status", "receipt_status") == {
        ("reversed", "out_of_date"): (1, Decimal("100"), Decimal("0")),
        ("active", "history"): (1, Decimal("40"), Decimal("15")),
    }


@pytest.mark.breaks_ledger  # the other totals do not follow
def test_a_statement_past_the_product_is_followed_as_well():
    kept, gone = make_gift(Decimal("5"), method="check"), make_gift(Decimal("7"), method="cash")
    with doors.opened():
        gone.lines.all().delete()
        Gift.objects.filter(pk=gone.pk).delete()
        Gift.objects.filter(pk=kept.pk).update(gift_on=date(2024, 2, 29), method="wire")

    assert totals("gift_on", "method") == {("2024-02-01", "wire"): (1, Decimal("5"), Decimal("0"))}


def test_no_row_is_left_where_no_gift_is():
    gift = make_gift(Decimal("5"))
    Gift.objects.filter(pk=gift.pk).update(note="Nothing that counts")
    receipts.issue_receipts(gifts=[gift], by=None, issued_on=TODAY)

    before = totals("receipt_status")
    by_month.fold.call()

    assert before == totals("receipt_status") == {("issued",): (1, Decimal("5"), Decimal("0"))}
    if connection.vendor == "sqlite":
        assert GiftTotal.objects.count() == 1


@pytest.mark.postgresql
def test_no_writer_waits_for_another_and_parts_are_added_up_once(own_database):
    gifts = [make_gift(Decimal(amount)) for amount in (10, 20)]
    both, written = Barrier(2), Barrier(3)

    def choose(gift):
        try:
            with transaction.atomic():
                Gift.objects.filter(pk=gift.pk).update(receipt_status="not_wanted")
                both.wait(10)  # each has written to the same months, and neither is done
                Gift.objects.filter(pk=gift.pk).update(receipt_status="due")
                written.wait(10)
                written.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(choose, gift) for gift in gifts]
        written.wait(10)
        by_month.fold.call()  # while their transactions are open
        written.wait(10)
        [one.result(10) for one in running]
    by_month.fold.call()

    assert list(GiftTotal.objects.values_list("receipt_status", "part", "gifts", "amount")) == [
        ("due", 0, 2, Decimal("30"))
    ]
