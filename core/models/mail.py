"""The outbox."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.models.files import StoredFile


class Message(models.Model):
    """A letter by e-mail, in the outbox. `identity` makes writing it twice change nothing."""

    class State(models.TextChoices):
        HELD = "held", "Held"
        SENT = "sent", "Sent"
        BOUNCED = "bounced", "Bounced"
        UNKNOWN = "unknown", "Delivery unknown"

    identity = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attachments = models.ManyToManyField(StoredFile, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
