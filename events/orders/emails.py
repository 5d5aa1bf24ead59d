"""Emails to buyers: seats held or booked, with the link to their order. They are queued in the outbox."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.clock import organization_today
from core.display import day_text
from core.mail import bodies, enqueue
from core.models import Message, Organization
from crm.identity import salutation
from events.date_text import when_text, zone_text
from events.models import Event, Invitation, Order
from events.orders.disclosure import bill_of, disclosed

ASKED, HELD, BOOKED, RELEASED, MOVED = "asked", "held", "booked", "released", "moved"
PURPOSE = "order"


def write_to_buyer(*, order: Order, news: str) -> Message | None:
    """Queue an email, once per piece of `news`; none without an email address or an organization."""
    organization = Organization.objects.filter(pk=1).first()
    if not order.email or organization is None:
        return None
    with translation.override(order.language):
        subject = _subject(order, news)
        paragraphs = _paragraphs(order, news, organization)
    return _to_buyer(order, organization, news, subject, paragraphs)


def write_moved_to_buyer(*, order: Order, was: str, at: datetime) -> Message | None:
    """Tell a buyer that the event moved from `was` to its current time and place."""
    organization = Organization.objects.filter(pk=1).first()
    if not order.email or organization is None:
        return None
    with translation.override(order.language):
        paragraphs = [
            *_moved(order.event, order.name, order.language, was),
            _("Your seats and door codes are still valid. If you can no longer attend, release your seats here:")
            + f"\n{bodies.MARK}",
        ]
        subject = _moved_subject(order.event, order.language)
    return _to_buyer(order, organization, f"{MOVED}-{at:%Y%m%d%H%M%S}", subject, paragraphs)


def write_moved_to_invited(*, invitation: Invitation, was: str, at: datetime) -> Message | None:
    """Tell someone who answered an invitation that the event moved."""
    organization = Organization.objects.filter(pk=1).first()
    person = invitation.supporter
    email = person.emails.first()
    if email is None or organization is None:
        return None
    with translation.override(person.language):
        paragraphs = [
            *_moved(invitation.event, salutation(person), person.language, was),
            _("Your invitation link still works. If you can no longer attend, please change your RSVP there."),
            organization.legal_name,
        ]
        subject = _moved_subject(invitation.event, person.language)
    return enqueue(
        identity=f"invitation-{invitation.pk}-{MOVED}-{at:%Y%m%d%H%M%S}",
        purpose=PURPOSE,
        to=email.address,
        subject=subject,
        text="\n\n".join(paragraphs),
        language=person.language,
        about=person,
    )


def _to_buyer(order: Order, organization: Organization, news: str, subject: str, paragraphs: list[str]) -> Message:
    return enqueue(
        identity=f"order-{order.number}-{news}",
        purpose=PURPOSE,
        to=order.email,
        subject=subject,
        text="\n\n".join([*paragraphs, organization.legal_name]),
        language=order.language,
        about=order,
    )


def _moved_subject(event: Event, language: str) -> str:
    return _("%(event)s: new date, time, or place") % {"event": event.words("name", language)}


def _moved(event: Event, dear: str, language: str, was: str) -> list[str]:
    when = f"{when_text(event.starts_local, language)} ({zone_text(event.starts_local, language)})"
    return [
        _("Dear %(dear)s,") % {"dear": dear},
        _("%(event)s has a new date, time, or place.") % {"event": event.words("name", language)},
        _("New details: %(now)s") % {"now": ", ".join(filter(None, (when, event.place)))},
        _("Previous details: %(was)s") % {"was": was},
    ]


def order_link(order: Order) -> str:
    """The URL of an order's own page, in its language. A secret: anyone who has it can name the guests and see the
    codes for the door."""
    query = "?lang=ur" if order.language == "ur" else ""
    return f"{settings.SITE_URL}{reverse('events:order', args=[order.token])}{query}"


def link_in(message: Message) -> str:
    """The link of an email about an order, filled in when it is sent."""
    order = Order.objects.filter(pk=message.object_id or 0).first()
    if order is None:
        return ""
    return hold_link(order) if message.identity.endswith(f"-{ASKED}") else order_link(order)


def hold_link(order: Order) -> str:
    """The URL that confirms the order's email address; only in an email to that address."""
    query = "?lang=ur" if order.language == "ur" else ""
    return f"{settings.SITE_URL}{reverse('events:order-hold', args=[order.token, proof_of(order)])}{query}"


def proof_of(order: Order) -> str:
    """The secret of `hold_link`."""
    return salted_hmac("events.letters.proof", f"{order.token} {order.email}").hexdigest()[:32]


def _subject(order: Order, news: str) -> str:
    name = order.event.words("name", order.language)
    if news == ASKED:
        return _("One more step for your seats at %(event)s") % {"event": name}
    if news == RELEASED:
        return _("Your seats at %(event)s were released") % {"event": name}
    if news == BOOKED:
        return _("Your seats at %(event)s are booked") % {"event": name}
    return _("We're holding your seats at %(event)s") % {"event": name}


def _paragraphs(order: Order, news: str, organization: Organization) -> list[str]:
    event, language = order.event, order.language
    head = [
        _("Dear %(dear)s,") % {"dear": order.name},
        f"{event.words('name', language)}\n{when_text(event.starts_local, language)}\n{event.place}",
    ]
    if news == ASKED:
        return [*head, _("Open this page to hold your seats:") + f"\n{bodies.MARK}"]
    if news == RELEASED:
        again = _(
            "We didn't receive your check in time, so your seats may now be ordered by others. If your check is "
            "in the mail, please call us."
        )
        return [*head, again]
    if news == HELD:
        if order.lapses_at:
            day = day_text(order.lapses_at.astimezone(event.zone).date(), language=language)
            head.append(_("We're holding your seats until %(day)s.") % {"day": day})
        owed = _("Please mail a check for %(total)s to the address below and write %(number)s on the check.")
        total = f"${order.total:,.2f}"
        head += [owed % {"total": total, "number": order.spoken_number}, organization.address]
    # The law requires the deductible part where the price is asked and where it is confirmed (receipt rules, 2.3).
    if disclosures := disclosed(bill_of(order), today=organization_today(), online=bool(order.intent_id)).sentences:
        head.append("\n".join(disclosures))
    return [*head, _("Add guest names and find your door codes here:") + f"\n{bodies.MARK}"]
