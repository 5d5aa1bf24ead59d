"""Whose record an order belongs to: people on file who may be its buyer, or a new one. No order changes anybody."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.models import User
from crm import identity
from crm.models import EmailAddress, PhoneNumber, Supporter
from crm.services.supporters import SupporterDraft, create_supporter
from events.models import Order

SHOWN = 6


def candidates(order: Order, *, user: User) -> QuerySet[Supporter]:
    """People on file with the buyer's e-mail, phone or name; never protected ones, whom a list would give away, and
    nobody for an order that stands under a code.

    Who may not see all supporters is offered, beyond those they see, only bearers of this very name: nothing new.
    """
    if order.hidden:
        return Supporter.objects.none()  # who shares their address or their name would tell whose it is
    named = Q(shown_name__iexact=order.name)
    found = named
    if order.email:
        emails = EmailAddress.objects.filter(normalized=identity.normal_email(order.email))
        found |= Q(pk__in=emails.values("supporter"))
    if sum(char.isdecimal() for char in order.phone) >= 7:
        phones = PhoneNumber.objects.filter(normalized=identity.normal_phone(order.phone))
        found |= Q(pk__in=phones.values("supporter"))
    seen = named | Q(pk__in=Supporter.objects.visible_to(user).values("pk"))
    rows = Supporter.objects.not_merged().filter(found, seen, protected=False)
    return rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:SHOWN]))


def new_buyer(order: Order, *, by: User | None) -> Supporter:
    """Put the buyer on file as they gave themselves; held under a code where that is about somebody protected."""
    return create_supporter(
        draft=SupporterDraft(
            full_name=order.name,
            language=order.language,
            emails=(order.email,) if order.email else (),
            phones=(order.phone,) if order.phone else (),
            source=f"Order {order.spoken_number}",
        ),
        by=by,
    )


def invitees(*, name: str, user: User) -> list[Supporter]:
    """People on file whom a name without an e-mail may mean; never protected ones, whom a list would give away.

    Who may not see all supporters is offered only bearers of this very name: nothing new.
    """
    rows = Supporter.objects.not_merged().filter(protected=False)
    same = rows.filter(shown_name__iexact=name)
    alike = rows.filter(pk__in=Supporter.objects.visible_to(user).values("pk")).matching(name)
    found = {row.pk: row for row in (*same[:SHOWN], *alike[:SHOWN])}
    return list(found.values())[:SHOWN]


def on_file(*, name: str, email: str) -> Supporter | None:
    """The unprotected record with this very name and email, if there is one."""
    normal = identity.normal_email(email)
    if not normal:
        return None
    same = EmailAddress.objects.filter(normalized=normal).values("supporter")
    return Supporter.objects.not_merged().filter(protected=False, shown_name__iexact=name, pk__in=same).first()


def invitee(*, name: str, email: str, by: User | None) -> Supporter:
    """The record of somebody to invite: the one with this very name and e-mail, else a new one, held under a code where
    what was typed is about somebody protected."""
    if there := on_file(name=name, email=email):
        return there
    draft = SupporterDraft(full_name=name, emails=(email,) if email else (), source="Invitation")
    return create_supporter(draft=draft, by=by)
