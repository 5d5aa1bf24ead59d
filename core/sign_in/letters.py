"""Letters about accounts. Like all mail they wait in the outbox until mail is switched on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from core.models import Message, Organization, User

PURPOSE = "account"


def write_link(*, user: User, token: str, path: str, lasts: timedelta, invited: bool) -> Message:
    """The letter with the link by which a person sets a password. The same token is written once."""
    hours = round(lasts.total_seconds() / 3600)
    context = {
        "person": user,
        "link": settings.SITE_URL + path,
        "lasts": f"{hours // 24} days" if hours >= 48 else "one hour",
        "invited": invited,
    }
    charity = _charity()
    subject = f"Your sign-in for {charity}" if invited else f"Set a new password for {charity}"
    return _write(_identity(user, token), user.email, subject, "core/letters/password_link.txt", context)


def write_notice(*, to: str, subject: str, text: str) -> Message:
    """A notice that something about an account changed."""
    return _keep(f"account-notice:{uuid.uuid4().hex}", to, subject, text)


def tell_second_factor_reset(*, user: User, by: User | None, reason: str) -> Message:
    """Tell a person that an administrator, or None for who runs the server, took their second factor away."""
    context = {"person": user, "by": by, "reason": reason}
    identity = f"account-notice:{uuid.uuid4().hex}"
    return _write(identity, user.email, "Your second factor was reset", "core/letters/factor_reset.txt", context)


def tokens_held_for(user: User) -> list[str]:
    """The tokens of the links that wait in the outbox for a person, newest first."""
    held = Message.objects.filter(identity__startswith=_identity(user, ""), state=Message.State.HELD, to=user.email)
    return [identity.rpartition(":")[2] for identity in held.order_by("-pk").values_list("identity", flat=True)]


def withdraw_links(user: User) -> None:
    """Take back the letters with links that no longer work, so that none leaves later."""
    with transaction.atomic():
        Message.objects.filter(identity__startswith=_identity(user, ""), state=Message.State.HELD).delete()


def _identity(user: User, token: str) -> str:
    return f"password-link:{user.pk}:{token}"


def _write(identity: str, to: str, subject: str, template: str, context: Mapping[str, object]) -> Message:
    return _keep(identity, to, subject, render_to_string(template, {**context, "charity": _charity()}))


def _keep(identity: str, to: str, subject: str, text: str) -> Message:
    message, _ = Message.objects.get_or_create(
        identity=identity, defaults={"purpose": PURPOSE, "to": to, "subject": subject[:200], "text": text.strip()}
    )
    return message


def _charity() -> str:
    names: Iterable[str] = Organization.objects.filter(pk=1).values_list("short_name", flat=True)
    return f"{next(iter(names), 'the charity')} back office"
