"""Rows whose background work failed: listed on a page, and retried after a growing pause.

- A **FailedWork** is one row of one kind (`extend.Retried`). It is deleted once the row is done, or needs nothing any
  more. It holds keys and the kind of error, never personal values.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from core import extend


class FailedWorkQuerySet(models.QuerySet["FailedWork"]):
    def visible_to(self, user: Any) -> FailedWorkQuerySet:
        """What this user may retry."""
        return self.filter(kind__in=[each.kind for each in extend.entries_for(user, extend.Retried)])


class FailedWork(models.Model):
    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    attempts = models.PositiveIntegerField(default=1)
    error = models.CharField("kind of error", max_length=80)
    failed_at = models.DateTimeField("last tried")
    next_at = models.DateTimeField("next try")

    objects = FailedWorkQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "object_id"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="failed_work_once_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
