"""Emails about accounts. Like all email they wait in the outbox until mail is on."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from core import mail
from core.models import Message, Organization, User

PURPOSE = "account"


def write_link(*, user: User, token: str, path: str, lasts: timedelta, invited: bool) -> Message:
    """The email with the link to set a password; one per token. The link is stored separately and deleted when the
    email is sent."""
    hours = round(lasts.total_seconds() / 3600)
    context = {"person": user, "lasts": f"{hours // 24} days" if hours >= 48 else "one hour", "invited": invited}
    charity = _charity()
    subject = f"Your sign-in for {charity}" if invited else f"Set a new password for {charity}"
    identity = f"{_identity(user)}{hashlib.sha256(token.encode()).hexdigest()}"
    link = settings.SITE_URL + path
    return _write(identity, user, subject, "core/letters/password_link", context, secret=link)


def write_notice(*, to: str, subject: str, text: str) -> Message:
    """A notice that something about an account changed."""
    identity = f"account-notice:{uuid.uuid4().hex}"
    about = User.objects.filter(email__iexact=to).first()
    return mail.enqueue(identity=identity, purpose=PURPOSE, to=to, subject=subject, text=text, about=about)


def tell_second_factor_reset(*, user: User, by: User | None, reason: str) -> Message:
    """Notify a user that an administrator, or the server's operator (None), reset their second factor."""
    context = {"person": user, "by": by, "reason": reason}
    identity = f"account-notice:{uuid.uuid4().hex}"
    return _write(identity, user, "Your two-step verification was reset", "core/letters/factor_reset", context)


def tell_roles_changed(*, reader: User, user: User, by: User | None, before: str, after: str) -> Message:
    """Notify an administrator, or the user, that a user's roles changed."""
    own = reader.pk == user.pk
    context = {"reader": reader, "own": own, "person": user, "by": by, "before": before, "after": after}
    identity = f"account-notice:{uuid.uuid4().hex}"
    subject = "Your roles were changed" if own else "A user's roles were changed"
    return _write(identity, reader, subject, "core/letters/roles_changed", context)


def pending_tokens(user: User) -> list[str]:
    """The tokens of a user's links waiting in the outbox, newest first."""
    links = _waiting(user).filter(to=user.email).exclude(secret="").order_by("-pk").values_list("secret", flat=True)
    return [link.rstrip("/").rpartition("/")[2] for link in links]


def withdraw_links(user: User) -> None:
    """Discard emails with links that no longer work."""
    with transaction.atomic():
        _waiting(user).delete()


def _waiting(user: User) -> QuerySet[Message]:
    return Message.objects.filter(identity__startswith=_identity(user), state__in=Message.WAITING)


def _identity(user: User) -> str:
    return f"password-link:{user.pk}:"


def _write(
    identity: str, user: User, subject: str, template: str, context: Mapping[str, object], secret: str = ""
) -> Message:
    return mail.enqueue(
        identity=identity,
        purpose=PURPOSE,
        to=user.email,
        about=user,
        subject=subject,
        template=template,
        context={**context, "charity": _charity()},
        secret=secret,
    )


def _charity() -> str:
    names: Iterable[str] = Organization.objects.filter(pk=1).values_list("short_name", flat=True)
    return f"{next(iter(names), 'the charity')} back office"
