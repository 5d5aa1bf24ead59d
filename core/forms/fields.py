"""Fields that forms of any app are made of."""

from __future__ import annotations

from typing import Any

from django import forms

LARGEST_KEY = 2**63 - 1


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
