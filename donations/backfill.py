"""Finding what notices missed: events of the last 30 days, the processor's journal without such a limit, deposits."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from donations import gateways, inbox
from donations.balance import keep_balance
from donations.gateways.base import BalanceFacts, Gateway, PayoutFacts
from donations.models import BalanceTransaction, GatewayEvent, Payout
from donations.payouts import SOURCES, sync_payout, sync_sources

log = logging.getLogger(__name__)
#: The processor keeps notices this long.
NOTICES_LAST = timedelta(days=30)
#: Looked at again before the day asked for, as clocks differ.
OVERLAP = timedelta(hours=1)
#: States of a payout that change no more.
FINAL = (Payout.Status.PAID, Payout.Status.FAILED, Payout.Status.CANCELED)


class Caught(NamedTuple):
    """How many notices, payments behind journal rows and payouts were new or open, and how many failed."""

    notices: int
    payments: int
    payouts: int
    failed: int


def catch_up(*, since: datetime, at: datetime, dry_run: bool = False) -> Caught:
    """Look at everything the processor knows since a moment, oldest first. Doing it again changes nothing.

    Raises `GatewayError` when the processor cannot be asked.
    """
    gateway = gateways.current()
    if gateway is None:
        return Caught(0, 0, 0, 0)
    since -= OVERLAP
    notices = _notices(gateway, since, at)
    rows = [row for row in gateway.list_balance(since=since) if row.type != "payout"]
    payouts = [row for row in gateway.list_payouts(since=since) if not _is_final(row)]
    unknown = _unclaimed(rows, gateway.livemode)
    if dry_run:
        return Caught(len(notices), len(unknown), len(payouts), 0)
    for notice in notices:
        inbox.receive(notice=notice, livemode=gateway.livemode, at=at)
    while inbox.work_off():
        pass
    sync_sources(unknown, livemode=gateway.livemode, at=at)
    for row in reversed(rows):
        keep_balance(row, livemode=gateway.livemode)
    for payout in reversed(payouts):
        sync_payout(payout_id=payout.id, at=at)
    failed = GatewayEvent.objects.filter(status=GatewayEvent.Status.FAILED).count()
    return Caught(len(notices), len(unknown), len(payouts), failed)


def _notices(gateway: Gateway, since: datetime, at: datetime) -> list[Any]:
    """Notices we have not stored, oldest first."""
    found = list(gateway.list_notices(since=max(since, at - NOTICES_LAST), types=inbox.TYPES))
    ids = [notice.id for notice in found]
    known = set(_stored(ids, gateway.livemode))
    return [notice for notice in reversed(found) if notice.id not in known]


def _stored(ids: list[str], livemode: bool) -> Iterable[str]:
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        mine = GatewayEvent.objects.filter(livemode=livemode, event_id__in=part)
        yield from mine.values_list("event_id", flat=True)


def _unclaimed(rows: list[BalanceFacts], livemode: bool) -> list[BalanceFacts]:
    claimed = BalanceTransaction.objects.filter(livemode=livemode, gift__isnull=False)
    known = set(claimed.values_list("external_id", flat=True)) if rows else set()
    return [row for row in rows if row.type in SOURCES and row.id not in known]


def _is_final(row: PayoutFacts) -> bool:
    stored = Payout.objects.filter(external_id=row.id, livemode=row.livemode).first()
    return stored is not None and stored.status in FINAL and stored.status == row.status
