"""Who may sign in, and with which roles. Accounts are closed, never deleted: what people did keeps their name.

A new account has no password: its owner sets one by a link that works once. Nobody takes administration from
themselves, and somebody who may manage settings always remains.
"""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.module_loading import import_string

from core import audit
from core.access import permissions_of
from core.models import RoleGrant, User

MANAGE = "settings.manage"
LARGEST_KEY = 2**63 - 1


class _Links(PasswordResetTokenGenerator):
    """Void once the password, the e-mail or the last sign-in changed, or after `PASSWORD_RESET_TIMEOUT` seconds."""

    key_salt = "core.setup_users.links"


_links = _Links()


def role_names() -> list[str]:
    """Every role there is, in the order of the table of roles."""
    return list(import_string(settings.ROLE_PERMISSIONS))


def managing_roles() -> frozenset[str]:
    """The roles that may manage users and settings."""
    return frozenset(role for role in role_names() if MANAGE in permissions_of([role]))


@transaction.atomic
def invite_user(*, email: str, name: str, title: str, roles: Iterable[str], by: User | None) -> User:
    """An account without a password. Raises `ValidationError` by field."""
    _lock_managers()
    user = User(email=email.strip().lower(), name=name, title=title)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    granted = _known(roles)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in granted])
    audit.record(by, "user.invited", user, roles=granted)
    return user


@transaction.atomic
def change_user(*, user: User, email: str, name: str, title: str, roles: Iterable[str], by: User) -> User:
    """Keep a user's name, title, e-mail and roles. Raises `ValidationError` by field."""
    _lock_managers()
    stored = User.objects.get(pk=user.pk)
    wanted = {"email": email.strip().lower(), "name": name, "title": title}
    fields = [field for field, value in wanted.items() if getattr(stored, field) != value]
    for field in fields:
        setattr(stored, field, wanted[field])
    stored.full_clean()
    stored.save(update_fields=fields)
    if "email" in fields:  # the former address must not sign in any more
        EmailAddress.objects.filter(user=stored).delete()
    before, after = stored.role_names, _known(roles)
    if stored == by and not managing_roles() & set(after):
        raise ValidationError({"roles": "You cannot take administration from yourself. Ask another administrator."})
    stored.grants.exclude(role__in=after).delete()
    RoleGrant.objects.bulk_create([RoleGrant(user=stored, role=role) for role in after if role not in before])
    _somebody_manages("roles")
    if fields or before != after:
        audit.record(by, "user.changed", stored, fields=fields, roles_before=before, roles=after)
    return stored


@transaction.atomic
def close_user(*, user: User, by: User) -> User:
    """End an account: it cannot sign in, open sessions end. Raises `ValidationError`."""
    _lock_managers()
    if user == by:
        raise ValidationError("You cannot close your own account. Ask another administrator.")
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        _somebody_manages(None)
        audit.record(by, "user.closed", user)
    return user


@transaction.atomic
def reopen_user(*, user: User, by: User) -> User:
    """Let a closed account sign in again."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        audit.record(by, "user.reopened", user)
    return user


def make_link(*, user: User, by: User) -> str:
    """The path under which a user sets a password, once. Raises `ValidationError` for a closed account."""
    if not user.is_active:
        raise ValidationError("This account is closed. Open it again first.")
    audit.record(by, "user.link_made", user)
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("password-link", kwargs={"key": key, "token": _links.make_token(user)})


def user_of_link(*, key: str, token: str) -> User | None:
    """Whose password a link sets; None when it was used, is too old, or never was one."""
    try:
        number = int(urlsafe_base64_decode(key))
    except ValueError:
        return None
    user = User.objects.filter(pk=number, is_active=True).first() if 0 < number <= LARGEST_KEY else None
    return user if user is not None and _links.check_token(user, token) else None


@transaction.atomic
def set_password(*, key: str, token: str, password: str) -> User | None:
    """Set the password of the link's owner; None when the link is void. Of two at once one wins."""
    found = user_of_link(key=key, token=token)
    if found is None:
        return None
    User.objects.select_for_update().get(pk=found.pk)
    user = user_of_link(key=key, token=token)
    if user is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(user, "user.password_set", user)
    return user


def _known(roles: Iterable[str]) -> list[str]:
    wanted = sorted(set(roles))
    if not wanted:
        raise ValidationError({"roles": "Pick at least one role."})
    if unknown := [role for role in wanted if role not in role_names()]:
        raise ValidationError({"roles": f"There is no role “{unknown[0]}”."})
    return wanted


def _managers():
    return User.objects.filter(is_active=True, grants__role__in=managing_roles())


def _lock_managers() -> None:
    """Whoever changes users waits here for the one before; the rows are counted only afterwards, as they then are."""
    list(User.objects.select_for_update().filter(pk__in=_managers().values("pk")).order_by("pk"))


def _somebody_manages(field: str | None) -> None:
    if not _managers().exists():
        text = "Somebody has to manage users and settings: this is the last administrator."
        raise ValidationError({field: text} if field else text)
