"""What was installed in the database to guard frozen rows."""

from __future__ import annotations

from django.db import models


class InstalledObject(models.Model):
    """A trigger or view as it was installed: the text it was made of and how the database itself describes it, hashed.
    `core.db.objects` compares both at start-up."""

    name = models.CharField(max_length=63, primary_key=True)
    source_sha256 = models.CharField(max_length=64)
    described_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
