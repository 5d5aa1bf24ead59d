"""Where names are looked up for the system alone: those on file, and those somebody typed into another app's rows.

No page reads these tables: they hold how protected names sound. `crm.privacy` asks them whether what somebody types is
about a protected person.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class SystemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> SystemQuerySet:
        """Nobody: it is asked for the answer of `crm.privacy` alone."""
        return self.none()


class NameKey(models.Model):
    """One form of a supporter's name (`crm.name_forms`), protected or not: candidates and namesakes are found by it."""

    supporter = models.ForeignKey("crm.Supporter", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=255)

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "supporter"], name="name_key_once_a_supporter")]

    def __str__(self) -> str:
        return f"A form of the name of supporter {self.supporter_id}"
