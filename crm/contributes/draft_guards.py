"""Which form drafts are not stored: those that name a protected person (`core.forms.drafts`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core import extend
from crm import identity
from crm.models import Supporter
from crm.protection.free_text import Watch
from crm.protection.privacy import About, is_about_protected

#: Fields that hold a person's name, and those that hold a supporter's key.
NAMES = re.compile(r"name|donor|buyer|guest|invited|payee|honoree|household|alias|owner")
KEYS = re.compile(r"supporter|person|donor|candidate|buyer|member|joint")
EMAIL = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+")
PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
NUMBER = re.compile(r"\bS-(\d{1,9})\b", re.I)
#: A longer text is not a name.
LONGEST_NAME = 120


def forbids(values: dict[str, list[str]]) -> bool:
    """Whether a form's values name a protected person: by number, key, name, email or phone, or inside a longer
    text."""
    texts = [(field, text) for field, given in values.items() for text in given if text.strip()]
    surely = (answer == About.HIDDEN for field, text in texts for answer in _answers(field, text))
    words = [text for _, text in texts]
    return _names_protected(texts) or any(surely) or Watch(words).hides("", words, alone=True)


def _names_protected(texts: list[tuple[str, str]]) -> bool:
    numbers = {int(number) for _, text in texts for number in NUMBER.findall(text)}
    keys = {int(text) for field, text in texts if KEYS.search(field) and text.isdecimal() and len(text) < 18}
    rows = Supporter.objects.filter(protected=True)
    found = rows.filter(number__in=numbers) | rows.filter(pk__in=keys)
    codes = {text.strip().upper() for _, text in texts if text.strip().upper().startswith("P-")}
    return found.exists() or rows.filter(code__in=codes).exists()


def _answers(field: str, text: str) -> Iterable[About]:
    yield from (is_about_protected(email=at) for at in set(EMAIL.findall(text)))
    yield from (is_about_protected(phone=number) for number in set(PHONE.findall(text)) if _is_phone(number))
    if NAMES.search(field) and len(text) <= LONGEST_NAME:
        yield from (is_about_protected(name=name) for name in dict.fromkeys(text.splitlines()) if name.strip())


def _is_phone(text: str) -> bool:
    return len(identity.normal_phone(text)) > 6


ENTRIES = (
    extend.DraftAbout(url_name="crm:supporter-edit", object_type="crm.supporter"),
    extend.DraftGuard(forbids=forbids),
)
