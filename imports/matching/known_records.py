"""Existing records as the planner reads them: plain values from the caller.

The caller (a service, a command, a test) fills `KnownRecords` from the database for the rows of one file: whom they may
mean and, once the rows are matched, those people's gifts.

Several files planned together share what each would create: `remember(plan)` stores it, and `add` adds it for the next
file. It keeps its invented key (`new:17`) until `resolve` says which record it became. A person who only waits is also
matched by the next file, but is not a record: whichever file is written first creates it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Protocol

from crm.names.people import PersonName
from imports.plans import ACCEPT, NEW, Plan, PlannedRow, Reference, is_new_key

#: Keys of other people with a donor's name, by the donor's key.
Namesakes = Mapping[str, Collection[str]]
#: What files add to existing records.
LEARNED = {"emails", "phones", "cities", "streets", "written", "ids", "checks"}

#: The attributes for contact details of people, organizations and households.
CONTACTS = ("emails", "phones", "cities", "streets")


@dataclass(slots=True)
class KnownPerson:
    """A person on record. Emails in lower case, phones in E.164 or digits, cities as written."""

    key: str
    name: PersonName
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()  # as written
    checks: tuple[str, ...] = ()  # numbers of checks this person wrote
    household: str | None = None
    written: tuple[str, ...] = ()  # other spellings
    ids: tuple[str, ...] = ()  # references to other systems: "nationbuilder:1004"


@dataclass(slots=True)
class KnownOrganization:
    """An organization on record, with every spelling of its name."""

    key: str
    name: str
    written: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(slots=True)
class KnownHousehold:
    """A household with its members' keys and contact details."""

    key: str
    name: str
    members: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()  # as written
    checks: tuple[str, ...] = ()  # numbers of checks of the family


@dataclass(slots=True)
class KnownGift:
    """A gift on record. `amount` is positive; refunds are separate rows with the `gift` they are of."""

    key: str
    kind: str
    date: datetime.date | None
    amount: Decimal
    currency: str
    supporter: str | None = None
    organization: str | None = None
    method: str | None = None
    fund: str | None = None
    references: tuple[Reference, ...] = ()


class Known(Protocol):
    """The interface of the records a plan is compared with. `KnownRecords` implements it."""

    @property
    def people(self) -> Iterable[KnownPerson]: ...
    @property
    def organizations(self) -> Iterable[KnownOrganization]: ...
    @property
    def households(self) -> Iterable[KnownHousehold]: ...
    @property
    def gifts(self) -> Iterable[KnownGift]: ...

    def new_key(self) -> str:
        """A key for a record to create: `new:1`, `new:2`, …"""
        ...

    def ask_for_gifts(self, rows: Iterable[PlannedRow], namesakes: Namesakes) -> None:
        """Read the gifts of the people the rows name, and of their namesakes."""
        ...


