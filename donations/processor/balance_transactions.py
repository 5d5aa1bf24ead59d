"""Balance transactions: what a gift's fee was, and which rows a payout is made of."""

from __future__ import annotations

from donations.gateways.base import BalanceFacts
from donations.models import BalanceTransaction, Gift, Payout, Refund, UnmatchedPayment

#: Fields copied from the processor's row unchanged.
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
    """Store one balance transaction once. What it belongs to is added when it becomes known, and never removed. `facts`
    is None while the fee is not known."""
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
