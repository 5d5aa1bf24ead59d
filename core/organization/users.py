"""Users and their roles. Accounts are closed, never deleted, so that past actions keep a name.

A new account has no password: its owner sets one by a link that works once (`core/sign_in/links.py`). Users cannot
remove their own administrator role, and at least one user who may manage settings always remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from core import audit
from core.models import RoleGrant, User
from core.organization import account_guards
from core.organization.role_labels import role_label
from core.permissions import permissions_of
from core.sign_in import emails, links, sessions

MANAGE = "settings.manage"


def role_names() -> list[str]:
    """Every role, in the order of the table of roles."""
    return list(import_string(settings.ROLE_PERMISSIONS))


def managing_roles() -> frozenset[str]:
    """The roles that may manage users and settings."""
    return frozenset(role for role in role_names() if MANAGE in permissions_of([role]))


@transaction.atomic
def invite_user(*, email: str, name: str, title: str, roles: Iterable[str], by: User | None) -> User:
    """Create an account without a password, and email the link to set one. Raises `ValidationError` by field."""
    _lock_managers()
    user = User(email=email.strip().lower(), name=name, title=title)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    granted = _known(roles)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in granted])
    audit.record(by, "user.invited", user, roles=granted)
    if by is not None:
        account_guards.tell_of_roles(user=user, by=by, before=(), after=granted, managing=set(managing_roles()))
    if by is not None:
        links.send(user=user, by=by)
    return user


@transaction.atomic
def change_user(*, user: User, email: str, name: str, title: str, roles: Iterable[str], by: User) -> User:
    """Change a user's name, title, email and roles. Raises `ValidationError` by field."""
    _lock_managers()
    stored = User.objects.get(pk=user.pk)
    changes = _change_details(stored, {"email": email.strip().lower(), "name": name, "title": title}, by)
    fields = [change.field for change in changes]
    before, after = stored.role_names, _known(roles)
    _change_roles(stored, before, after, by)
    if before != after:
        changes.append(
            audit.FieldChange("roles", [role_label(role) for role in before], [role_label(role) for role in after])
        )
    if fields or before != after:
        audit.record(by, "user.changed", stored, changes=changes, fields=fields, roles_before=before, roles=after)
    if before != after:
        account_guards.tell_of_roles(user=stored, by=by, before=before, after=after, managing=set(managing_roles()))
    return stored


def _change_details(stored: User, wanted: dict[str, str], by: User) -> list[audit.FieldChange]:
    changes = audit.differences(stored, wanted)
    fields = [change.field for change in changes]
    for field in fields:
        setattr(stored, field, wanted[field])
    stored.full_clean()
    stored.save(update_fields=fields)
    if "email" in fields:
        _check_new_email(stored, by)
        # The former address must no longer sign in.
        EmailAddress.objects.filter(user=stored).delete()
    return changes


def _change_roles(stored: User, before: Sequence[str], after: Sequence[str], by: User) -> None:
    if stored == by and not managing_roles() & set(after):
        raise ValidationError({"roles": "You can't remove your own administrator role. Ask another administrator."})
    account_guards.check_own_roles(user=stored, by=by, before=before, after=after)
    stored.grants.exclude(role__in=after).delete()
    RoleGrant.objects.bulk_create([RoleGrant(user=stored, role=role) for role in after if role not in before])
    _somebody_manages("roles")


@transaction.atomic
def close_user(*, user: User, by: User) -> User:
    """Close an account: it cannot sign in, and open sessions end. Raises `ValidationError`."""
    _lock_managers()
    if user == by:
        raise ValidationError("You can't close your own account. Ask another administrator.")
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        _somebody_manages(None)
        sessions.end_every(user=user)
        audit.record(by, "user.closed", user, changes=[audit.FieldChange("is_active", True, False)])
    return user


@transaction.atomic
def reopen_user(*, user: User, by: User) -> User:
    """Let a closed account sign in again."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        audit.record(by, "user.reopened", user, changes=[audit.FieldChange("is_active", False, True)])
    return user


@transaction.atomic
def end_sessions(*, user: User, by: User) -> int:
    """Sign a user out everywhere. Returns how many sessions ended."""
    ended = sessions.end_every(user=user)
    audit.record(by, "user.sessions_ended", user, sessions=ended)
    return ended


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, reason: str) -> int:
    """Remove a user's app, passkeys and recovery codes, for a reason; they are notified, and signed out everywhere.
    Returns how many were removed.

    Raises `ValidationError` when there is none, and for one's own, which is removed on one's own page.
    """
    if user == by:
        raise ValidationError("You can't reset your own two-step verification. Change it on your account page.")
    account_guards.check_factor(user=user, by=by)
    held = Authenticator.objects.filter(user=user)
    kinds = sorted(set(held.values_list("type", flat=True)))
    taken, _ = held.delete()
    if not taken:
        raise ValidationError(f"{user} hasn't set up two-step verification.")
    sessions.end_every(user=user)
    audit.record(by, "user.second_factor_reset", user, reason=reason, kinds=kinds)
    emails.tell_second_factor_reset(user=user, by=by, reason=reason)
    return taken


def _check_new_email(user: User, by: User) -> None:
    if user != by:
        try:
            account_guards.check_link(user=user, by=by)
        except ValidationError as refused:
            raise ValidationError({"email": refused.messages}) from None


def _known(roles: Iterable[str]) -> list[str]:
    wanted = sorted(set(roles))
    if not wanted:
        raise ValidationError({"roles": "Choose at least one role."})
    if unknown := [role for role in wanted if role not in role_names()]:
        raise ValidationError({"roles": f"Choose roles from the list. “{unknown[0]}” isn't one of them."})
    return wanted


def _managers():
    return User.objects.filter(is_active=True, grants__role__in=managing_roles())


def _lock_managers() -> None:
    """Lock administrators' rows, so that concurrent changes are made one at a time.

    Not their keys: whoever waited also locks people who are no administrators any more, and the audit entries of others
    name those.
    """
    list(User.objects.select_for_update(no_key=True).filter(pk__in=_managers().values("pk")).order_by("pk"))


def _somebody_manages(field: str | None) -> None:
    if not _managers().exists():
        text = "This is the last administrator. Give another user the Administrator role first."
        raise ValidationError({field: text} if field else text)
