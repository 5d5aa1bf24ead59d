"""Audit log sentences for acts on supporters and households, links to those records, and who may see former values."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope, visible_rows
from core.models import User
from crm.models import Household, Supporter


def _supporters(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("supporters.view"):
        return {}
    found = Supporter.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("crm:supporter-detail", args=[one.pk])) for one in found}


def _households(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Household.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("crm:household-detail", args=[one.pk])) for one in found}


ENTRIES = (
    AuditAct(
        name="consent.given", words="recorded an opt-in to {channel} (purpose: {purpose})", label="Opt-in recorded"
    ),
    AuditAct(
        name="consent.taken_over", words="imported {count:consent record|consent records}", label="Consent imported"
    ),
    AuditAct(
        name="consent.withdrawn",
        words="recorded an opt-out from {channel} (purpose: {purpose})",
        label="Opt-out recorded",
    ),
    AuditAct(name="contact.added", words="added contact details: {fields}", label="Contact details added"),
    AuditAct(name="contact.changed", words="changed contact details: {fields}", label="Contact details changed"),
    AuditAct(name="contact.removed", words="removed contact details: {fields}", label="Contact details removed"),
    AuditAct(name="household.changed", words="changed the household: {fields}"),
    AuditAct(name="household.created", words="created the household with {members:member|members}"),
    AuditAct(name="household.joined", words="added the supporter to a household", label="Added to household"),
    AuditAct(name="household.left", words="removed the supporter from a household", label="Removed from household"),
    AuditAct(name="name.other", words="marked {what} as a different person", label="Name review: different person"),
    AuditAct(name="name.same", words="marked {what} as the same person", label="Name review: same person"),
    AuditAct(
        name="supporter.released",
        words="showed the name again: not a protected person",
        label="Supporter no longer hidden",
    ),
    AuditAct(name="supporter.archived", words="archived the record"),
    AuditAct(name="supporter.deleted", words="deleted the record S-{number}, created by mistake"),
    AuditAct(name="supporter.restored", words="restored the record from the archive"),
    AuditAct(name="supporter.changed", words="changed {fields}"),
    AuditAct(name="supporter.created", words="added {count:supporter|supporters}"),
    AuditAct(name="supporter.revealed", words="revealed the protected name"),
    AuditAct(name="supporters.changed", words="changed {fields} of {count:supporter|supporters}"),
    AuditObject(object_type="crm.household", noun="household", shown=_households),
    AuditObject(object_type="crm.supporter", noun="supporter", shown=_supporters),
    ChangeScope(object_type="crm.household", permission="supporters.edit", rows=visible_rows(Household)),
    ChangeScope(object_type="crm.supporter", permission="supporters.edit", rows=visible_rows(Supporter)),
    reading.history_of("supporter"),
    reading.history_of("household", column="main"),
)
