"""Audit log sentences for acts on supporters and households, links to those records, and who may see former values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope
from crm.models import Household, Supporter


def _supporters(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("supporters.view"):
        return {}
    found = Supporter.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("crm:supporter-detail", args=[one.pk])) for one in found}


def _households(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Household.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("crm:household-detail", args=[one.pk])) for one in found}


def _seen(model: Any) -> Callable[[Any], Any]:
    """The keys of the rows somebody may see."""
    return lambda user: model.objects.visible_to(user).order_by().values("pk")


ENTRIES = (
    AuditAct("consent.given", "recorded an opt-in to {channel} (purpose: {purpose})", label="Opt-in recorded"),
    AuditAct("consent.taken_over", "imported {count:consent record|consent records}", label="Consent imported"),
    AuditAct("consent.withdrawn", "recorded an opt-out from {channel} (purpose: {purpose})", label="Opt-out recorded"),
    AuditAct("contact.added", "added contact details: {fields}", label="Contact details added"),
    AuditAct("contact.changed", "changed contact details: {fields}", label="Contact details changed"),
    AuditAct("contact.removed", "removed contact details: {fields}", label="Contact details removed"),
    AuditAct("household.changed", "changed the household: {fields}"),
    AuditAct("household.created", "created the household with {members:member|members}"),
    AuditAct("household.joined", "added the supporter to a household", label="Added to household"),
    AuditAct("household.left", "removed the supporter from a household", label="Removed from household"),
    AuditAct("name.other", "marked {what} as a different person", label="Name review: different person"),
    AuditAct("name.same", "marked {what} as the same person", label="Name review: same person"),
    AuditAct(
        "supporter.released",
        "showed the name again: not a protected person",
        label="Supporter no longer hidden",
    ),
    AuditAct("supporter.archived", "archived the record"),
    AuditAct("supporter.deleted", "deleted the record S-{number}, created by mistake"),
    AuditAct("supporter.restored", "restored the record from the archive"),
    AuditAct("supporter.changed", "changed {fields}"),
    AuditAct("supporter.created", "added {count:supporter|supporters}"),
    AuditAct("supporter.revealed", "revealed the protected name"),
    AuditAct("supporters.changed", "changed {fields} of {count:supporter|supporters}"),
    AuditObject("crm.household", "household", _households),
    AuditObject("crm.supporter", "supporter", _supporters),
    ChangeScope("crm.household", "supporters.edit", _seen(Household)),
    ChangeScope("crm.supporter", "supporters.edit", _seen(Supporter)),
    reading.history_of("supporter"),
    reading.history_of("household", column="main"),
)
