"""What acts on people are called in the audit trail, where their objects are shown, and whose former values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.audit import reading
from core.extend import Act, AuditObject, ChangeScope
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
    Act("consent.given", "wrote down that they agreed to {purpose} by {channel}"),
    Act("consent.taken_over", "took over what lists say people agreed to: {count:word|words}"),
    Act("consent.withdrawn", "wrote down that they no longer agree to {purpose} by {channel}"),
    Act("contact.added", "added a way to reach them: {fields}"),
    Act("contact.changed", "changed a way to reach them: {fields}"),
    Act("contact.removed", "removed a way to reach them: {fields}"),
    Act("household.changed", "changed the household: {fields}"),
    Act("household.created", "started the household with {members:member|members}"),
    Act("household.joined", "made them a member of a household"),
    Act("household.left", "took them out of their household"),
    Act("name.other", "said that {what} is about somebody else"),
    Act("name.same", "said that {what} is about them"),
    Act("supporter.released", "showed the record by its name: it is nobody protected"),
    Act("supporter.archived", "archived the record"),
    Act("supporter.deleted", "deleted the record S-{number}, created by mistake"),
    Act("supporter.restored", "brought the record back from the archive"),
    Act("supporter.changed", "changed {fields}"),
    Act("supporter.created", "put {count:supporter|supporters} on file"),
    Act("supporter.revealed", "revealed the protected name"),
    Act("supporters.changed", "changed {fields} of {count:supporter|supporters}"),
    AuditObject("crm.household", "household", _households),
    AuditObject("crm.supporter", "supporter", _supporters),
    ChangeScope("crm.household", "supporters.edit", _seen(Household)),
    ChangeScope("crm.supporter", "supporters.edit", _seen(Supporter)),
    reading.history_of("supporter"),
    reading.history_of("household", column="main"),
)
