"""Records that other users edited since a user last looked, with the audit entries behind them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core import extend
from core.audit import reading
from core.display import by_whom, counted
from core.models import AuditEntry, User

#: Endings of acts that change an existing record.
EDITS = (".changed", ".saved", ".annotated", "_changed")


def for_staff(user: User, span: extend.Span) -> Iterable[extend.ActivitySummary]:
    """A line for each kind of edit other users made, limited to what this user may read in the audit log."""
    edits = Q(*(("act__endswith", ending) for ending in EDITS), _connector=Q.OR)
    rows = AuditEntry.objects.visible_to(user).filter(edits, at__range=span.within).exclude(actor=user).order_by()
    found: dict[str, list[tuple[str | None, int]]] = {}
    for act, name, count in rows.values_list("act", "actor__name").annotate(Count("pk")).order_by("act", "actor__name"):
        found.setdefault(act, []).append((name, count))
    since = timezone.localtime(span.start).date()
    for act, counts in found.items():
        url = f"{reverse('audit')}?{urlencode({'act': act, 'since': since})}"
        text = f"{reading.label(act)}: {counted(sum(count for _, count in counts), 'edit', 'edits')}"
        yield extend.ActivitySummary(text, url, "pencil", by_whom(counts))
