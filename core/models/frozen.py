"""What guards frozen rows in the database itself: the door that opens them, and what was installed to guard them."""

from __future__ import annotations

from django.db import models


class Door(models.Model):
    """A row stands here while frozen rows may be changed: written and removed in one transaction, so that no other
    writer ever sees it. SQLite only; PostgreSQL has settings of a transaction for this."""

    reason = models.CharField(max_length=500)

    class Meta:
        db_table = "core_door"

    def __str__(self) -> str:
        return self.reason


class InstalledObject(models.Model):
    """A trigger or view as it was installed: the text it was made of and how the database itself describes it, hashed.
    `core.dbobjects` compares both at start-up."""

    name = models.CharField(max_length=63, primary_key=True)
    source_sha256 = models.CharField(max_length=64)
    described_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
