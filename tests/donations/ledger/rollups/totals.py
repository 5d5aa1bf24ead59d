"""What the totals say, for comparison with the ledger."""

from __future__ import annotations

from decimal import Decimal

from donations.ledger.refunds import refund_gift
from donations.models import SupporterGiving, SupporterYear
from tests.support.builders import TODAY


def kept(donor):
    """Lifetime, number and largest of a donor's gifts, and the total of each fiscal year."""
    row = SupporterGiving.objects.filter(supporter=donor).first()
    years = SupporterYear.objects.filter(supporter=donor).order_by("year").values_list("year", "total", "renewed")
    return (row and (row.lifetime, row.gifts, row.largest), list(years))


def refund(gift, amount):
    return refund_gift(
        gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice"
    )
