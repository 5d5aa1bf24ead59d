"""The one reader of real names and contact values: what may be shown of a supporter, to whom and for what.

Everything else uses `shown_name` and `sort_name`, which hold the code of a protected supporter.
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

#: Where a supporter's names are written.
NAMES = ("full_name", "given_name", "family_name", "native_name")
#: What is derived from them.
DERIVED = ("shown_name", "sort_name", "name_keys", "search_text", "pending_name_review")


class NotForYou(PermissionError):
    """This person may not see a protected name for this purpose."""


def refresh(supporter: Supporter) -> None:
    """Derive the stored shown name, sort name and spelling keys from the name, or from the code when protected."""
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
    """What follows “Dear”: what a person wrote, else title and family name or the whole name."""
    return supporter.salutation or supporter.full_name


def native_name(supporter: Supporter) -> str:
    """The name in its own script; nothing for a protected supporter."""
    return "" if supporter.protected else supporter.native_name


def written_names(supporter: Supporter) -> tuple[str, ...]:
    """Every spelling of a name on record, for comparing; never shown."""
    in_parts = f"{supporter.given_name} {supporter.family_name}" if supporter.family_name else ""
    return tuple(dict.fromkeys(filter(str.strip, (supporter.full_name, in_parts, supporter.native_name))))


def everything_typed(supporter: Supporter) -> str:
    """Names and ways to reach somebody in one line, for whom it was revealed to."""
    contact_details = _contact_details(supporter)
    return " · ".join(
        [
            *written_names(supporter),
            *(at.address for at in contact_details.emails),
            *(at.number for at in contact_details.phones),
        ]
    )


def note(supporter: Supporter) -> str:
    """What was written down about somebody; nothing for a protected supporter, as free text may give them away."""
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
        """Town and state, or town and country: `Carmel, IN`, `Leeds, United Kingdom`."""
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
    """The ways to reach somebody for a stated purpose, protected or not. Raises `NotForYou` as `legal_name` does."""
    _check(supporter, viewer, purpose)
    return _contact_details(supporter)


def _contact_details(supporter: Supporter) -> ContactDetails:
    return ContactDetails(list(supporter.emails.all()), list(supporter.phones.all()), list(supporter.addresses.all()))


def household_greeting(household: Household, members: Iterable[Supporter], *, left: bool = False) -> str:
    """What follows “Dear” for all of them where nobody wrote it; kept with the household, shown as it is."""
    people = [
        greetings.Member(member.full_name, member.given_name, member.family_name)
        for member in sorted(members, key=lambda member: member.pk)
        if member.kind == "person" and member.donor_type != "couple" and member.merged_into_id is None
    ]
    return greetings.greeting(household.name, people, left=left)[:200]


def household_salutation(household: Household) -> str:
    """What follows “Dear” for all of them; nothing where it would give somebody away."""
    return "" if household.hidden else household.salutation


def normal_email(address: str) -> str:
    """The form addresses are compared in; nothing but an address is made one."""
    bare = re.sub(r"^<?mailto:", "", address.strip(), flags=re.I)
    return bare.strip("<> ").rstrip(".,;").casefold()


def mailbox(normal: str) -> str:
    """The mailbox of a normal address where dots and what follows a plus sign do not count, as with some providers."""
    local, _, domain = normal.rpartition("@")
    return f"{local.split('+')[0].replace('.', '')}@{domain}" if local else normal


def normal_phone(number: str, region: str = "US") -> str:
    """The form numbers are compared in: E.164 where the number can be read, else its digits; no extension."""
    read = without_extension(read_phone(number, region))
    return read or "".join(char for char in number if char.isdecimal())[:20]


def country_name(code: str) -> str:
    return Locale("en").territories.get(code.upper(), code)


def names_for_matching(keys: Collection[int]) -> list[Supporter]:
    """Real names of these who are on record, for comparing a file with them; never shown."""
    rows = apps.get_model("crm", "Supporter").objects.not_merged().filter(pk__in=keys)
    return list(
        rows.only("pk", "kind", "donor_type", "number", "full_name", "native_name", "household_id", "sort_name")
    )


def all_names_for_matching() -> Iterable[tuple[int, str, str]]:
    """The key and real names of everybody on record, one after the other, likewise."""
    rows = apps.get_model("crm", "Supporter").objects.not_merged().order_by()
    return rows.values_list("pk", "full_name", "native_name").iterator(chunk_size=5_000)


def contacts_for_matching(keys: Collection[int]) -> tuple[Iterable[tuple[int, str]], ...]:
    """(supporter, value) pairs of e-mail addresses, phone numbers, cities and streets of these, likewise."""
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
