"""Rows of a printed document: dinners, property, purchases."""

import re
from datetime import date
from decimal import Decimal

import pytest

from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt
from receipts.verification import text_of
from tests.support.builders import TODAY, general_fund, make_gift, make_organization

pytestmark = pytest.mark.django_db


def sold(amount: str, benefit: BenefitDraft, **options) -> Gift:
    line = LineDraft(general_fund().pk, Decimal(amount), kind="ticket", description="Dinner", benefits=(benefit,))
    return make_gift(lines=(line,), **options)


def issued(gift: Gift, on: date = TODAY) -> Receipt:
    done = services.issue_receipts(gifts=[gift], by=None, issued_on=on)
    assert done.not_issued == []
    return done.new[0]


def dinner() -> Receipt:
    make_organization()
    return issued(sold("300", BenefitDraft("dinner", Decimal("60"), quantity=2)))


def purchase() -> Receipt:
    make_organization()
    return issued(sold("100", BenefitDraft("dinner", Decimal("60"), quantity=2)))


def goods() -> Receipt:
    make_organization()
    return issued(make_gift(Decimal("800"), kind="in_kind", method="in-kind", description="Two office desks, used"))


def read(receipt: Receipt) -> str:
    return re.sub(r"\s+", " ", text_of(bytes(receipt.pdf.content)))


def test_a_dinner_is_worked_out_on_paper():
    receipt = dinner()

    # 300.00 paid − 2 × 60.00 = 180.00
    assert [(row["what"], row["amount"]) for row in receipt.letter["rows"]] == [
        ("You paid", "$300.00"),
        ("Less: value of goods and services", "− $120.00"),
    ]
    assert receipt.letter["total"] == {"label": "Your contribution", "amount": "$180.00"}
    assert "limited to the excess" in read(receipt)
    assert "No goods or services" not in read(receipt)


def test_a_purchase_is_called_one():
    receipt = purchase()

    assert "No part of your payment is a contribution" in read(receipt)
    assert "contribution" not in receipt.letter["total"]["label"].lower()


def test_property_is_described_and_never_valued():
    receipt = goods()

    assert "Two office desks, used" in read(receipt)
    assert "$" not in read(receipt)
