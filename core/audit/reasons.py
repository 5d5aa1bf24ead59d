"""The reasons of audit entries, as a reader may see them.

`AuditQuerySet.with_readable_reason` decides within one long query, for searches. A page has its rows already, most of
them without a reason, and queries only about the kinds of records these are about.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from core import extend
from core.models import AuditEntry, Change, Message
from core.privacy.visibility import NOBODY, RevealedPeople, guarded


def readable(entries: Sequence[AuditEntry], revealed: RevealedPeople = NOBODY) -> dict[int, str]:
    """The reason of each entry, by key; '' where it is about a protected person who is not in `revealed`."""
    given = [entry for entry in entries if entry.reason]
    hidden = _hidden(given, revealed) if given else set()
    return {entry.pk: "" if entry.pk in hidden else entry.reason for entry in entries}


def _hidden(entries: Sequence[AuditEntry], revealed: RevealedPeople) -> set[int]:
    """The keys of entries whose reason is hidden: because of their record, one of many records, or a name in the
    reason."""
    keys, kinds = [entry.pk for entry in entries], frozenset(entry.object_type for entry in entries)
    found = set(_keys(AuditEntry.objects.filter(guarded(revealed, kinds), pk__in=keys)))
    for source in extend.entries(extend.GuardedReasons):
        found.update(source.entries(revealed).filter(object_id__in=keys).values_list("object_id", flat=True))
    return found | _about_letters(entries, revealed) | _about_many(entries, revealed)


def _about_letters(entries: Sequence[AuditEntry], revealed: RevealedPeople) -> set[int]:
    kind = Message._meta.label_lower
    letters = {entry.object_id for entry in entries if entry.object_type == kind and entry.object_id}
    if not letters:
        return set()
    rows = Message.objects.filter(pk__in=letters).order_by()
    kinds = frozenset(rows.values_list("object_type", flat=True))
    hidden = set(_keys(rows.guarded(revealed, kinds)))
    return {entry.pk for entry in entries if entry.object_type == kind and entry.object_id in hidden}


def _about_many(entries: Sequence[AuditEntry], revealed: RevealedPeople) -> set[int]:
    """Entries about many records, which have no single object."""
    bulk = [entry.pk for entry in entries if not entry.object_type]
    if not bulk:
        return set()
    rows = Change.objects.filter(entry__in=bulk).order_by()
    kinds = frozenset(rows.values_list("object_type", flat=True).distinct())
    return set(rows.filter(guarded(revealed, kinds)).values_list("entry", flat=True).distinct()) if kinds else set()


def _keys(rows: QuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))
