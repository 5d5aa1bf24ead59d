"""How far an event is from its goal, for staff and the public."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.charts.spec import Chart, Kind, Series
from events.models import Event
from events.results.schedule_g import gross_of


def goal_chart(event: Event, *, name: str = "") -> Chart | None:
    """A chart of what an event's orders raised, less refunds; None without a goal. `name` is the event's name in the
    page's language."""
    if event.goal is None:
        return None
    return Chart(
        title=name or event.name,
        counts=_("Raised for this event so far"),
        kind=Kind.THERMOMETER,
        categories=[event.name],
        series=[Series(event.name, [gross_of(event)])],
        goal=event.goal,
        name="goal",
    )