@dataclass
class KnownRecords:
    """The records a plan is compared with, as lists in memory."""

    people: list[KnownPerson] = field(default_factory=list)
    organizations: list[KnownOrganization] = field(default_factory=list)
    households: list[KnownHousehold] = field(default_factory=list)
    gifts: list[KnownGift] = field(default_factory=list)
    last_new: int = 0
    more_gifts: Callable[[Iterable[PlannedRow], Namesakes], list[KnownGift]] | None = None

    def new_key(self) -> str:
        self.last_new += 1
        return f"{NEW}{self.last_new}"

    def keys(self) -> set[str]:
        """The keys of everyone here."""
        groups: tuple[list[Any], ...] = (self.people, self.organizations, self.households)
        return {each.key for group in groups for each in group}

    def ask_for_gifts(self, rows: Iterable[PlannedRow], namesakes: Namesakes) -> None:
        """Read the gifts of the people the rows name; those read before are kept."""
        if self.more_gifts is not None:
            on_record = self.more_gifts(rows, namesakes)
            there = {(gift.key, gift.kind) for gift in on_record}
            self.gifts = [*on_record, *(gift for gift in self.gifts if (gift.key, gift.kind) not in there)]

    def add(self, others: KnownRecords) -> None:
        """Add what earlier files would create."""
        _lay_beside(self.people, others.people, ("household",))
        _lay_beside(self.organizations, others.organizations)
        _lay_beside(self.households, others.households)
        self.gifts += others.gifts
        self.last_new = others.last_new

    def resolve(self, keys: Mapping[str, str]) -> None:
        """Replace keys of planned records by those of the created ones: `{"new:17": "supporter:12"}`."""

        def real(key: str | None) -> str | None:
            return keys.get(key, key) if key is not None else None

        for firm in self.organizations:
            firm.key = keys.get(firm.key, firm.key)
        for person in self.people:
            person.key = keys.get(person.key, person.key)
            person.household = real(person.household)
        for home in self.households:
            home.key = keys.get(home.key, home.key)
            home.members = tuple(keys.get(member, member) for member in home.members)
        for gift in self.gifts:
            gift.key = keys.get(gift.key, gift.key)
            gift.supporter, gift.organization = real(gift.supporter), real(gift.organization)

    def remember(self, plan: Plan, keys: Mapping[str, str] | None = None) -> None:
        """Add what the plan would create or change. `keys` translates `new:17` once records exist."""
        self.resolve(keys or {})

        def real(key: str | None) -> str | None:
            return (keys or {}).get(key, key) if key is not None else None

        checks = _checks_of(plan)
        self._remember_people(plan, checks, real)
        self._remember_organizations(plan, checks, real)
        self._remember_households(plan, checks, real)
        self._remember_gifts(plan, real)

    def _remember_people(self, plan: Plan, checks: Mapping[str, list[str]], real) -> None:
        people = {person.key: person for person in self.people}
        for planned in plan.people.values():
            person = people.get(real(planned.key))
            if person is None:
                self.people.append(person := KnownPerson(real(planned.key), planned.name))
            _add(planned, to=person, names=(*CONTACTS, "written", "ids"))
            person.checks = _union(person.checks, checks.get(planned.key, ()))
            person.household = person.household or real(planned.household)

    def _remember_organizations(self, plan: Plan, checks: Mapping[str, list[str]], real) -> None:
        organizations = {organization.key: organization for organization in self.organizations}
        for planned in plan.organizations.values():
            organization = organizations.get(real(planned.key))
            if organization is None:
                self.organizations.append(organization := KnownOrganization(real(planned.key), planned.name))
            _add(planned, to=organization, names=(*CONTACTS, "written", "ids"))
            organization.checks = _union(organization.checks, checks.get(planned.key, ()))

    def _remember_households(self, plan: Plan, checks: Mapping[str, list[str]], real) -> None:
        households = {household.key: household for household in self.households}
        for planned in plan.households.values():
            household = households.get(real(planned.key))
            if household is None:
                members = tuple(real(member) for member in planned.members)
                self.households.append(household := KnownHousehold(real(planned.key), planned.name, members))
            _add(planned, to=household, names=CONTACTS)
            household.checks = _union(household.checks, checks.get(planned.key, ()))

    def _remember_gifts(self, plan: Plan, real) -> None:
        gifts = {(gift.key, gift.kind) for gift in self.gifts}
        for row in plan.rows:
            if row.decision != ACCEPT or row.kind is None or row.amount is None or row.gift is None:
                continue
            if (real(row.gift), row.kind) in gifts or not is_new_key(row.gift):
                continue  # known before, or on record
            gifts.add((real(row.gift), row.kind))
            self.gifts.append(
                KnownGift(
                    key=real(row.gift),
                    kind=row.kind,
                    date=row.date,
                    amount=abs(row.amount),
                    currency=row.currency or "",
                    supporter=real(row.payer or row.supporter),
                    organization=real(row.organization),
                    method=row.method,
                    fund=row.fund,
                    references=row.references,
                )
            )


def _add(planned: Any, *, to: Any, names: Iterable[str]) -> None:
    """Add the planned values of these attributes, each once, to existing ones."""
    for name in names:
        setattr(to, name, _union(getattr(to, name), getattr(planned, name)))


def _lay_beside(here: list[Any], others: Iterable[Any], single: tuple[str, ...] = ()) -> None:
    """Add records; a record with the same key only gets the new contact details, names and numbers."""
    by_key = {one.key: one for one in here}
    for other in others:
        one = by_key.get(other.key)
        if one is None:
            here.append(replace(other))
            continue
        for name in LEARNED & {each.name for each in fields(one)}:
            setattr(one, name, _union(getattr(one, name), getattr(other, name)))
        for name in single:
            setattr(one, name, getattr(one, name) or getattr(other, name))


def _union(have: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*have, *more]))


def _checks_of(plan: Plan) -> dict[str, list[str]]:
    checks: dict[str, list[str]] = {}
    for row in plan.rows:
        for reference in row.references:
            if reference.system == "check" and (giver := row.supporter or row.organization or row.household):
                checks.setdefault(giver, []).append(reference.value)
    return checks
