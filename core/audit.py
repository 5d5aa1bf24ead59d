"""Writing the audit trail: actor, act, object, reason, field names and money or state values, never personal data."""

from decimal import Decimal
from typing import Any

from django.db import models

from core.models import AuditEntry, User


def record(
    by: User | None, act: str, target: models.Model | None = None, *, reason: str = "", **data: Any
) -> AuditEntry:
    """Write one entry; `data` may hold numbers, dates, money and names of fields."""
    return AuditEntry.objects.create(
        actor=by,
        act=act,
        object_type=target._meta.label_lower if target is not None else "",
        object_id=target.pk if target is not None else None,
        reason=reason[:500],
        data={key: _plain(value) for key, value in data.items()},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal) or hasattr(value, "isoformat"):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
