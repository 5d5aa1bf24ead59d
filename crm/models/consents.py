"""What people said about being written to and called."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from crm.consent import rules
from crm.models.people import OfSupporterQuerySet, Supporter
from crm.models.texts import TextQuerySet, TextRow


class ConsentQuerySet(OfSupporterQuerySet, TextQuerySet[Any]):  # type: ignore[override]  # as_manager is each class's own
    """Consents: what belongs to a supporter, with a free text."""


class Consent(TextRow):
    """An opt-in or opt-out on one channel; `crm/consent/rules.py` decides which entry applies."""

    class Channel(models.TextChoices):
        EMAIL = rules.EMAIL, "Email"
        PHONE = rules.PHONE, "Phone"
        TEXT = rules.TEXT, "Text message"
        MAIL = rules.MAIL, "Postal mail"

    class Purpose(models.TextChoices):
        ANY = rules.ANY, "All purposes"
        NEWS = "news", "News"
        APPEALS = "appeals", "Appeals"
        EVENTS = "events", "Invitations"

    texts, whole = ("source",), "supporter"

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.ANY)
    given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["supporter", "channel"])]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {'opted in' if self.given else 'opted out'}"
