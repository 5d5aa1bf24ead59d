"""Find what notifications missed: events of the last 30 days, balance transactions of any age, payouts.

Each of the three, and each of their rows, is handled separately: what cannot be read or applied is stored as a failed
notification, which is retried and shown to staff, and the rest continues.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from core.db.chunks import chunks
from core.http.logs import exception_text
from core.jobs.attempts import attempted
from donations import gateways
from donations.gateways.base import BalanceFacts, Broken, Gateway, GatewayError, Notice, PayoutFacts
from donations.models import GatewayEvent, Payout
from donations.processor import webhook_inbox
from donations.processor.payouts import save_balance_transactions, sound, sync_payout, sync_sources, unclaimed
from donations.processor.returned_money import note_failed

log = logging.getLogger(__name__)
#: The processor keeps events this long.
NOTICES_LAST = timedelta(days=30)
#: Start this much before the requested day, as clocks differ.
OVERLAP = timedelta(hours=1)
#: Final payout states, once all rows are stored.
FINAL = (Payout.Status.PAID, Payout.Status.FAILED, Payout.Status.CANCELED)
Found = TypeVar("Found")


class Caught(NamedTuple):
    """How many notifications, payments of balance transactions and payouts were new or open, how many remain unmatched,
    and what the processor could not answer."""

    notices: int
    payments: int
    payouts: int
    failed: int
    problems: tuple[str, ...] = ()


def catch_up(*, since: datetime, at: datetime, dry_run: bool = False) -> Caught:
    """Fetch everything the processor knows since a moment, oldest first. Repeating it changes nothing. Raises
    `GatewayError` when the processor answers no request at all."""
    gateway = gateways.current()
    if gateway is None:
        return Caught(0, 0, 0, 0)
    since -= OVERLAP
    problems: list[GatewayError] = []
    notices = _asked(lambda: _notices(gateway, since, at), problems)
    journal = _asked(lambda: list(gateway.list_balance(since=since)), problems)
    payouts = _asked(lambda: list(gateway.list_payouts(since=since)), problems)
    if len(problems) == 3:
        raise problems[0]
    reasons = tuple(str(problem) for problem in problems)
    rows = [row for row in journal if isinstance(row, Broken) or row.type != "payout"]
    if dry_run:
        readable = [row for row in rows if isinstance(row, BalanceFacts)]
        unknown, open_ = unclaimed(readable, livemode=gateway.livemode), _open(payouts)
        return Caught(len(notices), len(unknown), len(open_), 0, reasons)
    _work_off(notices, livemode=gateway.livemode, at=at)
    payments = _sync_journal(rows, livemode=gateway.livemode, at=at)
    count = _sync_payouts(gateway, payouts, at)
    failed = GatewayEvent.objects.filter(status=GatewayEvent.Status.FAILED).count()
    return Caught(len(notices), payments, count, failed, reasons)


def _work_off(notices: list[Notice], *, livemode: bool, at: datetime) -> None:
    for notice in notices:
        webhook_inbox.receive(notice=notice, livemode=livemode, at=at)
    while webhook_inbox.work_off():
        pass


def _sync_journal(rows: list[BalanceFacts | Broken], *, livemode: bool, at: datetime) -> int:
    """Store the readable balance transactions, oldest first, and what they belong to. Returns the number of payments
    synced."""
    readable = sound(rows, livemode=livemode, at=at)
    payments = sync_sources(readable, livemode=livemode, at=at)
    save_balance_transactions(readable[::-1], livemode=livemode, at=at)
    return payments


def _asked(ask: Callable[[], list[Found]], problems: list[GatewayError]) -> list[Found]:
    """The result of a request; [] with a noted problem when it failed."""
    try:
        return ask()
    except GatewayError as problem:
        log.warning("One of three requests to Stripe failed: %s", type(problem).__name__)
        problems.append(problem)
        return []


def _notices(gateway: Gateway, since: datetime, at: datetime) -> list[Notice]:
    """Notifications not stored yet, oldest first."""
    found = list(gateway.list_notices(since=max(since, at - NOTICES_LAST), types=webhook_inbox.TYPES))
    ids = [notice.id for notice in found]
    known = set(_stored(ids, gateway.livemode))
    return [notice for notice in reversed(found) if notice.id not in known]


def _stored(ids: list[str], livemode: bool) -> Iterable[str]:
    for some in chunks(ids):
        mine = GatewayEvent.objects.filter(livemode=livemode, event_id__in=some)
        yield from mine.values_list("event_id", flat=True)


def _sync_payouts(gateway: Gateway, payouts: list[PayoutFacts | Broken], at: datetime) -> int:
    """Update the payouts that may still change, oldest first, each separately. Returns how many there were."""
    for row in reversed(payouts):
        if isinstance(row, Broken):
            note_failed(kind=row.kind, external_id=row.id, livemode=gateway.livemode, why=row.why, at=at)
    open_ = _open(payouts)
    for payout in reversed(open_):
        with attempted() as attempt:
            sync_payout(payout_id=payout.id, at=at)
        if error := attempt.error:
            log.error("Payout %s failed and will be retried.", payout.id, exc_info=error)
            why = exception_text(error)
            note_failed(kind="payout", external_id=payout.id, livemode=payout.livemode, why=why, at=at)
    return len(open_)


def _open(payouts: list[PayoutFacts | Broken]) -> list[PayoutFacts]:
    return [row for row in payouts if isinstance(row, PayoutFacts) and not _is_final(row)]


def _is_final(row: PayoutFacts) -> bool:
    stored = Payout.objects.filter(external_id=row.id, livemode=row.livemode).first()
    return stored is not None and stored.status in FINAL and stored.status == row.status and stored.is_complete
