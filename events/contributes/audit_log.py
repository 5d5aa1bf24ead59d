"""What acts at events are called in the audit trail, where their objects are shown, and whose former values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope
from crm.contributes.protection import about
from events.models import Event, EventExpense, Guest, Invitation, Order, Table, TicketType

Shown = Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]


def _events(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("events.view"):
        return {}
    found = Event.objects.filter(pk__in=keys)
    return {one.pk: (str(one), reverse("events:event-detail", args=[one.slug])) for one in found}


def _orders(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Order.objects.visible_to(user).filter(pk__in=keys).select_related("event")
    return {one.pk: (str(one), reverse("events:order-detail", args=[one.event.slug, one.number])) for one in found}


def _guests(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("events.manage"):
        return {}
    found = Guest.objects.visible_to(user).filter(pk__in=keys)
    found = found.select_related("event", "supporter", "order__supporter", "invitation__supporter")
    return {one.pk: (str(one), reverse("events:guest-edit", args=[one.event.slug, one.pk])) for one in found}


def _invitations(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("events.view"):
        return {}
    found = Invitation.objects.visible_to(user).filter(pk__in=keys).select_related("event", "supporter")
    return {
        one.pk: (f"Invitation to {one.supporter}", reverse("events:invitation-list", args=[one.event.slug]))
        for one in found
    }


def _parts(model: type[models.Model]) -> Shown:
    """What is set up on an event's page."""

    def shown(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        if not user.has_perm("events.view"):
            return {}
        found: Any = model._default_manager.filter(pk__in=keys).select_related("event")
        return {one.pk: (str(one), reverse("events:event-detail", args=[one.event.slug])) for one in found}

    return shown


def _guest_keys(user: Any) -> Any:
    return Guest.objects.visible_to(user).order_by().values("pk")


def _invitation_keys(user: Any) -> Any:
    return Invitation.objects.visible_to(user).order_by().values("pk")


def _all_of(model: Any) -> Callable[[Any], Any]:
    """Keys of what is about nobody: whoever sees events sees it."""
    return lambda user: model.objects.order_by().values("pk")


ENTRIES = (
    AuditAct(
        "event.cancelled",
        "canceled the event: {released:unpaid order|unpaid orders} released, {paid:paid order|paid orders} to refund",
        True,
        "canceled the event",
        label="Event canceled",
    ),
    AuditAct(
        "event.expense",
        "recorded an expense of {amount}: {kind}",
        True,
        "recorded an expense",
        label="Expense recorded",
    ),
    AuditAct("event.meals", "offered {meals:meal|meals}", label="Meals changed"),
    AuditAct("event.saved", "edited the event: {fields}"),
    AuditAct("order.refunded", "recorded a refund made before the order was confirmed"),
    AuditAct("event.seated", "assigned tables to {guests:guest|guests}", label="Tables assigned"),
    AuditAct("event.state", "changed the event's status to {state}", label="Event opened or closed"),
    AuditAct("event.table_removed", "removed table {name}", label="Table removed"),
    AuditAct("event.tickettype_removed", "removed ticket {name}", label="Ticket removed"),
    AuditAct("event.tables", "added {tables:table|tables}", label="Tables added"),
    AuditAct("guest.changed", "changed {fields} of a guest"),
    AuditAct("guest.check_in_undone", "undid {guests:check-in|check-ins}"),
    AuditAct("guests.changed", "changed {fields} of {guests:guest|guests}"),
    AuditAct("guest.checked_in", "checked in {guests:guest|guests}"),
    AuditAct("invitation.answered", "replied {answer} for a party of {party}"),
    AuditAct("invitation.link_shown", "viewed the invitation link"),
    AuditAct("invitation.sent", "sent an invitation"),
    AuditAct("order.cancelled", "canceled the order", True, "canceled the order", label="Order canceled"),
    AuditAct("order.link_shown", "viewed the order link"),
    AuditAct("order.held", "held {seats:seat|seats} for payment by check"),
    AuditAct("order.kept", "held the seats with no deadline"),
    AuditAct("order.paid", "recorded a payment of {total} for the order", True, "recorded the payment for the order"),
    AuditAct("order.placed", "ordered {seats:seat|seats} for {total}", True, "ordered {seats:seat|seats}"),
    AuditAct("order.released", "released the seats: {state}"),
    AuditAct(
        "order.resolved",
        "resolved the paid order with no seat: {wish}",
        True,
        "resolved the paid order with no seat: {wish}",
    ),
    AuditAct("order.seats_returned", "released {seats:seat|seats}", True, "released {seats:seat|seats}"),
    AuditAct("table.saved", "edited a table: {fields}"),
    AuditAct("tickettype.saved", "edited a ticket: {fields}", label="Ticket saved"),
    AuditObject("events.event", "event", _events),
    AuditObject("events.eventexpense", "expense", _parts(EventExpense)),
    AuditObject("events.guest", "guest", _guests),
    AuditObject("events.invitation", "invitation", _invitations),
    AuditObject("events.order", "order", _orders),
    AuditObject("events.table", "table", _parts(Table)),
    AuditObject("events.tickettype", "ticket", _parts(TicketType)),
    *(
        ChangeScope(f"events.{model._meta.model_name}", "events.view", _all_of(model))
        for model in (Event, EventExpense, Table, TicketType)
    ),
    ChangeScope("events.guest", "events.manage", _guest_keys),
    ChangeScope("events.invitation", "events.manage", _invitation_keys),
    ChangeScope("events.order", "events.view", lambda user: Order.objects.visible_to(user).order_by().values("pk")),
    about("events.guest", "supporter", "order__supporter", "invitation__supporter"),
    about("events.invitation", "supporter"),
    about("events.order", "supporter"),
    reading.history_of("event"),
    reading.history_of("order"),
)
