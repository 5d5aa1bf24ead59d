"""Supporters added since a user last looked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from core.display import by_whom, counted
from core.extend import ActivitySummary, Span
from core.models import User
from core.recent_activity import rows_url
from crm.models import Supporter


def for_staff(user: User, span: Span) -> Iterable[ActivitySummary]:
    """People and organizations that were added."""
    rows = (
        Supporter.objects.visible_to(user).not_merged().filter(created_at__range=span.within).exclude(created_by=user)
    )
    found = list(rows.order_by().values_list("created_by__name").annotate(Count("pk")))
    if count := sum(number for _, number in found):
        text = counted(count, "new supporter", "new supporters")
        yield ActivitySummary(text, rows_url("crm:supporter-list", span, besides=user), "user-plus", by_whom(found))
