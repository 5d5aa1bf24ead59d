"""Until when each user has seen what changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ActivityMarker(models.Model):
    """The moment until which a user has seen what others did; it only moves forward."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="look"
    )
    seen_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"What {self.user} has seen"
