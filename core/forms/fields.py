"""Fields that forms of any app are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet

LARGEST_KEY = 2**63 - 1
FieldT = TypeVar("FieldT", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[FieldT]) -> FieldT:
    """A form's field as what it is; by its name alone it is any field."""
    field = form.fields[name]
    assert isinstance(field, kind), f"{name} is no {kind.__name__}"
    return field


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a form's field offer these choices."""
    field_of(form, name, forms.ChoiceField).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a form's field offer these rows."""
    field_of(form, name, forms.ModelChoiceField).queryset = rows


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows, picked by their keys.

    A number that no key reaches is a wrong choice like any other. Django looks keys of this field up in one question,
    and SQLite raises `OverflowError` when it is asked with such a number.
    """

    def clean(self, value: Any) -> Any:
        """The rows. Raises `ValidationError` for what is no key of a row to choose from."""
        for key in value if isinstance(value, (list, tuple)) else ():
            if _is_beyond(key):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


def _is_beyond(key: Any) -> bool:
    try:
        return abs(int(key)) > LARGEST_KEY
    except (TypeError, ValueError):
        return False  # no number at all, which Django says by itself
