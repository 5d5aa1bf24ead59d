"""Notices of the processor: stored as they come, worked off by the worker.

A notice is a hint to look at an object. Receiving it twice changes nothing; a worker that dies in the middle leaves a
lease that ends; one that fails leaves its error, comes back after a pause, and is shown to staff.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from donations import gateways
from donations.gateways.base import Notice
from donations.models import GatewayEvent
from donations.payouts import sync_payout
from donations.sync import Outcome, sync_object

log = logging.getLogger(__name__)
Status = GatewayEvent.Status
#: How long a worker may take for one notice before another takes over.
LEASE = timedelta(minutes=2)
BATCH = 50
#: The first pause after a failure; it doubles each time, up to LONGEST_PAUSE, and never ends.
PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=6)
#: Kinds of objects we look at; notices of any other are put aside.
OURS = ("checkout.session", "payment_intent", "charge", "refund", "payout")
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
    status = Status.RECEIVED
    if notice.livemode != livemode:
        status = Status.WRONG_MODE
    elif notice.type not in TYPES or notice.object_kind not in OURS or not notice.object_id:
        status = Status.IGNORED
    before = GatewayEvent.objects.filter(event_id=notice.id, livemode=notice.livemode)
    if before.exists():
        return False
    row = GatewayEvent(
        event_id=notice.id,
        livemode=notice.livemode,
        type=notice.type[:80],
        object_kind=notice.object_kind[:40],
        object_id=notice.object_id[:120],
        account=notice.account[:120],
        api_version=notice.api_version[:40],
        payload=notice.payload,
        received_at=at,
        due_at=at,
        status=status,
    )
    GatewayEvent.objects.bulk_create([row], ignore_conflicts=True)  # the same one may be arriving beside us
    return True


def work_off() -> int:
    """Look at what notices point to, oldest first; how many were looked at."""
    if gateways.current() is None:
        return 0
    done = 0
    now = timezone.now()
    due = GatewayEvent.objects.filter(status__in=GatewayEvent.DUE, due_at__lte=now).order_by("due_at", "pk")
    for event in due[:BATCH]:
        if claim(event, at=timezone.now()):
            handle(event)
            done += 1
    return done


def claim(event: GatewayEvent, *, at: datetime) -> bool:
    """Take a notice for a while; False when somebody else has it."""
    mine = GatewayEvent.objects.filter(pk=event.pk, status__in=GatewayEvent.DUE, due_at__lte=at)
    return bool(mine.update(due_at=at + LEASE, attempts=F("attempts") + 1))


def handle(event: GatewayEvent) -> None:
    """Look at what a claimed notice points to, and write down how it went."""
    now = timezone.now()
    try:
        outcome = _sync(event.object_kind, event.object_id, now)
    except Exception as error:  # whatever it is, the notice must come back, and the others must go on
        log.exception("%s about %s failed; it is tried again.", event.type, event.object_id)
        _come_back(event, error, now)
        return
    status = Status.IGNORED if outcome == Outcome.IGNORED else Status.DONE
    GatewayEvent.objects.filter(pk=event.pk).update(status=status, done_at=timezone.now(), error="")


def _sync(kind: str, external_id: str, at: datetime) -> Outcome:
    if kind == "payout":
        return sync_payout(payout_id=external_id, at=at)
    return sync_object(kind=kind, external_id=external_id, at=at)


def _come_back(event: GatewayEvent, error: Exception, at: datetime) -> None:
    attempts = GatewayEvent.objects.values_list("attempts", flat=True).get(pk=event.pk)
    pause = min(PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    text = f"{type(error).__name__}: {error}"[:300]
    GatewayEvent.objects.filter(pk=event.pk).update(status=Status.FAILED, due_at=at + pause, error=text)
