"""Which forms were sent, what stood in them, and what was answered."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """One form that did something. Its key was made when the form was shown and can be used up once.

    - Written in the same transaction as what the form did: where the act did not happen, neither is the row there.
    - `content` is a keyed hash of everything that was sent, so the row says nothing about anybody.
    - `messages` may name people and `location` may be a secret; both are forgotten after a day (`core/forms/sent.py`),
      the messages as soon as somebody is protected, the key after three months.
    """

    key = models.CharField(max_length=64)
    who = models.CharField(max_length=20, blank=True, help_text="The user's key; blank for a website visitor.")
    place = models.CharField(max_length=250, help_text="The route with a hash of the address, or the act asked for.")
    content = models.CharField(max_length=64)
    #: How often the content changed under this key, for acts that may be asked for anew.
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
        """What the form made, as it stands now; None where nothing was named, or it is gone."""
        model = self.made_kind.model_class() if self.made_kind else None
        return model._default_manager.filter(pk=self.made_key).first() if model else None
