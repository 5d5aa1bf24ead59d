"""Send emails from the outbox, at most once.

An email is claimed by a guarded UPDATE to *sending* before it is handed over, handed over outside any transaction, and
only then *sent*. If a worker dies in between, its claim ends with the lease and the email becomes *delivery unknown*,
which a user resolves: it is never sent again automatically.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone

from core.jobs.attempts import attempted
from core.mail import outbox, suppressions, test_emails
from core.mail.transport import DeliveryResult, Post
from core.models import Message, Organization, Suppression

log = logging.getLogger(__name__)
#: How long sending one email may take; longer than all time limits of a mail server together.
LEASE = timedelta(minutes=15)
#: When mail is switched on, newer emails are sent automatically; older ones wait for a user.
FRESH = timedelta(hours=24)
BATCH = 50
#: Minutes until the next attempt, after each temporary failure.
BACK_OFF = (1, 5, 15, 60, 240, 720)
UNREACHABLE_MINUTES = 2
UNKNOWN = "Solidarity stopped while sending this email, so it may have arrived. Check before you resend it."


def run() -> int:
    """Send what is ready, while mail is on; returns how many were sent."""
    now = timezone.now()
    end_claims(now)
    organization = Organization.objects.filter(pk=1).first()
    if organization is None or why_none_leaves(organization):
        return 0
    release_due(organization, now)
    return _carry_out(organization, now)


def why_none_leaves(organization: Organization) -> str:
    """Why no email is sent now; '' when emails are sent."""
    if settings.DEMO or organization.environment == Organization.Environment.DEMO:
        return "The demo doesn't send email because its people are made up."
    if not getattr(settings, "MAIL_CONFIGURED", False):
        return "No mail server is set up. See EMAIL_URL in the operators' guide."
    if not test_emails.sender(organization):
        return "Enter the address your emails are sent from under Settings."
    return "" if organization.mail_on else "Outgoing mail is off."


def end_claims(at: datetime) -> int:
    """Mark emails as *delivery unknown* whose worker did not return; returns how many."""
    lost = Message.objects.filter(state=Message.State.SENDING, claimed_at__lte=at - LEASE)
    count = lost.update(state=Message.State.UNKNOWN, why=UNKNOWN)
    if count:
        log.warning("%s emails were being sent when the worker stopped: delivery unknown.", count)
    return count


def release_due(organization: Organization, at: datetime) -> int:
    """Make emails ready that were written since mail is on, or shortly before; returns how many."""
    since = (organization.mail_on_since or at) - FRESH
    held = Message.objects.filter(state=Message.State.HELD, held_by_staff=False, created_at__gte=since)
    return held.update(state=Message.State.READY, due_at=at)


def claim(pk: int, at: datetime, *, domain: str) -> Message | None:
    """Claim an email to send it; None when another worker claimed it, or it is no longer ready."""
    token = uuid.uuid4().hex
    taken = Message.objects.due(at).filter(pk=pk).order_by()
    changes = {"state": Message.State.SENDING, "claim": token, "claimed_at": at, "attempts": F("attempts") + 1}
    if not taken.update(**changes, why=""):
        return None
    message = Message.objects.get(pk=pk)
    if not message.message_id:
        message.message_id = make_msgid(domain=domain)
        Message.objects.filter(pk=pk, claim=token).update(message_id=message.message_id)
    return message


def record_result(message: Message, outcome: DeliveryResult) -> bool:
    """Record the result of sending a claimed email. False when another worker has claimed it since."""
    mine = Message.objects.filter(pk=message.pk, claim=message.claim)
    if outcome.state == Message.State.READY:
        if message.attempts <= len(BACK_OFF):
            due = timezone.now() + timedelta(minutes=BACK_OFF[message.attempts - 1])
            return bool(mine.filter(state=Message.State.SENDING).update(state="ready", due_at=due, why=outcome.why))
        outcome = DeliveryResult(Message.State.FAILED, f"Failed after {message.attempts} tries. {outcome.why}")
    changes: dict[str, Any] = {"state": outcome.state, "why": outcome.why, "provider_id": outcome.provider_id}
    if outcome.state == Message.State.SENT:
        changes["sent_at"] = timezone.now()
    if outcome.state != Message.State.UNKNOWN:
        changes["secret"] = ""
    # A worker that was only slow may still report: better than “unknown”.
    return bool(mine.filter(state__in=[Message.State.SENDING, Message.State.UNKNOWN]).update(**changes))


def _carry_out(organization: Organization, now: datetime) -> int:
    ready = list(Message.objects.due(now).values_list("pk", flat=True)[:BATCH])
    domain = test_emails.sender(organization).rpartition("@")[2]
    sent = 0
    with Post() as post:
        for pk in ready:
            if away := post.open():
                _postpone(away)
                break
            message = claim(pk, timezone.now(), domain=domain)
            if message is not None:
                sent += _deliver(message, organization, post)
    return sent


def _deliver(message: Message, organization: Organization, post: Post) -> bool:
    """Send one claimed email; returns whether it was sent."""
    with attempted() as attempt:  # nothing was sent yet, and other emails must continue
        ready = _prepared(message, organization)
    if attempt.error:
        log.error("Email %s could not be prepared.", message.pk, exc_info=attempt.error)
        ready = DeliveryResult(
            Message.State.FAILED, f"The email could not be prepared ({type(attempt.error).__name__})."
        )
    if isinstance(ready, DeliveryResult):
        record_result(message, ready)
        return False
    outcome = post.hand_over(ready)
    record_result(message, outcome)
    if outcome.nobody_there:
        suppressions.suppress(message.to, kind=Suppression.Kind.BOUNCED, source="refused by its mail server")
    if outcome.state != Message.State.SENT:
        log.warning("Email %s was not sent: now %s.", message.pk, outcome.state)
    return outcome.state == Message.State.SENT


def _prepared(message: Message, organization: Organization) -> EmailMultiAlternatives | DeliveryResult:
    """An email ready to be handed over, or why it will not be."""
    if reason := outbox.blocked_reason(message.to, outbox.purpose_of(message.purpose)):
        return DeliveryResult(Message.State.SUPPRESSED, reason)
    if why := outbox.untrue([message]).get(message.pk):
        return DeliveryResult(Message.State.DISCARDED, why)
    try:
        return test_emails.built(message, organization)
    except test_emails.CannotBuild as error:
        return DeliveryResult(Message.State.FAILED, str(error))


def _postpone(why: str) -> None:
    """The server takes no emails now: everything ready waits a little, and no attempt is counted."""
    log.warning("The mail server can't be reached.")
    due = timezone.now() + timedelta(minutes=UNREACHABLE_MINUTES)
    Message.objects.filter(state=Message.State.READY, due_at__lte=due).update(due_at=due, why=why[:500])
