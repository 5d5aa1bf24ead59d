"""What is already in the books, as the planner sees it: plain values handed in by the caller.

The caller (a service, a command, a test) fills `KnownRecords` from the database, for the rows of one file: whom they
may mean, and, once it is known whom they name, those people's gifts. Several files planned together share what each
would create: `remember(plan)` keeps it, and `add` lays it beside what is on record for the next file. What a file would
create keeps its invented key (`new:17`) until `resolve` says which record it became: somebody who only waits is met by
the next file, too, but is no record, and whoever writes the next file creates them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Protocol

from crm.names.people import PersonName
from imports.plans import ACCEPT, NEW, Plan, PlannedRow, Reference, is_new_key

#: Keys of others of a giver's name, by the giver's key.
Namesakes = Mapping[str, Collection[str]]
#: What files add to who is on record.
LEARNED = {"emails", "phones", "cities", "streets", "written", "ids", "checks"}

#: How people, organizations and households are reached, as each of them holds it.
CONTACTS = ("emails", "phones", "cities", "streets")


@dataclass(slots=True)
class KnownPerson:
    """A person on record. E-mails lower-case, phones E.164 or digits, cities as written."""

    key: str
    name: PersonName
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()  # as written
    checks: tuple[str, ...] = ()  # numbers of checks this person has written
    household: str | None = None
    written: tuple[str, ...] = ()  # other spellings
    ids: tuple[str, ...] = ()  # how other systems know them: "nationbuilder:1004"


@dataclass(slots=True)
class KnownOrganization:
    """A giver that is no person, with every spelling on record."""

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
    """A household with its members' keys and how it is reached."""

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
    """A gift on record. `amount` is positive; refunds are their own rows with the `gift` they take from."""

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
    """The records a plan is compared with. `KnownRecords` is the implementation."""

    @property
    def people(self) -> Iterable[KnownPerson]: ...
    @property
    def organizations(self) -> Iterable[KnownOrganization]: ...
    @property
    def households(self) -> Iterable[KnownHousehold]: ...
    @property
    def gifts(self) -> Iterable[KnownGift]: ...

    def new_key(self) -> str:
        """A key that stands for a record to be created: `new:1`, `new:2`, …"""
        ...

    def ask_for_gifts(self, rows: Iterable[PlannedRow], namesakes: Namesakes) -> None:
        """Read the gifts of those whom the rows name, and of their namesakes."""
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
        """Of everybody here."""
        groups: tuple[list[Any], ...] = (self.people, self.organizations, self.households)
        return {each.key for group in groups for each in group}

    def ask_for_gifts(self, rows: Iterable[PlannedRow], namesakes: Namesakes) -> None:
        """Read the gifts of those whom the rows name; what is here already stays."""
        if self.more_gifts is not None:
            on_record = self.more_gifts(rows, namesakes)
            there = {(gift.key, gift.kind) for gift in on_record}
            self.gifts = [*on_record, *(gift for gift in self.gifts if (gift.key, gift.kind) not in there)]

    def add(self, others: KnownRecords) -> None:
        """Lay what files before this one would bring beside what is on record."""
        _lay_beside(self.people, others.people, ("household",))
        _lay_beside(self.organizations, others.organizations)
        _lay_beside(self.households, others.households)
        self.gifts += others.gifts
        self.last_new = others.last_new

    def resolve(self, keys: Mapping[str, str]) -> None:
        """Replace keys of planned records by those of the records created since: `{"new:17": "supporter:12"}`."""

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
        """Add what the plan would create or add. `keys` translates `new:17` once records exist."""
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
                continue  # told before, or on record
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
    """Add the values of these attributes, each once, to those on record."""
    for name in names:
        setattr(to, name, _union(getattr(to, name), getattr(planned, name)))


def _lay_beside(here: list[Any], others: Iterable[Any], single: tuple[str, ...] = ()) -> None:
    """Add others; who is here already learns how they are reached, and by which names and numbers they go."""
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
