"""What acts on people are called in the audit trail, where their objects are shown, and whose former values."""

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
    AuditAct("consent.given", "wrote down that they agreed to {purpose} by {channel}"),
    AuditAct(
        "consent.taken_over", "took over what lists say people agreed to: {count:word|words}", label="Consent imported"
    ),
    AuditAct("consent.withdrawn", "wrote down that they no longer agree to {purpose} by {channel}"),
    AuditAct("contact.added", "added a way to reach them: {fields}"),
    AuditAct("contact.changed", "changed a way to reach them: {fields}"),
    AuditAct("contact.removed", "removed a way to reach them: {fields}"),
    AuditAct("household.changed", "changed the household: {fields}"),
    AuditAct("household.created", "started the household with {members:member|members}"),
    AuditAct("household.joined", "made them a member of a household"),
    AuditAct("household.left", "took them out of their household"),
    AuditAct("name.other", "said that {what} is about somebody else", label="Name review: somebody else"),
    AuditAct("name.same", "said that {what} is about them", label="Name review: same person"),
    AuditAct(
        "supporter.released",
        "showed the record by its name: it is nobody protected",
        label="Supporter no longer hidden",
    ),
    AuditAct("supporter.archived", "archived the record"),
    AuditAct("supporter.deleted", "deleted the record S-{number}, created by mistake"),
    AuditAct("supporter.restored", "brought the record back from the archive"),
    AuditAct("supporter.changed", "changed {fields}"),
    AuditAct("supporter.created", "put {count:supporter|supporters} on file"),
    AuditAct("supporter.revealed", "revealed the protected name"),
    AuditAct("supporters.changed", "changed {fields} of {count:supporter|supporters}"),
    AuditObject("crm.household", "household", _households),
    AuditObject("crm.supporter", "supporter", _supporters),
    ChangeScope("crm.household", "supporters.edit", _seen(Household)),
    ChangeScope("crm.supporter", "supporters.edit", _seen(Supporter)),
    reading.history_of("supporter"),
    reading.history_of("household", column="main"),
)
