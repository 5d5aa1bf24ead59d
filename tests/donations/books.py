"""What the tests of the ledger's doors share."""

from decimal import Decimal

from donations.ledger import refunds
from donations.models import Gift, Movement, Refund
from tests.support.builders import TODAY


def refund(gift: Gift, amount: str, **override) -> Refund:
    """Give part of a gift back."""
    values = {"refunded_on": TODAY, "posted_on": TODAY, "by": None, "reason": "Asked for it back", **override}
    return refunds.refund_gift(gift=gift, amount=Decimal(amount), **values)


def total() -> Decimal:
    """All the ledger's movements, summed."""
    return Movement.objects.total()
