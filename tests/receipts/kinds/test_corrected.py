"""A corrected receipt names the one it replaces."""

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


def corrected() -> Receipt:
    make_organization()
    gift = make_gift(Decimal("300"))
    old = issued(gift)
    refund_gift(gift=gift, amount=Decimal("100"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")
    return services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund")


def read(receipt: Receipt) -> str:
    return re.sub(r"\s+", " ", text_of(bytes(receipt.pdf.content)))


def test_a_correction_names_the_receipt_it_replaces_and_states_what_remains():
    text = read(corrected())

    assert "2026-0001" in text
    assert "$100.00 was refunded" in text
    assert "$200.00" in text
