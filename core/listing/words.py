"""What a list's filters say, in words: for paper, for saved views and for screen readers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from core import display


def filters(filterset: Any) -> list[str]:
    """Each filter in use as “Fund: General”; what was typed into the search box in quotes."""
    if filterset is None:
        return []
    return [_words(filterset.form[name], filterset.form.cleaned_data[name]) for name in filterset.active]


def _words(field: Any, value: Any) -> str:
    if field.name == "q":
        return f"“{value}”"
    return f"{field.label}: {_value(field.field, value)}"


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
    """The choices of a field that has some; never those of a whole table."""
    if hasattr(field, "queryset"):
        return []
    return [pair for pair in getattr(field, "choices", []) if isinstance(pair, tuple) and len(pair) == 2]
