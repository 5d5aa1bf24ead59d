"""Gifts, pledges, corrections and refunds since a user last looked."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Sum, Value, When

from core.display import by_whom, counted, money_text
from core.extend import ActivitySummary, Span
from core.models import User
from core.money import ZERO, MoneyField
from core.recent_activity import rows_url
from donations.models import Gift, Pledge, Refund, Reversal

CAME = {
    Gift.Origin.FORM: ("gift recorded", "gifts recorded", "gift"),
    Gift.Origin.ONLINE: ("online gift", "online gifts", "card"),
    Gift.Origin.EVENT: ("event payment", "event payments", "ticket"),
}


def for_staff(user: User, span: Span) -> Iterable[ActivitySummary]:
    """Gifts by source (imported ones are summarized by their import), pledges, corrections and refunds."""
    yield from _gifts(user, span)
    pledges = list(_by_name(Pledge.objects.visible_to(user), span, user, "created_by", total=Sum("amount")))
    if count := sum(row["count"] for row in pledges):
        text = f"{counted(count, 'pledge', 'pledges')}, {_money(row['total'] for row in pledges)}"
        url = rows_url("donations:pledge-list", span, besides=user)
        yield ActivitySummary(text, url, "handshake", _names(pledges, "created_by"))
    yield from _taken_back(user, span)


def _gifts(user: User, span: Span) -> Iterable[ActivitySummary]:
    kept = Case(
        When(kind__in=Gift.RAISED, then=F("amount") - F("refunded")), default=Value(ZERO), output_field=MoneyField()
    )
    rows = Gift.objects.visible_to(user).active().filter(origin__in=CAME, created_at__range=span.within)
    rows = rows.exclude(created_by=user).order_by()
    found = list(rows.values("origin", "created_by__name").annotate(count=Count("pk"), total=Sum(kept)))
    for origin, (one, many, icon) in CAME.items():
        of_it: list[Any] = [row for row in found if row["origin"] == origin]
        if count := sum(row["count"] for row in of_it):
            text = f"{counted(count, one, many)}, {_money(row['total'] for row in of_it)}"
            url = rows_url("donations:gift-list", span, besides=user, origin=str(origin))
            yield ActivitySummary(text, url, icon, _names(of_it, "created_by"))


def _taken_back(user: User, span: Span) -> Iterable[ActivitySummary]:
    """Gifts that were corrected or reversed, and refunds."""
    wrong = list(_by_name(Reversal.objects.visible_to(user), span, user, "by"))
    if count := sum(row["count"] for row in wrong):
        url = rows_url("donations:gift-list", span, besides=user, corrected="true", touched="reversal")
        yield ActivitySummary(
            f"{counted(count, 'gift', 'gifts')} corrected or reversed", url, "undo", _names(wrong, "by")
        )
    back = list(_by_name(Refund.objects.visible_to(user).active(), span, user, "by", total=Sum("amount")))
    if count := sum(row["count"] for row in back):
        text = f"{counted(count, 'refund', 'refunds')}, {_money(row['total'] for row in back)}"
        url = rows_url("donations:gift-list", span, besides=user, corrected="true", touched="refund")
        yield ActivitySummary(text, url, "undo", _names(back, "by"))


def _by_name(rows: Any, span: Span, user: User, who: str, **sums: Any) -> Any:
    found = rows.filter(created_at__range=span.within).exclude(**{who: user}).order_by()
    return found.values(f"{who}__name").annotate(count=Count("pk"), **sums)


def _names(rows: Iterable[dict[str, Any]], who: str) -> str:
    return by_whom((row[f"{who}__name"], row["count"]) for row in rows)


def _money(amounts: Iterable[Decimal | None]) -> str:
    return money_text(sum((amount or ZERO for amount in amounts), ZERO))
