"""Writing the audit trail: actor, act, object, reason, field names and money or state values, never personal data.

Personal values go into `Change` rows beside the entry, where they are shown to few and can be erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from core.models import AuditEntry, Change, User


@dataclass(frozen=True)
class Was:
    """A personal value before and after an act; of the entry's object unless `of` is another one."""

    field: str
    before: Any
    after: Any
    of: models.Model | None = None


def differences(row: models.Model, values: Mapping[str, Any]) -> list[Was]:
    """What writing these values onto a row would change, by name of field."""
    return [
        Was(name, getattr(row, name), value, of=row)
        for name, value in sorted(values.items())
        if getattr(row, name) != value
    ]


def record(
    by: User | None,
    act: str,
    target: models.Model | None = None,
    *,
    reason: str = "",
    changes: Iterable[Was] = (),
    **data: Any,
) -> AuditEntry:
    """Write one entry. `data` may hold numbers, dates, money and names of fields; what is personal goes into
    `changes`, one row each, inside the caller's transaction."""
    entry = AuditEntry.objects.create(
        actor=by,
        act=act,
        object_type=target._meta.label_lower if target is not None else "",
        object_id=target.pk if target is not None else None,
        reason=reason,
        data={key: _plain(value) for key, value in data.items()},
    )
    Change.objects.bulk_create([_change(entry, was, was.of or target) for was in changes], batch_size=2_000)
    return entry


def _change(entry: AuditEntry, was: Was, owner: models.Model | None) -> Change:
    if owner is None:
        raise ValueError(f"A change of {was.field} belongs to nothing.")
    return Change(
        entry=entry,
        object_type=owner._meta.label_lower,
        object_id=owner.pk,
        field=was.field[:60],
        before=_text(was.before),
        after=_text(was.after),
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal) or hasattr(value, "isoformat"):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
