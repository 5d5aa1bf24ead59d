"""Imports since a user last looked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from core.display import counted
from core.extend import ActivitySummary, Span
from core.models import User
from imports.models import ImportBatch

MOST = 5


def for_staff(user: User, span: Span) -> Iterable[ActivitySummary]:
    """Committed files, one line each, newest first."""
    rows = ImportBatch.objects.visible_to(user).filter(applied_at__range=span.within).exclude(applied_by=user)
    counted_rows: QuerySet[Any] = rows.annotate(gifts=Count("rows__gift", distinct=True))
    found = list(counted_rows.select_related("applied_by").order_by("-applied_at")[: MOST + 1])
    for batch in found[:MOST]:
        url = reverse("imports:batch-detail", args=[batch.pk])
        by = f" by {batch.applied_by}" if batch.applied_by else ""
        yield ActivitySummary(
            f"{batch.shown_name} imported", url, "import", f"{counted(batch.gifts, 'gift', 'gifts')}{by}"
        )
    if len(found) > MOST:
        yield ActivitySummary("More imported files", reverse("imports:batch-list"), "import")
