"""A list's filters in words: for print, for saved views, and as chips that remove one filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from core import display


@dataclass(frozen=True)
class FilterDescription:
    """An active filter: its words, its names in the URL, and whether a control of the filter bar shows it."""

    text: str
    names: tuple[str, ...]
    shown: bool = True


def descriptions(filterset: Any) -> list[FilterDescription]:
    """Each active filter as “Fund: General”, search text in quotes; filters that belong together as one."""
    if filterset is None:
        return []
    together = filterset.together()
    taken = {name for one in together for name in one.names}
    own = [
        _described(filterset.form[name], filterset.form.cleaned_data[name])
        for name in filterset.active
        if name not in taken
    ]
    return [*own, *together]


def filters(filterset: Any) -> list[str]:
    """The words of each active filter."""
    return [one.text for one in descriptions(filterset)]


def _described(field: Any, value: Any) -> FilterDescription:
    return FilterDescription(one(field, value), (field.name,), not field.is_hidden)


def one(field: Any, value: Any) -> str:
    """The words of one active filter."""
    if field.name == "q":
        return f"“{value}”"
    label = str(field.label)
    return (
        f"{label}{value:,.2f}".removesuffix(".00") if label.endswith("$") else f"{label}: {_value(field.field, value)}"
    )


def _value(field: Any, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, date):
        return display.day_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    labels = {str(key): str(label) for key, label in _pairs(field)}
    return labels.get(str(value), str(value))


def _pairs(field: Any) -> list[tuple[Any, Any]]:
    """The choices of a field with fixed choices; never those of a whole table."""
    if hasattr(field, "queryset"):
        return []
    return [pair for pair in getattr(field, "choices", []) if isinstance(pair, tuple) and len(pair) == 2]
