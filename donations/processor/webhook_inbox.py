"""The queue of processor notifications: stored once per event, handled by the worker.

A notification is a hint to fetch an object. Receiving it twice changes nothing. If a worker dies, its lease ends and
another takes over; a failed one stores its error, is retried after a pause, and is shown to staff. One that can't be
handled (another account's, a deleted object, unreadable) is kept for staff.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.db import purging
from core.http.logs import exception_text
from core.jobs.attempts import attempted
from core.models import User
from donations import gateways
from donations.gateways.base import NotFound, Notice
from donations.gateways.reading import plain
from donations.models import GatewayEvent
from donations.processor.payouts import sync_balance, sync_payout
from donations.processor.sync import SyncResult, sync_object

log = logging.getLogger(__name__)
Status = GatewayEvent.Status
#: How long a worker may take for one notification before another takes over.
LEASE = timedelta(minutes=2)
BATCH = 50
#: Seconds after which a round starts nothing new, so that a slow processor does not keep a worker from stopping.
ROUND = 30.0
#: How long a notification is stored: the processor resends one for days, and lists it for 30.
KEPT = timedelta(days=90)
#: The first pause after a failure; it doubles each time up to LONGEST_PAUSE, and retries never end.
PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=6)
#: Kinds of objects we fetch; other notifications are skipped.
OURS = ("checkout.session", "payment_intent", "charge", "refund", "payout", "balance_transaction")
#: Event types to subscribe the webhook to, which `sync_stripe` also fetches.
TYPES = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.processing",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.succeeded",
    "charge.updated",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "payout.created",
    "payout.updated",
    "payout.paid",
    "payout.failed",
    "payout.canceled",
    "payout.reconciliation_completed",
)


def receive(*, notice: Notice, livemode: bool, at: datetime) -> bool:
    """Store a notification with a valid signature; returns whether it was new. `livemode` is this installation's own
    mode."""
    before = GatewayEvent.objects.filter(event_id=notice.id, livemode=notice.livemode)
    if before.exists():
        return False
    row = GatewayEvent(
        event_id=notice.id,
        livemode=notice.livemode,
        type=notice.type,
        object_kind=notice.object_kind,
        object_id=notice.object_id,
        account=notice.account,
        api_version=notice.api_version,
        sha256=notice.sha256,
        happened_at=notice.happened_at,
        received_at=at,
        due_at=at,
        status=_status_on_arrival(notice, livemode),
        error=notice.problem,
    )
    GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)  # a concurrent request may be storing the same one
    return True


def _status_on_arrival(notice: Notice, livemode: bool) -> Status:
    if notice.livemode != livemode:
        return Status.WRONG_MODE
    if notice.problem:
        return Status.UNREADABLE
    if notice.type not in TYPES or notice.object_kind not in OURS or not notice.object_id:
        return Status.IGNORED
    if notice.account:  # our own account's have none; only those of connected accounts do
        return Status.OTHER_ACCOUNT
    return Status.RECEIVED


def work_off() -> int:
    """Handle due notifications, oldest first, for a limited time. Returns how many."""
    if gateways.current() is None:
        return 0
    done, began = 0, time.monotonic()
    now = timezone.now()
    due = GatewayEvent.objects.filter(status__in=GatewayEvent.DUE, due_at__lte=now).order_by("due_at", "pk")
    for event in due[:BATCH]:
        if done and time.monotonic() - began > ROUND:
            break
        if claim(event, at=timezone.now()):
            handle(event)
            done += 1
    return done


def claim(event: GatewayEvent, *, at: datetime) -> bool:
    """Lease a notification; False when another worker has it."""
    mine = GatewayEvent.objects.filter(pk=event.pk, status__in=GatewayEvent.DUE, due_at__lte=at)
    return bool(mine.update(due_at=at + LEASE, attempts=F("attempts") + 1))


def handle(event: GatewayEvent) -> None:
    """Handle a leased notification and store the result. Raises nothing."""
    now = timezone.now()
    with attempted() as attempt:  # whatever happens, it must be retried, and the others must continue
        outcome = _sync(event.object_kind, event.object_id, now)
    if attempt.error is None:
        _end(event, Status.IGNORED if outcome == SyncResult.IGNORED else Status.DONE, "")
    elif isinstance(attempt.error, NotFound):
        _end(event, Status.GONE, str(attempt.error))
    else:
        text = "%s about %s failed and will be retried."
        log.error(text, event.type, event.object_id, exc_info=attempt.error)
        _come_back(event, attempt.error, timezone.now())  # the pause begins after a slow failure, not before


def look_again(*, event: GatewayEvent) -> bool:
    """Handle an open notification now; False when a worker has it. Not inside a transaction."""
    if not event.object_id:
        return True
    now = timezone.now()
    mine = GatewayEvent.objects.filter(pk=event.pk, status__in=GatewayEvent.OPEN)
    mine.exclude(status=Status.FAILED).update(status=Status.FAILED, due_at=now)
    mine.update(due_at=now)
    if not claim(event, at=now):
        return False
    handle(event)
    return True


@transaction.atomic
def discard(*, event: GatewayEvent, by: User, at: datetime, reason: str) -> bool:
    """Discard an open notification, with a reason. Returns False when it is no longer open."""
    mine = GatewayEvent.objects.filter(pk=event.pk, status__in=GatewayEvent.OPEN)
    if not mine.update(status=Status.DISCARDED, closed_by=by, closed_reason=reason, done_at=at):
        return False
    changes = [audit.FieldChange("status", event.status, Status.DISCARDED)]
    audit.record(by, "notice.set_aside", event, reason=reason, notice=event.event_id, changes=changes)
    return True


def expire(at: datetime) -> int:
    """Delete notifications older than `KEPT` that need no attention. Returns how many."""
    wanted = (*GatewayEvent.DUE, *GatewayEvent.OPEN)
    old = GatewayEvent.objects.filter(received_at__lte=at - KEPT).exclude(status__in=wanted)
    return purging.purge(old, reason=f"Stripe notifications are kept for {KEPT.days} days")


def _end(event: GatewayEvent, status: str, error: str) -> None:
    mine = GatewayEvent.objects.filter(pk=event.pk)
    mine.update(status=status, done_at=timezone.now(), error=plain(error, 300))


def _sync(kind: str, external_id: str, at: datetime) -> SyncResult:
    if kind == "payout":
        return sync_payout(payout_id=external_id, at=at)
    if kind == "balance_transaction":
        return sync_balance(row_id=external_id, at=at)
    return sync_object(kind=kind, external_id=external_id, at=at)


def _come_back(event: GatewayEvent, error: Exception, at: datetime) -> None:
    attempts = GatewayEvent.objects.values_list("attempts", flat=True).get(pk=event.pk)
    pause = min(PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    text = plain(exception_text(error), 300)
    GatewayEvent.objects.filter(pk=event.pk).update(status=Status.FAILED, due_at=at + pause, error=text)
