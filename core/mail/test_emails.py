"""A letter of the outbox as mail servers take it: headers, both bodies, attachments."""

from __future__ import annotations

from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from core.mail import bodies, outbox
from core.models import Message, Organization


class CannotBuild(Exception):
    """The letter cannot be sent as it was written; the message says why."""


def sender(organization: Organization) -> str:
    """The address letters come from; empty while none is known."""
    return organization.mail_from or organization.email


def secret_of(message: Message) -> str:
    """The secret link a letter carries: the one kept apart with it, or the one its purpose can tell; else nothing."""
    link = outbox.purpose_of(message.purpose).link
    return message.secret or (link(message) if link else "")


def built(message: Message, organization: Organization) -> EmailMultiAlternatives:
    """The letter with its headers. Raises `CannotBuild` when something that belongs to it is gone."""
    secret = secret_of(message) if bodies.MARK in message.text else ""
    if bodies.MARK in message.text and not secret:
        raise CannotBuild("The link in this email was removed. Create a new one.")
    name = formataddr((organization.short_name, sender(organization)))
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if organization.mail_bounces_to:
        headers["From"] = name
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=bodies.with_secret(message.text, secret),
        from_email=organization.mail_bounces_to or name,
        to=[message.to],
        reply_to=[organization.mail_reply_to] if organization.mail_reply_to else [],
        headers=headers,
    )
    if message.html:
        email.attach_alternative(bodies.with_secret(message.html, secret), "text/html")
    for file in message.attachments.order_by("pk"):
        if file.is_gone(timezone.now()):
            raise CannotBuild(f"The attachment {file.name} has been deleted.")
        email.attach(file.name, bytes(file.content), file.media_type)
    return email
