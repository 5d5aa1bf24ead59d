"""The outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from core import extend
from core.models.files import StoredFile
from core.models.users import User
from core.privacy.visibility import NOBODY, RevealedPeople, guarded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User | AnonymousUser) -> MessageQuerySet:
        """Emails of the purposes this user may see. Pages that show an email also use `marked`."""
        if not user.has_perm("mail.view"):
            return self.none()
        mine = [each.slug for each in extend.entries_for(user, extend.MailPurpose)]
        return self.filter(purpose__in=mine)

    def guarded(self, revealed: RevealedPeople = NOBODY, among: frozenset[str] | None = None) -> MessageQuerySet:
        """A condition: emails to or about a protected person who is not revealed. For loaded rows, `among` names the
        kinds of objects they are about."""
        marked: Any = self.marked(revealed, among)
        return marked.filter(hidden=True)

    def marked(self, revealed: RevealedPeople = NOBODY, among: frozenset[str] | None = None) -> MessageQuerySet:
        """Adds `hidden`: whether text and address are hidden."""
        theirs = guarded(revealed, among)
        for source in extend.entries(extend.GuardedAddresses):
            theirs |= Q(Exists(source.addresses(revealed).filter(lower=OuterRef("address"))))
        rows: Any = self.alias(address=Lower("to"))
        return rows.annotate(hidden=Case(When(theirs, then=True), default=False))

    def about(self, object_type: str, object_id: int) -> MessageQuerySet:
        """Emails about an object or about what belongs to it."""
        wanted = Q(object_type=object_type, object_id=object_id)
        for part in extend.entries(extend.LettersOf):
            if part.on == object_type:
                wanted |= Q(object_type=part.object_type, object_id__in=part.keys(object_id))
        return self.filter(wanted)

    def due(self, at: datetime) -> MessageQuerySet:
        """Emails that may be sent now, while mail is on; the longest waiting first."""
        return self.filter(state=Message.State.READY, due_at__lte=at).order_by("due_at", "pk")


class Message(models.Model):
    """An email in the outbox. Writing one with the same `identity` again changes nothing.

    It is *held* until mail is on or a user releases it, then *ready*; a worker claims it, which makes it *sending*, and
    stores the result. A claim that never ends becomes *delivery unknown*: the email may have been sent, and is never
    sent again automatically.
    """

    class State(models.TextChoices):
        HELD = "held", "Held"
        READY = "ready", "Ready to send"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Refused"
        BOUNCED = "bounced", "Bounced"
        UNKNOWN = "unknown", "Delivery unknown"
        SUPPRESSED = "suppressed", "Suppressed"
        DISCARDED = "discarded", "Discarded"

    #: Emails with these statuses were not sent, and will not be without another step.
    WAITING = (State.HELD, State.READY)
    #: Statuses in which an email may be written again, as a new one.
    ENDED = (State.SENT, State.FAILED, State.BOUNCED, State.UNKNOWN, State.SUPPRESSED, State.DISCARDED)

    identity = models.CharField(max_length=200, unique=True)
    purpose = models.CharField(max_length=40, db_index=True)
    language = models.CharField(max_length=5, default="en")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    #: A link that gives access; the text holds a placeholder instead. Deleted once the email is sent.
    secret = models.CharField(max_length=500, blank=True)
    attachments = models.ManyToManyField(StoredFile, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    resend_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="resends")
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    why = models.CharField(max_length=500, blank=True)
    #: Held until a user releases it, even when mail is on.
    held_by_staff = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=255, blank=True, editable=False)
    #: Whether text and address are hidden, on rows of `marked`.
    hidden: bool
    provider_id = models.CharField(max_length=255, blank=True, db_index=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(name="message_about", fields=["object_type", "object_id"]),
            models.Index(name="message_due", fields=["due_at"], condition=Q(state="ready")),
            models.Index(name="message_leaving", fields=["claimed_at"], condition=Q(state="sending")),
            models.Index(name="message_state", fields=["state", "created_at"]),
            models.Index(name="message_listed", fields=["created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(name="message_to_somebody", condition=~Q(to="")),
            models.CheckConstraint(
                name="message_claimed_to_leave", condition=~Q(state="sending") | ~Q(claim="", claimed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="message_ready_is_not_held_by_staff", condition=~Q(state="ready") | Q(held_by_staff=False)
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("message-detail", args=[self.pk])
