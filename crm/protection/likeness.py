"""Compare possible names of a person word by word, without a query.

It is the half of `crm.protection.privacy.matches` that does not ask how rare a name is. Rows typed before a supporter
became protected are found by the same comparison, so they are hidden like those typed after.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from core.db.chunks import chunks
from crm import identity
from crm.models import EmailAddress, PhoneNumber, Supporter
from crm.names import forms as name_forms
from crm.names.people import PersonName
from crm.protection.contact_keys import email_key, phone_keys


def names_of(supporter: Supporter) -> list[PersonName]:
    """Every person the names on a record name."""
    return [person for text in identity.written_names(supporter) for person in name_forms.people(text)]


def fits(typed: PersonName, supporter: Supporter) -> bool:
    """Whether a typed name may be the supporter's."""
    return any(name_forms.fits(typed, name) for name in names_of(supporter))


class Sought:
    """Supporters to look for in typed names, with the records merged into them."""

    def __init__(self, keys: Iterable[int]) -> None:
        found = (_with_merged(some) for some in chunks(sorted(keys)))
        self.people = [person for people in found for person in people]
        self._names: dict[str, list[PersonName]] = {}
        for name in (name for person in self.people for name in names_of(person)):
            for form in name_forms.single_forms(name):
                self._names.setdefault(form, []).append(name)

    @property
    def words(self) -> set[str]:
        """The phonetic words of their names. Any text that may name one of them has at least one."""
        return set(self._names)

    @property
    def details(self) -> set[str]:
        """Their email addresses and phone numbers, as stored in `TypedKey`."""
        keys = [person.pk for person in self.people]
        emails = EmailAddress.objects.filter(supporter__in=keys).values_list("normalized", flat=True)
        phones = PhoneNumber.objects.filter(supporter__in=keys).values_list("normalized", flat=True)
        return {key for at in emails if (key := email_key(at))}.union(*map(phone_keys, phones))

    def may_be(self, text: str) -> bool:
        """Whether a typed name may be one of theirs."""
        return any(
            name_forms.fits(typed, name)
            for typed in (name_forms.people(text) if text.strip() else ())
            for name in {name for form in name_forms.single_forms(typed) for name in self._names.get(form, ())}
        )


def _with_merged(keys: Iterable[int]) -> Iterable[Supporter]:
    wanted = list(keys)
    return Supporter.objects.filter(Q(pk__in=wanted) | Q(merged_into__in=wanted)).order_by("pk")
