"""Writing the audit log: actor, act, object, reason, field names and money or state values, never personal data.

Personal values go into `Change` rows beside the entry, where they are shown to few and can be erased.
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

#: Begins the key of a row in place of its name.
KEY = "#"


@dataclass(frozen=True)
class FieldChange:
    """A personal value before and after an act; of the entry's object unless `of` is another one."""

    field: str
    before: Any
    after: Any
    of: models.Model | None = None


def differences(row: models.Model, values: Mapping[str, Any]) -> list[FieldChange]:
    """What writing these values onto a row would change, by name of field."""
    return [
        FieldChange(name, getattr(row, name), value, of=row)
        for name, value in sorted(values.items())
        if getattr(row, name) != value
    ]


def stored(row: models.Model) -> dict[str, Any]:
    """What the database has of a row before it is written; nothing of a new one."""
    found = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    return values(found) if found else {}


def values(row: models.Model) -> dict[str, Any]:
    """A row's values that people write, by the names of its columns."""
    fields = [field for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields}


def since(before: Mapping[str, Any], row: models.Model, *, of: models.Model | None = None) -> list[FieldChange]:
    """What became other in a row than `before`, which `stored` gave; nothing for a row that is new. `of` is the record
    whose history tells it, where that is not the row."""
    after = values(row)
    return [FieldChange(name, was, after[name], of=of or row) for name, was in before.items() if was != after[name]]


def added(rows: Iterable[models.Model], field: str) -> list[FieldChange]:
    """Names each row that bulk work added, by a value it has now: one row needs none, as it is the entry's object."""
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
    """What keys of other rows are called, asked once each: a person by their number, never by their name."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[models.Model], Any], Any] = {}

    @staticmethod
    def field(owner: models.Model, name: str) -> Any:
        try:
            return owner._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def of(self, field: Any, value: Any) -> Any:
        """A value in place of the key of a row; other values as they are."""
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
    """What a row is called; its key alone where that may tell of a person, so that readers see what it is called to
    them then (`core.audit.old_and_new`)."""
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
