"""Form fields for email, phone and ZIP code. They parse values the same way imports do
(`crm.contact_details.values`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from crm.contact_details.values import NOTHING, read_email, read_phones, read_zip

NO_PHONE = "Enter a phone number, like (317) 555-0142 or +92 300 5550142."


class ContactEmailField(forms.EmailField):
    """An email address, also when pasted with `mailto:` or a trailing period."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return (read_email(text) if text.casefold().startswith("mailto:") or text[-1:] in ".,;>" else "") or text


class ContactPhoneField(forms.CharField):
    """A phone number, read as files are and kept as typed; `error_messages["number"]` says what to enter instead."""

    default_error_messages = {"number": NO_PHONE}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, **kwargs})

    def clean(self, value: Any) -> str:
        number = super().clean(value)
        try:
            return checked_phone(number)
        except ValidationError as error:
            raise ValidationError(self.error_messages["number"]) from error


def checked_phone(number: str, *, country: str = "US") -> str:
    """The number as typed. Raises `ValidationError` when it holds no phone number, or more than one."""
    values = read_phones(number, country or "US")
    if values.unread or len(values.found) > 1 or (number.strip() and not values.found):
        raise ValidationError(NO_PHONE)
    return number


def checked_zip(code: str, *, country: str) -> str:
    """The postal code; for the US, as five digits or ZIP+4. Raises `ValidationError` for a US code that is neither."""
    american = country in ("", "US")
    read = read_zip(code, american=american)
    if code.strip() and not read and not NOTHING.fullmatch(code.strip()):
        raise ValidationError("Enter a postal code, or leave it blank.")
    if american and country and read and not read.replace("-", "").isdecimal():
        raise ValidationError("Enter a ZIP code, like 46032 or 46032-1234, or choose another country.")
    return read
