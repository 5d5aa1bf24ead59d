"""The processor's own journal, row by row: what a gift's fee was, and which rows a deposit is made of."""

from __future__ import annotations

from donations.gateways.base import BalanceFacts
from donations.models import BalanceTransaction, Gift, Payout, Refund, UnmatchedPayment

#: Fields the table takes over from the journal's row as they are.
COPIED = (
    "type",
    "reporting_category",
    "amount",
    "fee",
    "net",
    "currency",
    "source_id",
    "description",
    "created_at",
    "available_on",
)


def save_balance_transaction(
    facts: BalanceFacts | None,
    *,
    livemode: bool,
    gift: Gift | None = None,
    refund: Refund | None = None,
    payout: Payout | None = None,
    unmatched: UnmatchedPayment | None = None,
) -> BalanceTransaction | None:
    """Store one row of the journal, once; what it belongs to is filled in as it becomes known and never removed.

    `facts` are None while a fee is not known yet.
    """
    if facts is None:
        return None
    row, _ = BalanceTransaction.objects.get_or_create(
        external_id=facts.id, livemode=livemode, defaults={name: getattr(facts, name) for name in COPIED}
    )
    known = {"gift": gift, "refund": refund, "payout": payout, "unmatched": unmatched}
    news = {name: value for name, value in known.items() if value is not None and getattr(row, name) != value}
    if news:
        BalanceTransaction.objects.filter(pk=row.pk).update(**news)
    return row
