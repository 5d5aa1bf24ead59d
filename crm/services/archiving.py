"""Records nobody needs any more: one created by mistake is deleted, any other is archived.

A record to which something is attached (a gift, a seat, a consent, a row of a file) is history and stays; archived, it
is out of the lists and out of what forms suggest, and is brought back by a click.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import ProtectedError
from django.db.models.fields.reverse_related import ForeignObjectRel

from core import audit
from core.models import Change, User
from crm.models import EmailAddress, NameKey, PhoneNumber, PostalAddress, Supporter

#: What is part of the record itself and goes with it.
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
    """The record cannot be deleted, as others refer to it; the message names them: “gifts, pledges”."""


class WrongArchiveStatus(Exception):
    """The record to archive is archived already, or the one to restore is not archived."""


def attached_to(supporter: Supporter) -> list[str]:
    """What is attached to a record, as nouns; empty for one that can be deleted."""
    found = [relation for relation in _relations() if _rows(relation, supporter).exists()]
    nouns = [str(relation.related_model._meta.verbose_name_plural) for relation in found]
    household = ["a household membership"] if supporter.household_id else []
    return [*dict.fromkeys(SPOKEN.get(noun, noun) for noun in nouns), *household]


@transaction.atomic
def delete_supporter(*, supporter: Supporter, reason: str, by: User) -> None:
    """Delete a record created by mistake, with its contact details and what the audit log kept of its former values.

    The entry in the audit log says who, when and why, and names the number alone. Raises `HasHistory`.
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
    except ProtectedError as error:  # something was attached between the question and now
        raise HasHistory("a record that was just added") from error


@transaction.atomic
def archive_supporter(*, supporter: Supporter, reason: str, by: User, at: datetime) -> None:
    """Take a record out of lists and suggestions; what it gave and did stays where it counts. Raises
    `WrongArchiveStatus`."""
    if not Supporter.objects.filter(pk=supporter.pk, archived_at__isnull=True).update(archived_at=at):
        raise WrongArchiveStatus
    audit.record(by, "supporter.archived", supporter, reason=reason)


@transaction.atomic
def restore_supporter(*, supporter: Supporter, by: User) -> None:
    """Bring an archived record back into lists. Raises `WrongArchiveStatus`."""
    if not Supporter.objects.filter(pk=supporter.pk, archived_at__isnull=False).update(archived_at=None):
        raise WrongArchiveStatus
    audit.record(by, "supporter.restored", supporter)


def _relations() -> list[ForeignObjectRel]:
    """Every way a row of another table leads to a supporter, but what is part of the record."""
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
