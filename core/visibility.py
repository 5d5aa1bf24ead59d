"""Rows that reach people, and who sees them (DESIGN, section 6).

A model with a path to a person names the permission that shows its rows and takes `VisibleQuerySet`, or a subclass
of it where some see only part of them. Pages, searches and panels begin with `visible_to`, as a test asks.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[M]):
    """Rows that whoever has the model's `seen_with` sees, and nobody else."""

    def visible_to(self, user: Any) -> Self:
        """The rows this person may see: all of them or none. `user` may be anonymous."""
        seen_with: str = self.model.seen_with  # type: ignore[attr-defined]  # stated by every model that takes this
        return self if user.has_perm(seen_with) else self.none()
