"""Delete frozen rows whose retention period ended."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.db import frozen

BATCH = 1_000


def purge(rows: QuerySet[Any], *, reason: str) -> int:
    """Delete these rows in batches, each with an audit entry with `reason`; returns how many."""
    removed = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with frozen.opened(reason=reason, by=None, count=len(keys)):
            rows.model._default_manager.filter(pk__in=keys).delete()
        removed += len(keys)
    return removed
