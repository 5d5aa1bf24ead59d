"""Links to set a password: in an invitation, or after “Forgot your password?”.

A link works once, for a limited time, and only until the password, email or last sign-in changes. It is sent by email;
while mail is off an administrator can hand over the held one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

from core import audit
from core.models import User
from core.sign_in import emails

LARGEST_KEY = 2**63 - 1


class Kind(PasswordResetTokenGenerator):
    """A kind of link: how long it works."""

    def __init__(self, name: str, lasts: timedelta) -> None:
        super().__init__()
        self.name, self.lasts = name, lasts
        self.key_salt = f"core.sign_in.links.{name}"

    def check_token(self, user: User | None, token: str | None) -> bool:
        """As Django's, with its own expiry."""
        if user is None or not token or "-" not in token:
            return False
        try:
            made = base36_to_int(token.partition("-")[0])
        except ValueError:
            return False
        right = any(
            constant_time_compare(self._make_token_with_timestamp(user, made, secret), token)
            for secret in [self.secret, *self.secret_fallbacks]
        )
        return right and self._num_seconds(self._now()) - made <= self.lasts.total_seconds()


INVITATION = Kind("invitation", timedelta(days=3))
FORGOTTEN = Kind("forgotten", timedelta(hours=1))
KINDS = (INVITATION, FORGOTTEN)


@transaction.atomic
def send(*, user: User, by: User | None) -> str:
    """Email a link that works for three days; returns its path, to hand over. Raises `ValidationError` for a closed
    account."""
    if not user.is_active:
        raise ValidationError("This account is closed. Reopen it first.")
    audit.record(by, "user.link_made", user)
    return _write(user, INVITATION)


@transaction.atomic
def send_forgotten(*, email: str, at: datetime) -> None:
    """Send the email of a forgotten password; none for an unknown address. Either way one entry is written, so that the
    response time reveals nothing."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    audit.record(user, "user.link_asked", user, known=user is not None)
    if user is not None:
        _write(user, FORGOTTEN)


def pending_path(*, user: User) -> str:
    """The path of the newest valid link waiting in the outbox; '' when there is none."""
    for token in emails.pending_tokens(user):
        if user.is_active and any(kind.check_token(user, token) for kind in KINDS):
            return path_of(user, token)
    return ""


def user_of(*, key: str, token: str) -> User | None:
    """The user of a link; None when it was used, expired, or never existed."""
    try:
        number = int(urlsafe_base64_decode(key))
    except ValueError:
        return None
    user = User.objects.filter(pk=number, is_active=True).first() if 0 < number <= LARGEST_KEY else None
    return user if user is not None and any(kind.check_token(user, token) for kind in KINDS) else None


@transaction.atomic
def set_password(*, key: str, token: str, password: str) -> User | None:
    """Set the password of the link's user, which ends their sessions; None for an invalid link. Of two concurrent calls
    one succeeds."""
    found = user_of(key=key, token=token)
    if found is None:
        return None
    User.objects.select_for_update().get(pk=found.pk)
    user = user_of(key=key, token=token)
    if user is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(user, "user.password_set", user)
        emails.withdraw_links(user)
    return user


def path_of(user: User, token: str) -> str:
    """The path of a user's link."""
    return reverse("password-link", kwargs={"key": urlsafe_base64_encode(force_bytes(user.pk)), "token": token})


def _write(user: User, kind: Kind) -> str:
    token = kind.make_token(user)
    path = path_of(user, token)
    emails.write_link(user=user, token=token, path=path, lasts=kind.lasts, invited=not user.has_usable_password())
    return path
