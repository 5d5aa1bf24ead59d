"""Write the audit log: actor, act, object, reason, field names and amounts or statuses, never personal data.

Personal values go into `Change` rows beside the entry, which few users may see and which can be erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core import extend
from core.models import AuditEntry, Change, User

#: The prefix of a row's key where it replaces its name.
KEY = "#"


@dataclass(frozen=True)
class FieldChange:
    """A personal value before and after an act; of the entry's object unless `of` is another one."""

    field: str
    before: Any
    after: Any
    of: models.Model | None = None


def differences(row: models.Model, values: Mapping[str, Any]) -> list[FieldChange]:
    """What writing these values to a row would change, as field changes."""
    return [
        FieldChange(name, getattr(row, name), value, of=row)
        for name, value in sorted(values.items())
        if getattr(row, name) != value
    ]


def stored(row: models.Model) -> dict[str, Any]:
    """The stored values of a row before it is written; {} for a new row."""
    found = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    return values(found) if found else {}


def values(row: models.Model) -> dict[str, Any]:
    """A row's editable values, by column name."""
    fields = [field for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields}


def since(before: Mapping[str, Any], row: models.Model, *, of: models.Model | None = None) -> list[FieldChange]:
    """How a row differs from `before`, which `stored` returned; [] for a new row. `of` is the record whose history
    shows the changes, if that is not the row."""
    after = values(row)
    return [FieldChange(name, was, after[name], of=of or row) for name, was in before.items() if was != after[name]]


def added(rows: Iterable[models.Model], field: str) -> list[FieldChange]:
    """A field change for each row that bulk work added. A single row needs none, as it is the entry's object."""
    found = list(rows)
    return [FieldChange(field, None, getattr(row, field), of=row) for row in found] if len(found) > 1 else []


def record(
    by: User | None,
    act: str,
    target: models.Model | None = None,
    *,
    reason: str = "",
    changes: Iterable[FieldChange] = (),
    **data: Any,
) -> AuditEntry:
    """Write one entry. `data` may hold numbers, dates, amounts and field names; personal values go into `changes`, one
    row each, in the caller's transaction."""
    entry = AuditEntry.objects.create(
        actor=by,
        act=act,
        object_type=target._meta.label_lower if target is not None else "",
        object_id=target.pk if target is not None else None,
        reason=reason,
        data={key: _plain(value) for key, value in data.items()},
    )
    for guard in extend.entries(extend.GuardedReasons) if reason.strip() else ():
        guard.keep(entry)
    names = _Names()
    Change.objects.bulk_create([_change(entry, was, was.of or target, names) for was in changes], batch_size=2_000)
    return entry


def _change(entry: AuditEntry, was: FieldChange, owner: models.Model | None, names: _Names) -> Change:
    if owner is None:
        raise ValueError(f"A change of {was.field} has no record.")
    field = names.field(owner, was.field)
    return Change(
        entry=entry,
        object_type=owner._meta.label_lower,
        object_id=owner.pk,
        field=was.field[:60],
        before=_text(names.of(field, was.before)),
        after=_text(names.of(field, was.after)),
    )


class _Names:
    """Names for foreign keys, each queried once: a supporter by number, never by name."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[models.Model], Any], Any] = {}

    @staticmethod
    def field(owner: models.Model, name: str) -> Any:
        try:
            return owner._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def of(self, field: Any, value: Any) -> Any:
        """The name of the row for a foreign key; other values unchanged."""
        if isinstance(value, models.Model):
            return getattr(value, "spoken_number", None) or _unless_guarded(value)
        model = field.related_model if isinstance(field, models.ForeignKey) else None
        if model is None or not isinstance(value, int):
            return value
        if (model, value) not in self._known:
            row = model._base_manager.filter(pk=value).first()
            self._known[model, value] = self.of(None, row) if row else value
        return self._known[model, value]


def _unless_guarded(row: models.Model) -> str:
    """The name of a row; only its key if the name may reveal a person, so that readers see what they may see at the
    time of reading (`core.audit.old_and_new`)."""
    guarded = {kind.object_type for kind in extend.entries(extend.GuardedRows)}
    return f"{KEY}{row.pk}" if row._meta.label_lower in guarded else str(row)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal) or hasattr(value, "isoformat"):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
