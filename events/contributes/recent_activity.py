"""Orders and answers since a user last looked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Sum

from core.display import by_whom, counted
from core.extend import ActivitySummary, Span
from core.models import User
from core.recent_activity import rows_url
from events.models import Invitation, Order


def for_staff(user: User, span: Span) -> Iterable[ActivitySummary]:
    """Orders placed and invitations answered, one line per event."""
    orders = Order.objects.visible_to(user).filter(created_at__range=span.within).exclude(created_by=user).order_by()
    found: dict[tuple[str, str], list[tuple[str | None, int]]] = {}
    for slug, name, by, count in orders.values_list("event__slug", "event__name", "created_by__name").annotate(
        Count("pk")
    ):
        found.setdefault((slug, name), []).append((by, count))
    for (slug, name), counts in found.items():
        url = rows_url("events:order-list", span, args=[slug], besides=user)
        text = f"{name}: {counted(sum(count for _, count in counts), 'order', 'orders')}"
        yield ActivitySummary(text, url, "ticket", by_whom(counts))
    answers = Invitation.objects.visible_to(user).filter(answered_at__range=span.within).order_by()
    sums = answers.values_list("event__slug", "event__name").annotate(Count("pk"), Sum("party_size"))
    for slug, name, count, coming in sums:
        url = rows_url("events:invitation-list", span, args=[slug])
        guests = f"{counted(coming or 0, 'person', 'people')} attending"
        yield ActivitySummary(f"{name}: {counted(count, 'reply', 'replies')}", url, "mail", guests)
