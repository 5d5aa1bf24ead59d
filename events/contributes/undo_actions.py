"""Undo for event actions: seating, and opening or closing sales.

Returned or released seats may already be taken by others: those actions say so instead of offering undo.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.display import counted
from core.models import User
from core.outcomes import CannotUndo, UndoAction
from events.models import Event, Guest, Table
from events.planning import services


@transaction.atomic
def guests_seated(values: dict[str, Any], by: User) -> str:
    """Move guests back to where they sat, unless they were moved again since."""
    event = Event.objects.get(pk=values["event"])
    moved = 0
    for table, guests in values["was"]:
        still = Guest.objects.visible_to(by).filter(pk__in=guests, table=values["now"]).values_list("pk", flat=True)
        seat = Table.objects.filter(pk=table, event=event).first()
        try:
            moved += services.seat_guests(event=event, guests=still, table=seat, by=by)
        except services.TableFull as full:
            raise CannotUndo(f"Table {full.table} is now full, so no guests were moved.") from None
    return f"{counted(moved, 'guest', 'guests')} moved back."


def state_changed(values: dict[str, Any], by: User) -> str:
    event = Event.objects.filter(pk=values["pk"], state=values["now"]).first()
    if event is None:
        raise CannotUndo("The event has changed since then, so this can't be undone.")
    event = services.change_state(event=event, state=values["was"], by=by)
    return f"{event} is {event.get_state_display().lower()} again."


UNDO_ACTIONS = (
    UndoAction(slug="guests-seated", permission="events.manage", do=guests_seated),
    UndoAction(slug="event-state", permission="events.manage", do=state_changed),
)
