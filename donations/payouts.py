"""Deposits at the bank: which gifts and fees each is made of, tied out to the cent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from donations import gateways, tickets
from donations.balance import keep_balance
from donations.gateways.base import BalanceFacts, PayoutFacts
from donations.models import BalanceTransaction, Payout
from donations.sync import Outcome, sync_object

#: Kinds of journal rows that stand for a payment or money sent back, by what the processor calls their source.
SOURCES = {"charge": "charge", "payment": "charge", "refund": "refund", "payment_refund": "refund"}


def sync_payout(*, payout_id: str, at: datetime) -> Outcome:
    """Fetch a payout with its journal rows. Payments it lists that we never heard of are looked at first.

    Only automatic payouts are itemized by the processor; of others the deposit alone is kept. Must not run inside a
    transaction. Raises `GatewayError`.
    """
    gateway = gateways.current()
    if gateway is None:
        return Outcome.IGNORED
    ticket = tickets.take(kind="payout", external_id=payout_id, livemode=gateway.livemode)
    facts = gateway.fetch_payout(payout_id)
    rows = list(gateway.list_balance(payout=payout_id)) if facts.automatic else []
    sync_sources(rows, livemode=gateway.livemode, at=at)
    with transaction.atomic():
        if not tickets.use(ticket, facts=asdict(facts), at=at):
            return Outcome.STALE
        payout = _keep(facts, at)
        for row in rows:
            keep_balance(row, livemode=gateway.livemode, payout=payout)
    return Outcome.APPLIED


def sync_sources(rows: list[BalanceFacts], *, livemode: bool, at: datetime) -> int:
    """Look at every payment or refund behind journal rows that no gift claims yet; how many were looked at."""
    known = set(
        BalanceTransaction.objects.filter(
            livemode=livemode, gift__isnull=False, external_id__in=[row.id for row in rows]
        ).values_list("external_id", flat=True)
    )
    unknown = [row for row in reversed(rows) if row.type in SOURCES and row.id not in known and row.source_id]
    for row in unknown:
        sync_object(kind=SOURCES[row.type], external_id=row.source_id, at=at)
    return len(unknown)


def _keep(facts: PayoutFacts, at: datetime) -> Payout:
    values = {**asdict(facts), "fetched_at": at}
    key = {"external_id": values.pop("id"), "livemode": values.pop("livemode")}
    payout, _ = Payout.objects.update_or_create(**key, defaults=values)
    return payout
