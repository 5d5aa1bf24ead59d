"""Deleting a supporter added by mistake, and archiving any other.

A supporter with anything attached (a gift, a seat, a consent, an import row) is history and cannot be deleted.
Archived, it is left out of lists and suggestions, and can be restored.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import ProtectedError
from django.db.models.fields.reverse_related import ForeignObjectRel

from core import audit
from core.models import Change, User
from crm.models import EmailAddress, NameKey, PhoneNumber, PostalAddress, Supporter

#: Related rows that are part of the supporter and are deleted with it.
OWN = (EmailAddress, PhoneNumber, PostalAddress, NameKey)
#: What staff call rows whose model has a builder's name.
SPOKEN = {
    "supporter givings": "gifts",
    "supporter years": "gifts",
    "gift intents": "online gifts",
    "references": "IDs in other systems",
    "donor reviews": "possible duplicates",
}


class HasHistory(Exception):
    """The supporter cannot be deleted because other rows refer to it; the message names them: “gifts, pledges”."""


class WrongArchiveStatus(Exception):
    """The supporter to archive is archived already, or the one to restore is not archived."""


def attached_to(supporter: Supporter) -> list[str]:
    """What is attached to a supporter, as nouns; empty when it can be deleted."""
    found = [relation for relation in _relations() if _rows(relation, supporter).exists()]
    nouns = [str(relation.related_model._meta.verbose_name_plural) for relation in found]
    household = ["a household membership"] if supporter.household_id else []
    return [*dict.fromkeys(SPOKEN.get(noun, noun) for noun in nouns), *household]


@transaction.atomic
def delete_supporter(*, supporter: Supporter, reason: str, by: User) -> None:
    """Delete a supporter added by mistake, with its contact details and the former values in the audit log.

    The audit entry holds who, when, why and the supporter's number only. Raises `HasHistory`.
    """
    locked = Supporter.objects.select_for_update().get(pk=supporter.pk)
    if attached := attached_to(locked):
        raise HasHistory(", ".join(attached))
    audit.record(by, "supporter.deleted", locked, reason=reason, number=locked.number)
    Change.objects.filter(object_type="crm.supporter", object_id=locked.pk, erased_at__isnull=True).update(
        before="", after="", erased_at=models.functions.Now()
    )
    try:
        locked.delete()
    except ProtectedError as error:  # something was attached since the check above
        raise HasHistory("a record that was just added") from error


@transaction.atomic
def archive_supporter(*, supporter: Supporter, reason: str, by: User, at: datetime) -> None:
    """Leave a supporter out of lists and suggestions; its gifts still count. Raises `WrongArchiveStatus`."""
    if not Supporter.objects.filter(pk=supporter.pk, archived_at__isnull=True).update(archived_at=at):
        raise WrongArchiveStatus
    audit.record(by, "supporter.archived", supporter, reason=reason)


@transaction.atomic
def restore_supporter(*, supporter: Supporter, by: User) -> None:
    """Bring an archived supporter back into lists. Raises `WrongArchiveStatus`."""
    if not Supporter.objects.filter(pk=supporter.pk, archived_at__isnull=False).update(archived_at=None):
        raise WrongArchiveStatus
    audit.record(by, "supporter.restored", supporter)


def _relations() -> list[ForeignObjectRel]:
    """Every relation from another table to a supporter, except those that are part of it."""
    fields = Supporter._meta.get_fields(include_hidden=True)
    relations = [field for field in fields if isinstance(field, ForeignObjectRel)]
    return [relation for relation in relations if relation.related_model not in OWN]


def _rows(relation: ForeignObjectRel, supporter: Supporter) -> models.QuerySet:
    model = relation.related_model
    return (
        model._base_manager.filter(**{relation.field.name: supporter})
        if model._meta.managed
        else model._base_manager.none()
    )
