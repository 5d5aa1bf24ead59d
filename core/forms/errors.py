"""The errors of a form as a list with the field to jump to, and errors added by services."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, BoundField


@dataclass(frozen=True)
class Fault:
    """One error: the field's label and id ('' for the whole form) and the text."""

    label: str
    target: str
    text: str


def faults(form: BaseForm | None) -> list[Fault]:
    """List the errors, those of the form first, then field by field."""
    if form is None or not form.is_bound:
        return []
    own = [Fault("", "", str(text)) for text in form.non_field_errors()]
    fields = [field for field in form if field.errors]
    hidden = [Fault("", "", str(text)) for field in fields if field.is_hidden for text in field.errors]
    shown = [Fault(str(field.label), _target(field), " ".join(map(str, field.errors))) for field in fields]
    return [*own, *hidden, *(fault for fault, field in zip(shown, fields, strict=True) if not field.is_hidden)]


def _target(field: BoundField) -> str:
    """Return the id to jump to: of the control, or of the first option of a list."""
    return field.id_for_label or f"{field.auto_id}_0"


def add_errors(form: BaseForm, error: ValidationError) -> None:
    """Show a service's validation errors beside the form's fields, or above the form where it has no such field."""
    texts = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in texts.items():
        form.add_error(name if name in form.fields else None, messages)
