"""A notice says which receipt is void."""

import re
from datetime import date
from decimal import Decimal

import pytest

from donations.ledger.refunds import refund_gift
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt
from receipts.verification import text_of
from tests.support.builders import TODAY, make_gift, make_organization

pytestmark = pytest.mark.django_db


def issued(gift: Gift, on: date = TODAY) -> Receipt:
    done = services.issue_receipts(gifts=[gift], by=None, issued_on=on)
    assert done.not_issued == []
    return done.new[0]


def void() -> Receipt:
    make_organization()
    gift = make_gift(Decimal("300"))
    old = issued(gift)
    refund_gift(gift=gift, amount=Decimal("300"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")
    return services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund")


def read(receipt: Receipt) -> str:
    return re.sub(r"\s+", " ", text_of(bytes(receipt.pdf.content)))


def test_a_notice_says_which_receipt_is_void():
    text = read(void())

    assert "2026-0001 is void" in text
    assert "$0.00" in text
