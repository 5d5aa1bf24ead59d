"""Writing emails: one for each identity, in plain text and HTML, held in the outbox.

The words are `text`, or `template` with `context`: `<template>.<language>.txt` or `<template>.txt`, with an `.html`
where the email needs more than paragraphs. A subject must not name anybody: lists and phones show it. `secret` is a
link that gives access without signing in: the words contain it as `{{ secret }}`, and it is stored apart until sent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation

from core import extend
from core.mail import bodies, suppressions
from core.models import Message, Organization, StoredFile, Suppression


class UnknownPurpose(LookupError):
    """No app contributed this purpose."""


def enqueue(
    *,
    identity: str,
    purpose: str,
    to: str,
    subject: str,
    template: str = "",
    context: Mapping[str, Any] | None = None,
    text: str = "",
    language: str = "en",
    attachments: Iterable[StoredFile] = (),
    about: models.Model | None = None,
    secret: str = "",
    resend_of: Message | None = None,
) -> Message:
    """Put an email into the outbox and return it; an `identity` used before returns the email already there.

    The module's docstring describes `text`, `template`, `subject` and `secret`. `about` is the object the email belongs
    to. Raises `ValidationError` for an invalid address and `UnknownPurpose`.
    """
    kind, to = purpose_of(purpose), to.strip()
    if (existing := Message.objects.filter(identity=identity).first()) is not None:
        return existing
    subject = one_line(subject)
    validate_email(to)
    values = {**_content(template, context or {}, text, language, subject), **first_state(to, kind, secret)}
    values |= {"purpose": purpose, "to": to, "resend_of": resend_of, **_about(about)}
    return _insert(identity, values, attachments)


def _insert(identity: str, values: dict[str, Any], attachments: Iterable[StoredFile]) -> Message:
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(identity=identity, defaults=values)
        if is_new:
            message.attachments.set(attachments)
    return message


def untrue(messages: Sequence[Message]) -> dict[int, str]:
    """Why letters say what is no longer true, by their keys; those that are true are not named."""
    found: dict[int, str] = {}
    for purpose in extend.mail_purposes():
        mine = [message for message in messages if message.purpose == purpose.slug]
        if mine and purpose.untrue:
            found |= purpose.untrue(mine)
    return found


def purpose_of(slug: str) -> extend.MailPurpose:
    """What letters of a purpose are. Raises `UnknownPurpose`."""
    for each in extend.mail_purposes():
        if each.slug == slug:
            return each
    raise UnknownPurpose(slug)


def one_line(subject: str) -> str:
    """A subject on one line of at most 200 characters, without control characters, so that it cannot inject a second
    header. Raises `ValidationError` when nothing is left."""
    clean = "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp") else each for each in subject)
    clean = "".join(each for each in clean if each not in bodies.TURNS)
    if not (found := " ".join(clean.split())[:200].rstrip()):
        raise ValidationError("Enter a subject.")
    return found


def first_state(to: str, kind: extend.MailPurpose, secret: str = "") -> dict[str, Any]:
    """The fields a new email begins with: SUPPRESSED with the reason, or HELD."""
    if reason := blocked_reason(to, kind):
        return {"state": Message.State.SUPPRESSED, "why": reason}
    return {"state": Message.State.HELD, "secret": secret}


def blocked_reason(to: str, kind: extend.MailPurpose) -> str:
    """Why emails of this purpose are not sent to `to`, as a sentence; empty when they are."""
    kinds = suppressions.suppressed([to]).get(to, frozenset())
    for each in (*Suppression.BLOCKING, *([Suppression.Kind.UNSUBSCRIBED] if kind.bulk else [])):
        if each in kinds:
            return WORDS[each]
    return ""


WORDS = {
    Suppression.Kind.BOUNCED: "Earlier email to this address bounced.",
    Suppression.Kind.COMPLAINED: "The recipient marked an earlier email as spam.",
    Suppression.Kind.UNSUBSCRIBED: "The recipient unsubscribed from mass emails.",
}


def _content(template: str, context: Mapping[str, Any], text: str, language: str, subject: str) -> dict[str, Any]:
    """The fields of what the recipient reads, in the recipient's language."""
    with translation.override(language):
        plain, html = _words(template, context, text, language, subject)
    return {"language": language, "subject": subject, "text": plain, "html": html}


def _words(template: str, context: Mapping[str, Any], text: str, language: str, subject: str) -> tuple[str, str]:
    """The email in plain text and in HTML, with the demonstration's warning where it is one."""
    organization = Organization.objects.filter(pk=1).first()
    values = {"organization": organization, "language": language, **context, "secret": bodies.MARK}
    plain = render_to_string(bodies.found(template, language, "txt"), values) if template else text
    rich = bodies.found(template, language, "html", needed=False) if template else ""
    inner = render_to_string(rich, values) if rich else bodies.paragraphs(plain)
    warning = bodies.DEMO[language if language in bodies.DEMO else "en"] if _is_demo(organization) else ""
    plain = "\n\n".join(filter(None, [warning, plain.strip()])) + "\n"
    name = organization.short_name if organization else ""
    return plain, bodies.page(inner, name=name, subject=subject, language=language, warning=warning)


def _about(target: models.Model | None) -> dict[str, Any]:
    return {"object_type": target._meta.label_lower, "object_id": target.pk} if target is not None else {}


def _is_demo(organization: Organization | None) -> bool:
    demo = organization is not None and organization.environment == Organization.Environment.DEMO
    return settings.DEMO or demo
