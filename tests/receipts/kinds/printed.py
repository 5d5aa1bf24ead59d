"""What a kind of receipt prints."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.ledger.refunds import refund_gift
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt
from receipts.verification import text_of
from tests.support.builders import TODAY, general_fund, make_gift, make_organization


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


def corrected() -> Receipt:
    make_organization()
    gift = make_gift(Decimal("300"))
    old = issued(gift)
    refund_gift(gift=gift, amount=Decimal("100"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")
    return services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund")


def void() -> Receipt:
    make_organization()
    gift = make_gift(Decimal("300"))
    old = issued(gift)
    refund_gift(gift=gift, amount=Decimal("300"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")
    return services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Refund")


def read(receipt: Receipt) -> str:
    return re.sub(r"\s+", " ", text_of(bytes(receipt.pdf.content)))
