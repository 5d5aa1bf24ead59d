"""The only module that reads real names and contact values: what may be shown of a supporter, to whom, for which
purpose.

All other code uses `shown_name` and `sort_name`, which hold the code when the supporter is protected.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel import Locale
from django.apps import apps

from crm import searching
from crm.contact_details.values import read_phone, without_extension
from crm.names import greetings

if TYPE_CHECKING:
    from core.models import User
    from crm.models import ContactPoint, EmailAddress, Household, PhoneNumber, PostalAddress, Supporter

#: What a name may be revealed for, and the permission each purpose needs.
PURPOSES = {"receipt": "receipts.names", "edit": "supporters.edit"}

#: The columns that hold a supporter's names.
NAMES = ("full_name", "given_name", "family_name", "native_name")
#: The columns derived from them.
DERIVED = ("shown_name", "sort_name", "name_keys", "search_text", "pending_name_review")


class NotForYou(PermissionError):
    """This user may not see a protected name for this purpose."""


def refresh(supporter: Supporter) -> None:
    """Set the stored shown name, sort name and spelling keys: from the name, or from the code when protected."""
    if supporter.protected:
        supporter.shown_name = supporter.sort_name = supporter.code
        supporter.name_keys = supporter.search_text = ""
        return
    supporter.pending_name_review = False
    supporter.shown_name = supporter.full_name
    supporter.sort_name = sort_name(supporter.full_name, supporter.given_name, supporter.family_name)
    names = f"{supporter.full_name} {supporter.native_name}"
    supporter.name_keys, supporter.search_text = searching.search_keys(names), searching.search_text(names)


def sort_name(full: str, given: str, family: str) -> str:
    """The name by which lists sort: family name first where it is known."""
    return f"{family}, {given}".strip(", ").casefold()[:250] if family else full.casefold()[:250]


def legal_name(supporter: Supporter, *, viewer: User | None, purpose: str) -> str:
    """The real name for a stated purpose. `viewer` None is the system itself, which prints receipts.

    Raises `NotForYou` when the name is protected and the viewer lacks the purpose's permission.
    """
    _check(supporter, viewer, purpose)
    return supporter.full_name


def _check(supporter: Supporter, viewer: User | None, purpose: str) -> None:
    if supporter.protected and viewer is not None and not viewer.has_perm(PURPOSES[purpose]):
        raise NotForYou(purpose)


def salutation(supporter: Supporter) -> str:
    """The name after “Dear”: the stored salutation of a person, else title and family name, else the whole name."""
    return supporter.salutation or supporter.full_name


def native_name(supporter: Supporter) -> str:
    """The name in native script; '' for a protected supporter."""
    return "" if supporter.protected else supporter.native_name


def written_names(supporter: Supporter) -> tuple[str, ...]:
    """Every spelling of a name on record, for comparing; never shown."""
    in_parts = f"{supporter.given_name} {supporter.family_name}" if supporter.family_name else ""
    return tuple(dict.fromkeys(filter(str.strip, (supporter.full_name, in_parts, supporter.native_name))))


def everything_typed(supporter: Supporter) -> str:
    """Names and contact details on one line, for a user they were revealed to."""
    contact_details = _contact_details(supporter)
    return " · ".join(
        [
            *written_names(supporter),
            *(at.address for at in contact_details.emails),
            *(at.number for at in contact_details.phones),
        ]
    )


def note(supporter: Supporter) -> str:
    """The note on a supporter; '' for a protected one, as free text may reveal who it is."""
    return "" if supporter.protected else supporter.note


@dataclass(frozen=True)
class ContactDetails:
    """The ways to reach a supporter, primary ones first. Empty for a protected one. `private` are those that are left
    out, as they name somebody else who is protected."""

    emails: list[EmailAddress] = field(default_factory=list)
    phones: list[PhoneNumber] = field(default_factory=list)
    addresses: list[PostalAddress] = field(default_factory=list)
    private: list[ContactPoint] = field(default_factory=list)

    @property
    def email(self) -> str:
        return self.emails[0].address if self.emails else ""

    @property
    def phone(self) -> str:
        return self.phones[0].number if self.phones else ""

    @property
    def address(self) -> PostalAddress | None:
        return self.addresses[0] if self.addresses else None

    @property
    def place(self) -> str:
        """City and state, or city and country: `Carmel, IN`, `Leeds, United Kingdom`."""
        if self.address is None:
            return ""
        country = self.address.country
        rest = self.address.region if country == "US" else country_name(country)
        return ", ".join(filter(None, (self.address.city, rest)))


def contact_details(supporter: Supporter) -> ContactDetails:
    """All ways to reach somebody who is not protected. Uses what was prefetched. What shows of them to people, say
    `crm.protection.points`."""
    return ContactDetails() if supporter.protected else _contact_details(supporter)


def revealed_contact_details(supporter: Supporter, *, viewer: User | None, purpose: str) -> ContactDetails:
    """The contact details for a stated purpose, protected or not. Raises `NotForYou` as `legal_name` does."""
    _check(supporter, viewer, purpose)
    return _contact_details(supporter)


def _contact_details(supporter: Supporter) -> ContactDetails:
    return ContactDetails(list(supporter.emails.all()), list(supporter.phones.all()), list(supporter.addresses.all()))


def household_greeting(household: Household, members: Iterable[Supporter], *, left: bool = False) -> str:
    """The names after “Dear” for a household without a typed salutation; stored with the household."""
    people = [
        greetings.Member(member.full_name, member.given_name, member.family_name)
        for member in sorted(members, key=lambda member: member.pk)
        if member.kind == "person" and member.donor_type != "couple" and member.merged_into_id is None
    ]
    return greetings.greeting(household.name, people, left=left)[:200]


def household_salutation(household: Household) -> str:
    """The names after “Dear” for a household; '' where it would reveal a protected member."""
    return "" if household.hidden else household.salutation


def normal_email(address: str) -> str:
    """An email address as it is compared; '' for text that is not an address."""
    bare = re.sub(r"^<?mailto:", "", address.strip(), flags=re.I)
    return bare.strip("<> ").rstrip(".,;").casefold()


def mailbox(normal: str) -> str:
    """The mailbox of a normalized address, without dots and plus suffixes where the provider ignores them."""
    local, _, domain = normal.rpartition("@")
    return f"{local.split('+')[0].replace('.', '')}@{domain}" if local else normal


def normal_phone(number: str, region: str = "US") -> str:
    """A phone number as it is compared: E.164 when it can be parsed, else its digits; without extension."""
    read = without_extension(read_phone(number, region))
    return read or "".join(char for char in number if char.isdecimal())[:20]


def country_name(code: str) -> str:
    return Locale("en").territories.get(code.upper(), code)


def names_for_matching(keys: Collection[int]) -> list[Supporter]:
    """Real names of these supporters, for matching a file against them; never shown."""
    rows = apps.get_model("crm", "Supporter").objects.not_merged().filter(pk__in=keys)
    return list(
        rows.only("pk", "kind", "donor_type", "number", "full_name", "native_name", "household_id", "sort_name")
    )


def all_names_for_matching() -> Iterable[tuple[int, str, str]]:
    """(key, names) of every supporter, streamed, for matching; never shown."""
    rows = apps.get_model("crm", "Supporter").objects.not_merged().order_by()
    return rows.values_list("pk", "full_name", "native_name").iterator(chunk_size=5_000)


def contacts_for_matching(keys: Collection[int]) -> tuple[Iterable[tuple[int, str]], ...]:
    """(supporter, value) pairs of the emails, phones, cities and streets of these supporters, for matching; never
    shown."""
    fields = (
        ("EmailAddress", "normalized"),
        ("PhoneNumber", "normalized"),
        ("PostalAddress", "city"),
        ("PostalAddress", "street"),
    )
    return tuple(
        apps.get_model("crm", model).objects.filter(supporter__in=keys).values_list("supporter_id", field)
        for model, field in fields
    )
