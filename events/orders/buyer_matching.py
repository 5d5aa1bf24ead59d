"""Supporters who may be the buyer of an order, or a new one. An order never changes an existing supporter."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.models import User
from crm import identity
from crm.models import EmailAddress, PhoneNumber, Supporter
from crm.services.supporters import SupporterDraft, create_supporter
from events.models import Order

SHOWN = 6


def candidates(order: Order, *, user: User) -> QuerySet[Supporter]:
    """Supporters with the buyer's email, phone or name, for staff to choose from.

    Protected supporters are left out, as the list would reveal them; the list is empty for an order shown by a code.
    Users who may not see all supporters get, besides those they see, only supporters with exactly this name, which
    reveals nothing.
    """
    if order.hidden:
        return Supporter.objects.none()  # a matching address or name would reveal who it is
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
    """Add the buyer as a supporter as typed; held under a code where that is about a protected person."""
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
    """Supporters whom a name without an email may mean, for staff to choose from.

    Protected supporters are left out, as the list would reveal them. Users who may not see all supporters get only
    supporters with exactly this name, which reveals nothing.
    """
    rows = Supporter.objects.not_merged().filter(protected=False)
    same = rows.filter(shown_name__iexact=name)
    alike = rows.filter(pk__in=Supporter.objects.visible_to(user).values("pk")).matching(name)
    found = {row.pk: row for row in (*same[:SHOWN], *alike[:SHOWN])}
    return list(found.values())[:SHOWN]


def on_file(*, name: str, email: str) -> Supporter | None:
    """The unprotected supporter with exactly this name and email, if there is one."""
    normal = identity.normal_email(email)
    if not normal:
        return None
    same = EmailAddress.objects.filter(normalized=normal).values("supporter")
    return Supporter.objects.not_merged().filter(protected=False, shown_name__iexact=name, pk__in=same).first()


def invitee(*, name: str, email: str, by: User | None) -> Supporter:
    """The supporter to invite: `on_file`, else a new one, held under a code where the typed values are about a
    protected person."""
    if there := on_file(name=name, email=email):
        return there
    draft = SupporterDraft(full_name=name, emails=(email,) if email else (), source="Invitation")
    return create_supporter(draft=draft, by=by)
