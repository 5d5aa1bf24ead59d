"""Dinner results side by side: receipts, contributions, value of the dinners, expenses, net proceeds, and guests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from core.clock import organization_midnight
from core.models import User
from events.models import Event
from events.results.schedule_g import Result, results

#: How many fit side by side on a page.
SHOWN = 4
COUNTS = (
    "Paid orders of each event up to this date, less refunds made by then. Guest counts are current. Contributions are"
    " payments above the value of the dinners, calculated gift by gift. Net proceeds are gross receipts less direct"
    " expenses."
)
MEASURES: tuple[tuple[str, Callable[[Result], Decimal]], ...] = (
    ("Gross receipts", lambda result: result.gross),
    ("Contributions", lambda result: result.contributions),
    ("Fair market value", lambda result: result.value_given),
    ("Direct expenses", lambda result: result.cost),
    ("Net proceeds", lambda result: result.net),
)


@dataclass(frozen=True)
class Dinners:
    """Events of two fiscal years, the newest last, and their figures by measure."""

    results: list[Result]
    linked: bool

    @property
    def money(self) -> list[tuple[str, list[Decimal]]]:
        return [(label, [measure(result) for result in self.results]) for label, measure in MEASURES]


def side_by_side(*, since: date, as_of: date, user: User) -> Dinners | None:
    """The last events from `since` on as of a day, for a user; None when there are none.

    Drafts are left out, as is everything posted after `as_of`; an event still ahead shows what it raised so far. Days
    are the organization's: a dinner at 8 PM in New York, midnight in London, belongs to that evening.
    """
    rows = Event.objects.exclude(state=Event.State.DRAFT).filter(starts_at__gte=organization_midnight(since))
    end = organization_midnight(as_of + timedelta(days=1))
    rows = rows.filter(Q(starts_at__lt=end) | Q(created_at__lt=end))
    events = list(reversed(rows.order_by("-starts_at", "-pk")[:SHOWN]))
    return Dinners(results(events, as_of=as_of), linked=user.has_perm("events.view")) if events else None
