"""Payouts: which gifts and fees each is made of, matched to the cent."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q, Sum

from core.db.chunks import chunks
from core.http.logs import exception_text
from core.jobs.attempts import attempted
from core.money import ZERO
from donations import gateways
from donations.gateways.base import BalanceFacts, Broken, PayoutFacts
from donations.models import BalanceTransaction, Payout
from donations.processor import sync_versions
from donations.processor.balance_transactions import save_balance_transaction
from donations.processor.returned_money import note_failed
from donations.processor.sync import SyncResult, sync_object

log = logging.getLogger(__name__)
#: The most payouts fetched again for a row that became readable; the nightly catch-up fetches the others.
MOST_AGAIN = 5
#: Kinds of rows that belong to a payment or refund, with the processor's name for their source.
SOURCES = {
    "charge": "charge",
    "payment": "charge",
    "payment_failure_refund": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund",
}


def sync_payout(*, payout_id: str, at: datetime) -> SyncResult:
    """Fetch a payout with its balance transactions. Unknown payments among them are fetched first.

    What cannot be fetched is stored and retried later; the payout is stored anyway and does not tie out. Only automatic
    payouts are itemized by the processor; of others only the deposit is stored. Must not run inside a transaction.
    Raises `GatewayError`.
    """
    gateway = gateways.current()
    if gateway is None:
        return SyncResult.IGNORED
    version = sync_versions.next_version(kind="payout", external_id=payout_id, livemode=gateway.livemode)
    facts = gateway.fetch_payout(payout_id)
    listed = gateway.list_balance(payout=payout_id) if facts.automatic else ()
    rows = sound(listed, livemode=gateway.livemode, at=at)
    sync_sources(rows, livemode=gateway.livemode, at=at)
    with transaction.atomic():
        if not sync_versions.claim_latest(version, facts=asdict(facts), at=at):
            return SyncResult.STALE
        payout = _save_payout(facts, at)
    save_balance_transactions(rows, livemode=gateway.livemode, payout=payout, at=at)
    return SyncResult.APPLIED


def sync_balance(*, row_id: str, at: datetime) -> SyncResult:
    """Fetch one balance transaction that could not be read before, and what it belongs to.

    A row does not say which payout it is part of, so payouts that do not add up are fetched again.
    """
    gateway = gateways.current()
    if gateway is None:
        return SyncResult.IGNORED
    row = gateway.fetch_balance(row_id)
    sync_sources([row], livemode=gateway.livemode, at=at)
    save_balance_transaction(row, livemode=gateway.livemode)
    for payout in incomplete(livemode=gateway.livemode)[:MOST_AGAIN]:
        with attempted() as attempt:
            sync_payout(payout_id=payout.external_id, at=at)
        if attempt.error:
            log.error("%s failed and will be retried.", payout.external_id, exc_info=attempt.error)
            _note_failed("payout", payout.external_id, attempt.error, livemode=gateway.livemode, at=at)
    return SyncResult.APPLIED


def incomplete(*, livemode: bool) -> list[Payout]:
    """Itemized payouts whose rows do not add up to the deposit, newest first."""
    net = Sum("transactions__net", filter=~Q(transactions__type="payout"))
    rows = Payout.objects.filter(livemode=livemode, automatic=True).annotate(net=net).order_by("-pk")
    return [payout for payout in rows if (payout.net or ZERO) != payout.amount]


def sync_sources(rows: list[BalanceFacts], *, livemode: bool, at: datetime) -> int:
    """Fetch the payment or refund of balance transactions that belong to nothing yet. Returns how many were fetched.
    One that cannot be fetched is stored as a failed notification, and the others continue."""
    unknown = unclaimed(rows, livemode=livemode)
    for row in unknown:
        with attempted() as attempt:
            sync_object(kind=SOURCES[row.type], external_id=row.source_id, at=at)
        if attempt.error:
            log.error("%s behind %s failed and will be retried.", row.source_id, row.id, exc_info=attempt.error)
            _note_failed(SOURCES[row.type], row.source_id, attempt.error, livemode=livemode, at=at)
    return len(unknown)


def unclaimed(rows: list[BalanceFacts], *, livemode: bool) -> list[BalanceFacts]:
    """The rows of payments and refunds that belong to nothing yet, oldest first."""
    known = _claimed(rows, livemode)
    return [row for row in reversed(rows) if row.type in SOURCES and row.source_id and row.id not in known]


def save_balance_transactions(
    rows: list[BalanceFacts], *, livemode: bool, at: datetime, payout: Payout | None = None
) -> None:
    """Store balance transactions separately: one that the database refuses does not affect the others."""
    for row in rows:
        with attempted() as attempt, transaction.atomic():
            save_balance_transaction(row, livemode=livemode, payout=payout)
        if attempt.error:
            log.error("%s cannot be kept.", row.id, exc_info=attempt.error)
            _note_failed("balance_transaction", row.id, attempt.error, livemode=livemode, at=at)


def sound(rows: Iterable[BalanceFacts | Broken], *, livemode: bool, at: datetime) -> list[BalanceFacts]:
    """The readable rows; the others are stored as failed notifications."""
    found = []
    for row in rows:
        if isinstance(row, Broken):
            note_failed(kind=row.kind, external_id=row.id, livemode=livemode, why=row.why, at=at)
        else:
            found.append(row)
    return found


def _claimed(rows: list[BalanceFacts], livemode: bool) -> set[str]:
    """The ids of rows that belong to a gift or, for refunds, to a recorded refund."""
    found: set[str] = set()
    owned = Q(type__in=("charge", "payment"), gift__isnull=False) | Q(refund__isnull=False)
    for some in chunks(row.id for row in rows):
        mine = BalanceTransaction.objects.filter(owned, livemode=livemode, external_id__in=some)
        found.update(mine.values_list("external_id", flat=True))
    return found


def _note_failed(kind: str, external_id: str, error: Exception, *, livemode: bool, at: datetime) -> None:
    why = exception_text(error)
    note_failed(kind=kind, external_id=external_id, livemode=livemode, why=why, at=at)


def _save_payout(facts: PayoutFacts, at: datetime) -> Payout:
    values = {**asdict(facts), "fetched_at": at}
    key = {"external_id": values.pop("id"), "livemode": values.pop("livemode")}
    payout, _ = Payout.objects.update_or_create(**key, defaults=values)
    return payout
