"""Form fields shared by all apps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.pdf import coverage

EARLIEST = date(1800, 1, 1)
LATEST = date(2200, 1, 1)
LARGEST_KEY = 2**63 - 1
FieldT = TypeVar("FieldT", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[FieldT]) -> FieldT:
    """A form's field with its type, for mypy."""
    field = form.fields[name]
    assert isinstance(field, kind), f"{name} is no {kind.__name__}"
    return field


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set the choices of a form's field."""
    field_of(form, name, forms.ChoiceField).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Set the rows to choose from of a form's field."""
    field_of(form, name, forms.ModelChoiceField).queryset = rows


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class SuggestingInput(forms.TextInput):
    """A line of text that offers usual answers; any other can be typed."""

    template_name = "django/forms/widgets/suggesting_input.html"

    def __init__(self, suggestions: Iterable[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = tuple(suggestions)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        usual = f"{context['widget']['attrs'].get('id', name)}_usual"
        context["widget"]["attrs"] |= {"list": usual, "autocomplete": "off"}
        return context | {"usual": usual, "suggestions": self.suggestions}


class DayField(forms.DateField):
    """A date from 1800 to 2199; any other is a typo."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput, **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value < LATEST:
            raise ValidationError("Check the year of this date.")


class PrintedLineField(forms.CharField):
    """One printable line: no line breaks, control characters or direction marks."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if not is_printable(value):
            raise ValidationError("Enter one line of plain text. This has characters that can't be printed.")


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows, selected by key. A number too large for a key is an invalid choice.

    Django looks up all keys in one query, and SQLite raises `OverflowError` for such a number.
    """

    def clean(self, value: Any) -> Any:
        """The rows. Raises `ValidationError` for anything that is not the key of an available row."""
        for key in value if isinstance(value, (list, tuple)) else ():
            if _is_beyond(key):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


def is_printable(text: str) -> bool:
    """Whether the receipt fonts have every letter, and no character breaks lines or changes the direction."""
    if coverage.unprintable(text):
        return False
    turning = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    return not any(
        unicodedata.category(char) in {"Cc", "Cs", "Co", "Zl", "Zp"} or unicodedata.bidirectional(char) in turning
        for char in text
    )


def _is_beyond(key: Any) -> bool:
    try:
        return abs(int(key)) > LARGEST_KEY
    except (TypeError, ValueError):
        return False  # not a number, which Django reports itself
