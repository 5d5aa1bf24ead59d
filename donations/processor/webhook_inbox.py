"""Notices of the processor: stored by what they are about, worked off by the worker.

A notice is a hint to look at an object. Receiving it twice changes nothing; a worker that dies in the middle leaves a
lease that ends; one that fails leaves its error, comes back after a pause, and is shown to staff. What nothing can be
made of (another account's, a deleted object, one that cannot be read) is kept with its name for a person to look at.
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
#: How long a worker may take for one notice before another takes over.
LEASE = timedelta(minutes=2)
BATCH = 50
#: Seconds after which a round begins nothing new: a slow processor must not keep a worker from being stopped.
ROUND = 30.0
#: How long a notice is kept: the processor sends one again for days, and lists it for 30.
KEPT = timedelta(days=90)
#: The first pause after a failure; it doubles each time, up to LONGEST_PAUSE, and never ends.
PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=6)
#: Kinds of objects we look at; notices of any other are put aside.
OURS = ("checkout.session", "payment_intent", "charge", "refund", "payout", "balance_transaction")
#: What the endpoint is to be subscribed to at the processor, and what `sync_stripe` looks through.
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
    """Store a notice whose signature was true; whether it was new. `livemode` is this installation's own mode."""
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
    GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)  # the same one may be arriving beside us
    return True


def _status_on_arrival(notice: Notice, livemode: bool) -> Status:
    if notice.livemode != livemode:
        return Status.WRONG_MODE
    if notice.problem:
        return Status.UNREADABLE
    if notice.type not in TYPES or notice.object_kind not in OURS or not notice.object_id:
        return Status.IGNORED
    if notice.account:  # ours names none: it is only written on notices of accounts connected to it
        return Status.OTHER_ACCOUNT
    return Status.RECEIVED


def work_off() -> int:
    """Look at what notices point to, oldest first, for a while; how many were looked at."""
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
    """Take a notice for a while; False when somebody else has it."""
    mine = GatewayEvent.objects.filter(pk=event.pk, status__in=GatewayEvent.DUE, due_at__lte=at)
    return bool(mine.update(due_at=at + LEASE, attempts=F("attempts") + 1))


def handle(event: GatewayEvent) -> None:
    """Look at what a claimed notice points to, and write down how it went. Raises nothing."""
    now = timezone.now()
    with attempted() as attempt:  # whatever it is, the notice must come back, and the others must go on
        outcome = _sync(event.object_kind, event.object_id, now)
    if attempt.error is None:
        _end(event, Status.IGNORED if outcome == SyncResult.IGNORED else Status.DONE, "")
    elif isinstance(attempt.error, NotFound):
        _end(event, Status.GONE, str(attempt.error))
    else:
        text = "%s about %s failed and will be retried."
        log.error(text, event.type, event.object_id, exc_info=attempt.error)
        _come_back(event, attempt.error, timezone.now())  # a slow failure takes nothing of its pause


def look_again(*, event: GatewayEvent) -> bool:
    """Look now at what an open notice points to; False when somebody else is at it. Not inside a transaction."""
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
