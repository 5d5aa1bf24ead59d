"""The one reader of real names and contact values: what may be shown of a supporter, to whom and for what.

Everything else uses `shown_name` and `sort_name`, which hold the code of a protected supporter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from babel import Locale
from django.db.models import Q

from crm.name_keys import plain_word, word_key

if TYPE_CHECKING:
    from core.models import User
    from crm.models import Supporter

#: What a name may be revealed for, and the permission each purpose needs.
PURPOSES = {"receipt": "receipts.issue", "edit": "supporters.edit"}


class NotForYou(PermissionError):
    """This person may not see a protected name for this purpose."""


def refresh(supporter: Supporter) -> None:
    """Derive the stored shown name, sort name and spelling keys from the name, or from the code when protected."""
    if supporter.protected:
        supporter.shown_name = supporter.sort_name = supporter.code
        supporter.name_keys = ""
        return
    supporter.shown_name = supporter.full_name
    supporter.sort_name = sort_name(supporter.full_name, supporter.given_name, supporter.family_name)
    supporter.name_keys = search_keys(f"{supporter.full_name} {supporter.native_name}")


def sort_name(full: str, given: str, family: str) -> str:
    """The name by which lists sort: family name first where it is known."""
    return f"{family}, {given}".strip(", ").casefold()[:250] if family else full.casefold()[:250]


def legal_name(supporter: Supporter, *, viewer: User | None, purpose: str) -> str:
    """The real name for a stated purpose. `viewer` None is the system itself, which prints receipts.

    Raises `NotForYou` when the name is protected and the viewer lacks the purpose's permission.
    """
    if supporter.protected and viewer is not None and not viewer.has_perm(PURPOSES[purpose]):
        raise NotForYou(purpose)
    return supporter.full_name


def salutation(supporter: Supporter) -> str:
    """What follows “Dear”: what a person wrote, else title and family name or the whole name."""
    return supporter.salutation or supporter.full_name


def normal_email(address: str) -> str:
    return address.strip().casefold()


def normal_phone(number: str, region: str = "US") -> str:
    """E.164 where the number can be read, else its digits."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number, region), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return "".join(char for char in number if char.isdigit())[:20]


def country_name(code: str) -> str:
    return Locale("en").territories.get(code.upper(), code)


def search_keys(text: str) -> str:
    """The spelling key of every word, each between spaces, so that ` key ` finds a whole one."""
    keys = [word_key(plain_word(word)) for word in re.split(r"[\s,.&/()-]+", text)]
    return "".join(f" {key}" for key in dict.fromkeys(keys) if key) + " "


def search(word: str) -> Q:
    """Rows that hold a word of a search in their shown name, spelling keys, number or contact points."""
    condition = Q(shown_name__icontains=word) | Q(native_name__icontains=word, protected=False)
    if word.upper().startswith("S-") and word[2:].isdecimal() and len(word) < 12:
        condition |= Q(number=int(word[2:]))
    for key in search_keys(word).split():
        condition |= Q(name_keys__contains=f" {key} ")
    digits = "".join(char for char in word if char.isdecimal())
    if len(digits) >= 4:
        condition |= Q(phones__normalized__contains=digits, protected=False)
    if len(word) >= 3:
        condition |= Q(emails__normalized__contains=word.casefold(), protected=False)
    return condition
