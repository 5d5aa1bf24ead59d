"""Setting an event up: tickets, tables, meals, seating, expenses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, ProtectedError

from core import audit
from core.models import User
from events.models import Event, EventExpense, Guest, Meal, Table, TicketType


class TableFull(Exception):
    """More guests than chairs. `table` is the table, `free` the number of free chairs."""

    def __init__(self, table: Table, free: int) -> None:
        super().__init__(f"{table} has {free} free.")
        self.table, self.free = table, free


@transaction.atomic
def save_setup(*, row: models.Model, fields: Iterable[str], by: User | None) -> Any:
    """Save a validated row of an event's setup; of an existing row only `fields`, so that counters are not
    overwritten."""
    fields, before = sorted(fields), audit.stored(row)
    row.full_clean()
    if row._state.adding:
        row.save()
    elif fields:
        row.save(update_fields=fields)
    changes = [was for was in audit.since(before, row) if was.field.removesuffix("_id") in fields]
    audit.record(by, f"{row._meta.model_name}.saved", row, fields=fields, changes=changes)
    return row


@transaction.atomic
def change_state(*, event: Event, state: str, by: User | None) -> Event:
    """Open an event for orders, or close it. To cancel it for good, use `cancellations.cancel_event`."""
    before = Event.objects.values_list("state", flat=True).get(pk=event.pk)
    if Event.objects.filter(pk=event.pk).exclude(state=Event.State.CANCELLED).update(state=state):
        audit.record(by, "event.state", event, state=str(state), changes=[audit.FieldChange("state", before, state)])
    event.refresh_from_db()
    return event


@transaction.atomic
def offer_meals(*, event: Event, meals: list[tuple[str, str]], by: User | None) -> None:
    """Set the meals on offer, as (name, name in Urdu). Meals that were chosen are kept; others that are not listed are
    deleted."""
    kept, before = [], _meals_of(event)
    for name, urdu in meals:
        meal, _ = Meal.objects.update_or_create(event=event, name=name, defaults={"name_ur": urdu})
        kept.append(meal.pk)
    Meal.objects.filter(~Exists(Guest.objects.filter(meal=OuterRef("pk"))), event=event).exclude(pk__in=kept).delete()
    audit.record(
        by, "event.meals", event, meals=len(meals), changes=[audit.FieldChange("meals", before, _meals_of(event))]
    )


def _meals_of(event: Event) -> str:
    return ", ".join(Meal.objects.filter(event=event).order_by("name").values_list("name", flat=True))


@transaction.atomic
def add_tables(*, event: Event, names: Iterable[str], seats: int, by: User | None) -> list[Table]:
    """Add tables with `seats` seats each. Raises `ValidationError` for an existing name."""
    tables = [Table(event=event, name=name, seats=seats) for name in names]
    for table in tables:
        table.full_clean()
        table.save()
    made = [audit.FieldChange("name", None, table.name, of=table) for table in tables]
    audit.record(by, "event.tables", event, tables=len(tables), changes=made)
    return tables


class InUse(Exception):
    """A ticket that was sold, or a table where people sit, cannot be removed."""


@transaction.atomic
def remove_part(*, row: Table | TicketType, by: User | None) -> None:
    """Remove a table or a ticket that nobody has. Raises `InUse`."""
    event, kind, name = row.event, row._meta.model_name, row.name
    try:
        row.delete()
    except ProtectedError:
        raise InUse(name) from None
    # A table's name may be somebody's, and an entry keeps what it says for good.
    values: dict[str, Any] = {} if isinstance(row, Table) else {"name": name}
    audit.record(by, f"event.{kind}_removed", event, **values)


@transaction.atomic
def change_table(*, table: Table, fields: Iterable[str], by: User | None) -> Table:
    """Rename a table or change its seats. Raises `TableFull` when more guests sit there, and `ValidationError`."""
    Table.objects.select_for_update().get(pk=table.pk)
    sitting = Guest.objects.expected().filter(table=table).count()
    if table.seats < sitting:
        raise TableFull(table, table.seats - sitting)
    return save_setup(row=table, fields=fields, by=by)


@transaction.atomic
def seat_guests(*, event: Event, guests: Iterable[int], table: Table | None, by: User | None) -> int:
    """Seat guests at a table, or at none; returns how many. Raises `TableFull`, and then moves nobody."""
    rows = Guest.objects.expected().filter(event=event, pk__in=list(guests))
    found = list(rows.select_related("table"))
    keys, moved = [guest.pk for guest in found], [audit.FieldChange("table", row.table, table, of=row) for row in found]
    if table is not None:
        locked = Table.objects.select_for_update().get(pk=table.pk, event=event)
        others = Guest.objects.expected().filter(table=locked).exclude(pk__in=keys).count()
        if others + len(keys) > locked.seats:
            raise TableFull(locked, locked.seats - others)
    Guest.objects.filter(pk__in=keys).update(table=table)
    audit.record(by, "event.seated", event, guests=len(keys), changes=moved)
    return len(keys)


@transaction.atomic
def record_expense(*, expense: EventExpense, by: User | None) -> EventExpense:
    """Record an expense. Raises `ValidationError`."""
    expense.created_by, before = expense.created_by or by, audit.stored(expense)
    expense.full_clean()
    expense.save()
    facts = {"amount": expense.amount, "kind": expense.get_kind_display()}
    # Shown in the history of the event, and of the expense once it changes.
    audit.record(by, "event.expense", expense.event, changes=audit.since(before, expense), **facts)
    return expense
