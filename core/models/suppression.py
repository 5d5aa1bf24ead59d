"""Suppressed email addresses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Suppression(models.Model):
    """An address that gets no automatic email, stored only as a keyed hash (`core/mail/suppressions.py`).

    So it outlives merging, erasing and importing again the person whose address it is, and names nobody. Lifting one
    keeps the row, with who and why.
    """

    class Kind(models.TextChoices):
        BOUNCED = "bounced", "Bounced"
        COMPLAINED = "complained", "Marked as spam"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"

    #: Kinds that block every email. People who unsubscribed get no bulk email, but still receipts.
    BLOCKING = (Kind.BOUNCED, Kind.COMPLAINED)

    key = models.CharField(max_length=64, db_index=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    since = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=300)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="suppression_once_a_kind", fields=["key", "kind"], condition=Q(lifted_at__isnull=True)
            ),
            models.CheckConstraint(
                name="suppression_lifted_for_a_reason",
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_because=""),
                violation_error_message="Enter the reason for removing the suppression.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.source}"
