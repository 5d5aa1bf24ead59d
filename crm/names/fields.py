"""The form field for a name typed by a visitor that an email may greet or list.

Anyone can enter someone else's email address on a public form. If the name could hold a web address, the charity would
send a stranger's link to that person.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.pdf.coverage import without_tricks
from crm.names.text import clean

#: Top-level domains that email programs turn into links even without a scheme.
ENDINGS = (
    "app|biz|click|cloud|co|com|dev|edu|example|fun|gov|icu|info|io|link|live|me|mobi|net|online|org|page|pk|pro|ru|"
    "shop|site|space|store|test|tk|today|top|uk|us|vip|website|work|world|xyz|zip"
)
WEB_ADDRESS = re.compile(
    rf"://|\bwww\s*\.|\bhttps?\b|@|\w\.\w[\w.-]*/|\b[\w-]{{2,}}\s?\.\s?(?:{ENDINGS})\b(?!\.?\w)", re.IGNORECASE
)


class PublicNameField(forms.CharField):
    """A name on one line, without a web or email address; `error_messages["name"]` says what to enter instead."""

    default_error_messages = {"name": "Enter a name without a web address."}

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(without_tricks(value).strip())  # a name of pictures alone greets nobody
        if has_web_address(value):
            raise ValidationError(self.error_messages["name"], code="name")


def has_web_address(text: str) -> bool:
    """Whether email programs would turn part of the text into a link."""
    return bool(WEB_ADDRESS.search(text))
