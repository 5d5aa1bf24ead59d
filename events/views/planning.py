"""Setting an event up: details, tickets, tables, meals and expenses; opening, closing and canceling."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from core.display import counted
from core.forms.reasons import ReasonForm
from core.forms.sent import Repeats
from core.http import toasts
from core.outcomes import Outcome, Undo
from core.privacy.visibility import is_redacted
from events.forms.event import EventForm
from events.forms.staff import ExpenseForm, MealsForm, TableEditForm, TableForm, TicketForm
from events.models import Event, EventExpense, Table, TicketType
from events.orders.cancellations import cancel_event
from events.planning import services
from events.planning.moving import change_event
from events.views.actions import EventAction


class EventNew(EventAction):
    heading, verb = "Add event", "Add event"
    lede = "Events start as drafts. Add tickets, then open the event for orders when its page is ready."

    def prepare(self) -> None:
        """There is no event yet."""

    def get_form(self, data: Any = None) -> EventForm:
        return EventForm(data, initial={"time_zone": "America/New_York"})

    def perform(self, form: EventForm) -> str:
        self.event = services.save_setup(row=form.instance, fields=form.written, by=self.request.user)
        return f"{self.event} added as a draft. Next, add tickets."

    def get_success_url(self) -> str:
        return super().get_success_url() if hasattr(self, "event") else reverse("events:event-list")


class EventEdit(EventAction):
    heading = "Edit event"
    lede = (
        "Guests are emailed when the date, time, or place changes. Links and door codes with an earlier web "
        "address still work."
    )

    def get_form(self, data: Any = None) -> EventForm:
        return EventForm(data, instance=Event.objects.get(pk=self.event.pk))

    def perform(self, form: EventForm) -> str:
        notified = change_event(event=form.instance, fields=form.written, by=self.request.user, at=timezone.now())
        self.event = form.instance
        letters = f" {counted(notified, 'email', 'emails')} to guests added to the outbox." if notified else ""
        return f"{self.event} saved.{letters}"


class EventState(EventAction):
    """Open for orders, or close."""

    repeats = Repeats.ANEW  # repeating it changes nothing; the last state counts

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.get_success_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.POST.get("state", "")
        if wanted == Event.State.OPEN and not self.event.ticket_types.exists():
            messages.error(request, "Add a ticket before opening the event for orders.")
        elif wanted in (Event.State.OPEN, Event.State.CLOSED):
            was = self.event.state
            event = services.change_state(event=self.event, state=wanted, by=request.user)
            message = "is open for orders" if event.state == Event.State.OPEN else "is closed for orders"
            undo = Undo("event-state", {"pk": event.pk, "was": was, "now": event.state})
            toasts.say(request, Outcome(f"{event} {message}.", undo=undo if event.state != was else None))
        return redirect(self.get_success_url())


class EventCancel(EventAction):
    leaves_process = True
    form_class = ReasonForm
    heading, verb, danger = "Cancel event", "Cancel event", True
    lede = (
        "You can't undo this. Unpaid orders are released. Paid orders keep their gifts: refund each buyer who asks, or"
        " keep their written waiver. Dinners are marked as not provided, so receipts will be out of date."
    )

    def perform(self, form: ReasonForm) -> str:
        cancel_event(event=self.event, by=self.request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return f"{self.event} is canceled. Tell the guests, then refund those who ask."


class TicketNew(EventAction):
    heading = "Add ticket"
    lede = "Set the value of the dinner before selling tickets, because it's on every receipt."

    def get_form(self, data: Any = None) -> TicketForm:
        return TicketForm(data, instance=TicketType(event=self.event, position=self.event.ticket_types.count()))

    def perform(self, form: TicketForm) -> str:
        ticket = services.save_setup(row=form.instance, fields=form.changed_data, by=self.request.user)
        return f"{ticket} saved."


class TicketEdit(TicketNew):
    heading = "Edit ticket"

    def prepare(self) -> None:
        super().prepare()
        self.ticket = get_object_or_404(TicketType, event=self.event, pk=self.kwargs["pk"])

    def get_form(self, data: Any = None) -> TicketForm:
        return TicketForm(data, instance=self.ticket)

    def get_context(self) -> dict[str, Any]:
        unused = not self.ticket.order_lines.exists()
        remove = reverse("events:ticket-remove", args=[self.event.slug, self.ticket.pk])
        return super().get_context() | {"remove": remove if unused else ""}


class TablesNew(EventAction):
    heading, verb = "Add tables", "Add tables"

    def get_form(self, data: Any = None) -> TableForm:
        return TableForm(data, event=self.event)

    def perform(self, form: TableForm) -> str:
        data = form.cleaned_data
        made = services.add_tables(event=self.event, names=data["names"], seats=data["seats"], by=self.request.user)
        return f"{counted(len(made), 'table', 'tables')} added. Next, assign guests to tables."

    def get_success_url(self) -> str:
        return reverse("events:seating", args=[self.event.slug])


class TableEdit(EventAction):
    """Rename a table, or change its number of seats."""

    def prepare(self) -> None:
        super().prepare()
        self.table = get_object_or_404(Table, event=self.event, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"Table {self.table}"

    def get_form(self, data: Any = None) -> TableEditForm:
        return TableEditForm(data, instance=Table.objects.get(pk=self.table.pk))

    def perform(self, form: TableEditForm) -> str | None:
        try:
            table = services.change_table(table=form.instance, fields=form.changed_data, by=self.request.user)
        except services.TableFull as full:
            seated = form.instance.seats - full.free
            form.add_error("seats", f"Enter at least {seated}, the number of guests at this table.")
            return None
        return f"Table {table} saved."

    def get_success_url(self) -> str:
        return reverse("events:seating", args=[self.event.slug])

    def get_context(self) -> dict[str, Any]:
        unused = not self.table.guests.exists()
        remove = reverse("events:table-remove", args=[self.event.slug, self.table.pk])
        return super().get_context() | {"remove": remove if unused else ""}


class Remove(EventAction):
    """Remove a table or a ticket type that is not used."""

    verb, danger = "Remove", True
    model: type[Table] | type[TicketType]
    noun = ""
    row: Table | TicketType

    def prepare(self) -> None:
        super().prepare()
        row = get_object_or_404(self.model, event=self.event, pk=self.kwargs["pk"])
        self.row = cast("Table | TicketType", row)

    @property
    def heading(self) -> str:
        return f"Remove {self.noun} “{self.row}”?"

    def perform(self, form: forms.Form) -> str:
        services.remove_part(row=self.row, by=self.request.user)
        return f"{self.row} removed."


class TableRemove(Remove):
    model, noun = Table, "table"
    refusals = {services.InUse: (None, "Guests are assigned to this table. Assign them elsewhere first.")}

    def get_success_url(self) -> str:
        return reverse("events:seating", args=[self.event.slug])


class TicketRemove(Remove):
    model, noun = TicketType, "ticket"
    refusals = {
        services.InUse: (None, "This ticket has been ordered. End its sale or hide it from the public page instead.")
    }


class Meals(EventAction):
    heading = "Meal choices"

    def get_form(self, data: Any = None) -> MealsForm:
        lines = [f"{meal.name} | {meal.name_ur}".rstrip(" |") for meal in self.event.meals.all()]
        return MealsForm(data, initial={"meals": "\n".join(lines)})

    def perform(self, form: MealsForm) -> str:
        services.offer_meals(event=self.event, meals=form.cleaned_data["meals"], by=self.request.user)
        return "Meals saved."


class ExpenseNew(EventAction):
    heading, verb = "Add expense", "Save expense"
    lede = "Direct event expenses, by line of Form 990 Schedule G."

    def get_form(self, data: Any = None) -> ExpenseForm:
        return ExpenseForm(data, instance=EventExpense(event=self.event, spent_on=self.event.day))

    def perform(self, form: ExpenseForm) -> str:
        expense = services.record_expense(expense=form.instance, by=self.request.user)
        return f"{expense}: ${expense.amount:,.2f} saved."

    def get_success_url(self) -> str:
        return reverse("events:result", args=[self.event.slug])


class ExpenseEdit(ExpenseNew):
    heading = "Edit expense"

    def prepare(self) -> None:
        super().prepare()
        self.expense = get_object_or_404(EventExpense, event=self.event, pk=self.kwargs["pk"])

    def get_form(self, data: Any = None) -> ExpenseForm:
        return ExpenseForm(data, instance=self.expense, private=is_redacted(self.expense, self.request))
