"""Audit log sentences for acts on events, links to their objects, and who may see former values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope, all_rows, visible_rows
from core.models import User
from crm.contributes.protection import about
from events.models import Event, EventExpense, Guest, Invitation, Order, Table, TicketType

Shown = Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]


def _events(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("events.view"):
        return {}
    found = Event.objects.filter(pk__in=keys)
    return {one.pk: (str(one), reverse("events:event-detail", args=[one.slug])) for one in found}


def _orders(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Order.objects.visible_to(user).filter(pk__in=keys).select_related("event")
    return {one.pk: (str(one), reverse("events:order-detail", args=[one.event.slug, one.number])) for one in found}


def _guests(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("events.manage"):
        return {}
    found = Guest.objects.visible_to(user).filter(pk__in=keys)
    found = found.select_related("event", "supporter", "order__supporter", "invitation__supporter")
    return {one.pk: (str(one), reverse("events:guest-edit", args=[one.event.slug, one.pk])) for one in found}


def _invitations(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("events.view"):
        return {}
    found = Invitation.objects.visible_to(user).filter(pk__in=keys).select_related("event", "supporter")
    return {
        one.pk: (f"Invitation to {one.supporter}", reverse("events:invitation-list", args=[one.event.slug]))
        for one in found
    }


def _parts(model: type[models.Model]) -> Shown:
    """Parts of an event that are set up on its page."""

    def shown(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        if not user.has_perm("events.view"):
            return {}
        found: Any = model._default_manager.filter(pk__in=keys).select_related("event")
        return {one.pk: (str(one), reverse("events:event-detail", args=[one.event.slug])) for one in found}

    return shown


ENTRIES = (
    AuditAct(
        name="event.cancelled",
        words="canceled the event: {released:unpaid order|unpaid orders} released, {paid:paid"
        " order|paid orders} to refund",
        money=True,
        bare="canceled the event",
        label="Event canceled",
    ),
    AuditAct(
        name="event.expense",
        words="recorded an expense of {amount}: {kind}",
        money=True,
        bare="recorded an expense",
        label="Expense recorded",
    ),
    AuditAct(name="event.meals", words="offered {meals:meal|meals}", label="Meals changed"),
    AuditAct(name="event.saved", words="edited the event: {fields}"),
    AuditAct(name="order.refunded", words="recorded a refund made before the order was confirmed"),
    AuditAct(name="event.seated", words="assigned tables to {guests:guest|guests}", label="Tables assigned"),
    AuditAct(name="event.state", words="changed the event's status to {state}", label="Event opened or closed"),
    AuditAct(name="event.table_removed", words="removed a table", label="Table removed"),
    AuditAct(name="event.tickettype_removed", words="removed ticket {name}", label="Ticket removed"),
    AuditAct(name="event.tables", words="added {tables:table|tables}", label="Tables added"),
    AuditAct(name="guest.changed", words="changed {fields} of a guest"),
    AuditAct(name="guest.check_in_undone", words="undid {guests:check-in|check-ins}"),
    AuditAct(name="guests.changed", words="changed {fields} of {guests:guest|guests}"),
    AuditAct(name="guest.checked_in", words="checked in {guests:guest|guests}"),
    AuditAct(name="invitation.answered", words="replied {answer} for a party of {party}"),
    AuditAct(name="invitation.link_shown", words="viewed the invitation link"),
    AuditAct(name="invitation.sent", words="sent an invitation"),
    AuditAct(
        name="order.cancelled",
        words="canceled the order",
        money=True,
        bare="canceled the order",
        label="Order canceled",
    ),
    AuditAct(name="order.link_shown", words="viewed the order link"),
    AuditAct(name="order.held", words="held {seats:seat|seats} for payment by check"),
    AuditAct(name="order.kept", words="held the seats with no deadline"),
    AuditAct(name="order.moved", words="gave the check less time, as the event moved"),
    AuditAct(
        name="order.paid",
        words="recorded a payment of {total} for the order",
        money=True,
        bare="recorded the payment for the order",
    ),
    AuditAct(
        name="order.placed",
        words="ordered {seats:seat|seats} for {total}",
        money=True,
        bare="ordered {seats:seat|seats}",
    ),
    AuditAct(name="order.released", words="released the seats: {state}"),
    AuditAct(
        name="order.resolved",
        words="resolved the paid order with no seat: {wish}",
        money=True,
        bare="resolved the paid order with no seat: {wish}",
    ),
    AuditAct(
        name="order.seats_returned", words="released {seats:seat|seats}", money=True, bare="released {seats:seat|seats}"
    ),
    AuditAct(name="table.saved", words="edited a table: {fields}"),
    AuditAct(name="tickettype.saved", words="edited a ticket: {fields}", label="Ticket saved"),
    AuditObject(object_type="events.event", noun="event", shown=_events),
    AuditObject(object_type="events.eventexpense", noun="expense", shown=_parts(EventExpense)),
    AuditObject(object_type="events.guest", noun="guest", shown=_guests),
    AuditObject(object_type="events.invitation", noun="invitation", shown=_invitations),
    AuditObject(object_type="events.order", noun="order", shown=_orders),
    AuditObject(object_type="events.table", noun="table", shown=_parts(Table)),
    AuditObject(object_type="events.tickettype", noun="ticket", shown=_parts(TicketType)),
    *(
        ChangeScope(object_type=f"events.{model._meta.model_name}", permission="events.view", rows=all_rows(model))
        for model in (Event, EventExpense, Table, TicketType)
    ),
    ChangeScope(object_type="events.guest", permission="events.manage", rows=visible_rows(Guest)),
    ChangeScope(object_type="events.invitation", permission="events.manage", rows=visible_rows(Invitation)),
    ChangeScope(
        object_type="events.order",
        permission="events.view",
        rows=lambda user: Order.objects.visible_to(user).order_by().values("pk"),
    ),
    about("events.eventexpense"),
    about("events.guest", "supporter", "order__supporter", "invitation__supporter", parts=("order", "invitation")),
    about("events.invitation", "supporter", parts=("guests",)),
    about("donations.gift", parts=("order",)),
    about("events.table"),
    about("events.order", "supporter", parts=("guests", "intent"), within=("gift",)),
    reading.history_of("event"),
    reading.history_of("order"),
)
