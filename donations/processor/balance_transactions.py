"""The processor's own journal, row by row: what a gift's fee was, and which rows a deposit is made of."""

from __future__ import annotations

from donations.gateways.base import BalanceFacts
from donations.models import BalanceTransaction, Gift, Payout, Refund, UnmatchedPayment


def save_balance_transaction(
    facts: BalanceFacts | None,
    *,
    livemode: bool,
    gift: Gift | None = None,
    refund: Refund | None = None,
    payout: Payout | None = None,
    unmatched: UnmatchedPayment | None = None,
) -> BalanceTransaction | None:
    """Keep one row of the journal, once; what it belongs to is filled in as it becomes known and never taken away.

    None is given for a fee that is not known yet.
    """
    if facts is None:
        return None
    values = {
        "type": facts.type,
        "reporting_category": facts.reporting_category,
        "amount": facts.amount,
        "fee": facts.fee,
        "net": facts.net,
        "currency": facts.currency,
        "source_id": facts.source_id,
        "description": facts.description,
        "created_at": facts.created_at,
        "available_on": facts.available_on,
    }
    row, _ = BalanceTransaction.objects.get_or_create(external_id=facts.id, livemode=livemode, defaults=values)
    known = {"gift": gift, "refund": refund, "payout": payout, "unmatched": unmatched}
    news = {name: value for name, value in known.items() if value is not None and getattr(row, name) != value}
    if news:
        BalanceTransaction.objects.filter(pk=row.pk).update(**news)
    return row
