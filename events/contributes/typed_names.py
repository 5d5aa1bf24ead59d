"""Names typed into orders, seats and answers, as name reviews show them (`crm.protection.typed_rows`)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from crm.models import Supporter
from crm.names import forms
from crm.protection.row_rules import under_owners_code
from crm.protection.texts import text_rows
from crm.protection.typed_rows import typed_rows
from crm.services.name_reviews import CannotJoin
from events.models import EventExpense, Guest, Invitation, Order, Table


def _order_url(order: Order) -> str:
    return reverse("events:order-detail", args=[order.event.slug, order.number])


def _guest_title(guest: Guest) -> str:
    party = f"of {guest.order}" if guest.order else "of an invitation"
    return f"Guest {party}, {guest.event}"


def _join(row: Any, person: Supporter) -> None:
    """Make an order or a seat this supporter's. A paid order is left alone: its gift says whose it is."""
    if row.supporter_id is not None and row.supporter_id != person.pk:
        raise CannotJoin("This already belongs to another supporter. Correct the donor of its gift instead.")
    row.supporter = person
    row.save(update_fields=["supporter"])


def _seats_of_the_buyer(order: Order) -> list[Guest]:
    """Guests of an order with the same name as its buyer."""
    buyers = forms.people(order.name)
    return [
        guest
        for guest in order.guests.exclude(name="")
        for named in forms.people(guest.name)
        if any(forms.fits(named, buyer) for buyer in buyers)
    ]


ENTRIES = (
    typed_rows(
        Order,
        title=lambda order: f"{order}, {order.event}",
        url=_order_url,
        join=_join,
        together=_seats_of_the_buyer,
    ),
    typed_rows(
        Guest,
        title=_guest_title,
        url=lambda guest: reverse("events:guest-edit", args=[guest.event.slug, guest.pk]),
        join=_join,
    ),
    typed_rows(
        Invitation,
        title=lambda invitation: f"Reply to an invitation, {invitation.event}",
        url=lambda invitation: reverse("events:invitation-list", args=[invitation.event.slug]),
    ),
    typed_rows(
        Table,
        title=lambda table: f"Name of a table, {table.event}",
        url=lambda table: reverse("events:table-edit", args=[table.event.slug, table.pk]),
    ),
    *under_owners_code(Order),
    *under_owners_code(Guest),
    text_rows(EventExpense),
)
