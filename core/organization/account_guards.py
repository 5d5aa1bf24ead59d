"""Rules that keep an administrator from taking over accounts, or from seeing more than their roles allow.

- Nobody gives themselves a role that sees gifts: another administrator must.
- An administrator who had a user's password link, or changed their email, cannot also reset their second factor, nor
  the other way round: opening an account takes two people.
- Administrators and the user are notified of every change of roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import audit, extend
from core.display import by_whom, counted
from core.models import AuditEntry, Message, User
from core.organization.role_labels import role_label
from core.permissions import permissions_of
from core.sign_in import emails

SEES_GIFTS = "gifts.view"
#: How long the administrator who took the first step cannot take the second.
APART = timedelta(days=7)
LINK_SHOWN, FACTOR_RESET, CHANGED, INVITED = (
    "user.link_shown",
    "user.second_factor_reset",
    "user.changed",
    "user.invited",
)


def check_own_roles(*, user: User, by: User, before: Iterable[str], after: Iterable[str]) -> None:
    """Raise `ValidationError` by field when a user gives themselves a role that sees gifts."""
    gained = [role for role in after if role not in set(before) and SEES_GIFTS in permissions_of([role])]
    if user == by and gained:
        labels = " and ".join(map(role_label, gained))
        text = f"You can't give yourself a role with access to gifts ({labels}). Ask another administrator."
        raise ValidationError({"roles": text})


def check_link(*, user: User, by: User | None) -> None:
    """Check before a password link is shown or an email changed. Raises `ValidationError`."""
    if by is not None and _did(by, user, Q(act=FACTOR_RESET)):
        raise ValidationError(
            f"You reset two-step verification for {user} in the last 7 days. Ask another administrator to do this."
        )


def before_link(message: Message, by: User, reason: str) -> None:
    """Check before the password link in a waiting email is shown: the same rule and audit entry as on the account's
    page. Raises `ValidationError`."""
    if message.object_type != User._meta.label_lower or message.object_id is None:
        return
    owner = User.objects.get(pk=message.object_id)
    check_link(user=owner, by=by)
    audit.record(by, LINK_SHOWN, owner, reason=reason)


def check_factor(*, user: User, by: User | None) -> None:
    """Check before an administrator resets a second factor. Raises `ValidationError`."""
    moved = Q(act=CHANGED, data__fields__icontains="email")
    if by is not None and _did(by, user, Q(act=LINK_SHOWN) | moved):
        raise ValidationError(
            f"In the last 7 days you viewed the password link of {user} or changed their email. "
            "Ask another administrator to reset two-step verification."
        )


def tell_of_roles(
    *, user: User, by: User | None, before: Iterable[str], after: Iterable[str], managing: set[str]
) -> None:
    """Email every other administrator and the user that roles changed. `managing`: the roles of administrators."""
    readers = User.objects.filter(Q(grants__role__in=managing) | Q(pk=user.pk), is_active=True)
    was, now = _labels(before), _labels(after)
    if by is not None:
        readers = readers.exclude(pk=by.pk)
    for reader in readers.distinct():
        emails.tell_roles_changed(reader=reader, user=user, by=by, before=was, after=now)


def for_administrators(user: User, span: extend.Span) -> Iterable[extend.ActivitySummary]:
    """For the home page: users whose roles others changed, or whom they invited."""
    entries = AuditEntry.objects.filter(act__in=(CHANGED, INVITED), at__range=span.within).exclude(actor=user)
    rows = list(entries.order_by().values_list("act", "data", "actor__name"))
    names = [name for act, data, name in rows if act == INVITED or data.get("roles_before") != data.get("roles")]
    if names:
        whom = by_whom((name, names.count(name)) for name in dict.fromkeys(names))
        yield extend.ActivitySummary(
            f"{counted(len(names), 'role change', 'role changes')}", "/settings/#users", "shield", whom
        )


def _did(by: User, user: User, acts: Q) -> bool:
    return _entries(by, user).filter(acts).exists()


def _entries(by: User, user: User) -> QuerySet[AuditEntry]:
    since = timezone.now() - APART
    return AuditEntry.objects.filter(actor=by, object_type="core.user", object_id=user.pk, at__gte=since)


def _labels(roles: Iterable[str]) -> str:
    return ", ".join(map(role_label, sorted(roles))) or "none"
