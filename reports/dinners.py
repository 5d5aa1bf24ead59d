"""The dinners side by side: what each brought, what it gave in return, what it cost, and who came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from core.models import User
from events.models import Event
from events.results import Result, results

#: As many as stand beside each other on a page.
SHOWN = 4
COUNTS = (
    "Money of each event's paid orders, less refunds, as it stands now. Contributions are what exceeds the value of"
    " the dinners given, gift by gift; net is gross less direct expenses."
)
MEASURES: tuple[tuple[str, Callable[[Result], Decimal]], ...] = (
    ("Gross", lambda result: result.gross),
    ("Contributions", lambda result: result.contributions),
    ("Value given in return", lambda result: result.value_given),
    ("Direct expenses", lambda result: result.cost),
    ("Net", lambda result: result.net),
)


@dataclass(frozen=True)
class Dinners:
    """Events of two fiscal years, the newest last, and their figures by measure."""

    results: list[Result]
    linked: bool

    @property
    def money(self) -> list[tuple[str, list[Decimal]]]:
        return [(label, [measure(result) for result in self.results]) for label, measure in MEASURES]


def side_by_side(*, since: date, user: User) -> Dinners | None:
    """The last events that begin on or after a day, drafts left out; None when there are none."""
    start = datetime(since.year, since.month, since.day, tzinfo=UTC)
    rows = Event.objects.exclude(state=Event.State.DRAFT).filter(starts_at__gte=start)
    events = list(reversed(rows.order_by("-starts_at", "-pk")[:SHOWN]))
    return Dinners(results(events), linked=user.has_perm("events.view")) if events else None
