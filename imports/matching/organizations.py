"""Which organization a row names: one the books or the file know, or a new one.

Names decide, and only where they agree in every telling word: one shared address proves nothing (a giver's adviser
writes for several funds), nor does a likeness (Apple Inc and Apple Pharmacy). A number in another system settles it
either way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crm.names.organizations import compare_organizations, is_spelled_alike
from crm.names.people import SAME
from imports.matching.evidence import city_key, numbered_apart, street_key
from imports.matching.known_records import Known
from imports.plans import ACCEPT, DUPLICATE, IGNORE, Party, Plan, PlannedOrganization, PlannedRow, is_new_key


@dataclass(slots=True)
class _Body:
    """One organization as far as is known yet."""

    key: str
    names: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    streets: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)

    def take(self, row: PlannedRow) -> None:
        """Learn what an accepted row says."""
        party = row.party
        self.names.append(party.organization)
        self.ids |= set(party.told.ids)
        self.streets |= _streets(party)
        self.cities |= _cities(party)


def name_organizations(made: Plan, known: Known) -> None:
    """Give rows the key of the organization they name, and the plan those organizations."""
    bodies = [
        _Body(
            firm.key,
            [firm.name, *firm.written],
            set(firm.ids),
            set(filter(None, map(street_key, firm.streets))),
            set(filter(None, map(city_key, firm.cities))),
        )
        for firm in known.organizations
    ]
    for row in made.rows:
        if not row.party.organization or row.decision == IGNORE:
            continue
        body, firm_row = _find(row.party, bodies), row.decision in (ACCEPT, DUPLICATE)
        if body is None and firm_row:
            bodies.append(body := _Body(known.new_key()))
        if body is not None:
            row.organization = body.key
            if firm_row:
                body.take(row)
                _plan(made, body, row.party)


def _find(party: Party, bodies: Iterable[_Body]) -> _Body | None:
    """The one organization a row means: by its number, by its very name, or by a name only one of them can have."""
    ids = set(party.told.ids)
    free = [body for body in bodies if not numbered_apart(ids, body.ids)]
    if ids and (numbered := [body for body in free if ids & body.ids]):
        return numbered[0]
    near = [body for body in free if not _apart(party, body)]
    alike = [body for body in near if any(is_spelled_alike(party.organization, name) for name in body.names)]
    if not alike:
        alike = [body for body in near if all(_is_same(party.organization, name) for name in body.names)]
        return alike[0] if len(alike) == 1 else None
    return alike[0]


def _is_same(a: str, b: str) -> bool:
    return compare_organizations(a, b) == SAME


def _apart(party: Party, body: _Body) -> bool:
    """Whether both have addresses, and none in common: congregations and shops of one name stand in many towns."""
    streets, cities = _streets(party), _cities(party)
    if streets and body.streets:
        return not streets & body.streets
    return bool(cities and body.cities and not cities & body.cities)


def _streets(party: Party) -> set[str]:
    return set(filter(None, [street_key(party.contact.address)]))


def _cities(party: Party) -> set[str]:
    return {city_key(party.contact.city)} if party.contact.city else set()


def _plan(made: Plan, body: _Body, party: Party) -> None:
    firm = made.organizations.setdefault(body.key, PlannedOrganization(body.key, body.names[0], is_new_key(body.key)))
    firm.written = _once([*firm.written, party.organization])
    firm.emails = _once([*firm.emails, *party.contact.emails])
    firm.phones = _once([*firm.phones, *party.contact.phones])
    firm.cities = _once([*firm.cities, *filter(None, [party.contact.city])])
    firm.streets = _once([*firm.streets, *filter(None, [party.contact.address])])
    firm.ids = _once([*firm.ids, *party.told.ids])
    firm.name = max(firm.written, key=len) if firm.is_new else firm.name


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
