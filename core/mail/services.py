"""Users' actions on emails: release, hold, discard, resend, mark as bounced, show a link.

Each is guarded in its UPDATE, so that of two concurrent users one gets `TooLate`, and each writes an audit entry.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from core import audit
from core.mail import outbox, suppressions
from core.models import Message, Suppression, User
from core.models.mail import MessageQuerySet

State = Message.State


class TooLate(Exception):
    """The email's status has changed since the page was shown."""


class NoReason(ValueError):
    """This action needs a reason."""


@transaction.atomic
def release(*, messages: MessageQuerySet, by: User) -> int:
    """Release held emails, so that they are sent as soon as mail is on; returns how many. Those to suppressed addresses
    stay held, and those that are no longer true are discarded."""
    held = list(messages.filter(state=State.HELD).only("pk", "to", "purpose", "object_type", "object_id"))
    states = _discard_untrue(held)
    for row in held:
        blocked = row.pk not in states and outbox.blocked_reason(row.to, outbox.purpose_of(row.purpose))
        states.setdefault(row.pk, State.SUPPRESSED if blocked else State.READY)
    ready, kept = ([pk for pk, state in states.items() if state == one] for one in (State.READY, State.SUPPRESSED))
    rows = Message.objects.filter(state=State.HELD)
    count = rows.filter(pk__in=ready).update(state=State.READY, held_by_staff=False, due_at=timezone.now(), why="")
    rows.filter(pk__in=kept).update(state=State.SUPPRESSED, secret="", why="Emails to this address are suppressed.")
    if len(held) == 1:
        untrue = State.DISCARDED in states.values()
        audit.record(by, "message.discarded" if untrue else "message.released", Message(pk=held[0].pk))
    elif held:
        changes = [audit.FieldChange("state", State.HELD, state, of=Message(pk=pk)) for pk, state in states.items()]
        audit.record(by, "messages.released", count=count, suppressed=len(kept), changes=changes)
    return count


def _discard_untrue(held: Sequence[Message]) -> dict[int, str]:
    """Discard held emails that are no longer true; returns their status by key."""
    untrue = outbox.untrue(held)
    for pk, why in untrue.items():
        Message.objects.filter(pk=pk, state=State.HELD).update(
            state=State.DISCARDED, held_by_staff=False, secret="", why=why
        )
    return dict.fromkeys(untrue, State.DISCARDED)


@transaction.atomic
def hold_back(*, message: Message, reason: str, by: User) -> None:
    """Hold an email in the outbox until a user releases it. Raises `TooLate`, `NoReason`."""
    _step(message, Message.WAITING, reason, state=State.HELD, held_by_staff=True, why=reason)
    audit.record(by, "message.held_back", message, reason=reason)


@transaction.atomic
def discard(*, message: Message, reason: str, by: User) -> None:
    """Never send an email. Raises `TooLate`, `NoReason`."""
    waits = (*Message.WAITING, State.FAILED, State.UNKNOWN, State.SUPPRESSED)
    _step(message, waits, reason, state=State.DISCARDED, held_by_staff=False, secret="", why=reason)
    audit.record(by, "message.discarded", message, reason=reason)


@transaction.atomic
def mark_bounced(*, message: Message, reason: str, by: User) -> None:
    """Mark an email as bounced, and suppress its address. Raises `TooLate`, `NoReason`."""
    _step(message, (State.SENT, State.UNKNOWN), reason, state=State.BOUNCED, why=reason)
    audit.record(by, "message.bounced", message, reason=reason)
    suppressions.suppress(message.to, kind=Suppression.Kind.BOUNCED, source="marked by staff", by=by)


def may_resend(message: Message) -> bool:
    """Whether an email can be written again: it is final, and holds no link to an account."""
    return message.state in Message.ENDED and message.purpose != "account"


@transaction.atomic
def resend(*, message: Message, reason: str, by: User) -> Message:
    """Write a final email again, as a new one that refers to it. Raises `TooLate`. `NoReason` when the old one may have
    arrived: sent, or delivery unknown."""
    if not may_resend(message):
        raise TooLate(message)
    if not reason and message.state in (State.UNKNOWN, State.SENT):
        raise NoReason
    new = Message(
        identity=f"again:{message.pk}:{uuid.uuid4().hex}",
        resend_of=message,
        **{name: getattr(message, name) for name in COPIED},
        **outbox.first_state(message.to, outbox.purpose_of(message.purpose)),
    )
    new.save(force_insert=True)
    new.attachments.set(message.attachments.all())
    audit.record(by, "message.resent", message, reason=reason, as_letter=new.pk)
    return new


COPIED = ("purpose", "language", "to", "subject", "text", "html", "object_type", "object_id")


@transaction.atomic
def show_link(*, message: Message, reason: str, by: User) -> str:
    """The link of a waiting email, to hand over for a reason; '' when it has none or was sent.

    Such a link gives access to an account, so the same rules and audit entry apply as on the account's own page. Raises
    `NoReason`, and `ValidationError` when another user has to show it.
    """
    if not reason:
        raise NoReason
    fresh = Message.objects.filter(pk=message.pk, state__in=Message.WAITING).exclude(secret="").first()
    if fresh is None:
        return ""
    if (before := outbox.purpose_of(fresh.purpose).before_link) is not None:
        before(fresh, by, reason)
    audit.record(by, "message.link_shown", message, reason=reason)
    return fresh.secret


@transaction.atomic
def reveal(*, message: Message, reason: str, by: User) -> None:
    """Record that an email to a protected person was read. Raises `NoReason`."""
    if not reason:
        raise NoReason
    audit.record(by, "message.revealed", message, reason=reason)


def _step(message: Message, states: Iterable[str], reason: str, **changes: object) -> None:
    if not reason:
        raise NoReason
    if not Message.objects.filter(pk=message.pk, state__in=states).update(**changes):
        raise TooLate(message)
