"""The content of long forms that were not submitted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Draft(models.Model):
    """The fields of one form as its owner left them; nobody else reads it, and it is deleted after a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=200, help_text="The form's URL path.")
    values = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_once")]

    def __str__(self) -> str:
        return self.form
