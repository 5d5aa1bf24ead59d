"""What has had its time and may go: the one way frozen rows are removed for good."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.db import frozen

BATCH = 1_000


def purge(rows: QuerySet[Any], *, reason: str) -> int:
    """Remove frozen rows whose time is up, batch by batch, each told in the audit log by `reason`; how many."""
    removed = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with frozen.opened(reason=reason, by=None, count=len(keys)):
            rows.model._default_manager.filter(pk__in=keys).delete()
        removed += len(keys)
    return removed
