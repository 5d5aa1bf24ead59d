"""Submitted forms: their content as a hash, and the response."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """One form that did something. Its key was made when the form was rendered and works once.

    - Written in the same transaction as what the form did: either both exist or neither.
    - `content` is a keyed hash of everything submitted, so the row holds no personal data.
    - `messages` may name people and `location` may be a secret; both are deleted after a day (`core/forms/sent.py`),
      the messages as soon as a person becomes protected, the key after three months.
    """

    key = models.CharField(max_length=64)
    who = models.CharField(max_length=20, blank=True, help_text="The user's key; blank for a website visitor.")
    place = models.CharField(max_length=250, help_text="The route with a hash of the address, or the act asked for.")
    content = models.CharField(max_length=64)
    #: How often the content changed under this key, for actions that may be repeated.
    turn = models.PositiveIntegerField(default=1)
    run = models.CharField(max_length=32, help_text="Which request wrote the row.")
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=4_000, blank=True)
    messages = models.TextField(blank=True)
    made_kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_key = models.PositiveBigIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "who", "place"], name="sent_form_once")]

    def __str__(self) -> str:
        return self.place

    @property
    def made(self) -> models.Model | None:
        """What the form made, as it is now; None when nothing was named, or it was deleted."""
        model = self.made_kind.model_class() if self.made_kind else None
        return model._default_manager.filter(pk=self.made_key).first() if model else None
