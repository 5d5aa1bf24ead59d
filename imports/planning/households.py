"""Which household a row names: an existing one, one an earlier row named, or a new one.

Two couples are the same household when their members are. A family without given names (“The Raza Family”) is the same
as another of that name only with a shared street, phone, email or check; with different streets they are two. Otherwise
the row is held, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from crm.names.people import clean
from imports import questions
from imports.matching.evidence import check_numbers, checks_of, city_key, same_check, same_phone, street_key
from imports.matching.known_records import Known, KnownHousehold
from imports.planning.answers import place_of
from imports.plans import ACCEPT, DUPLICATE, REVIEW, Plan, PlannedHousehold, PlannedRow, is_new_key


@dataclass(slots=True)
class _Home:
    """A family as far as known, or what one row says about it."""

    key: str
    label: str
    streets: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    checks: list[tuple[date | None, int]] = field(default_factory=list)
    place: str = ""  # of the first row of this file that named it
    is_said: bool = False  # an answer said that a row means this family

    def merge(self, other: _Home) -> None:
        """Add what another row says."""
        self.place = self.place or other.place
        self.checks += other.checks
        for name in ("streets", "cities", "phones", "emails"):
            getattr(self, name).update(getattr(other, name))


def name_households(made: Plan, known: Known) -> None:
    """Set the household of each row, and add them to the plan."""
    rows = [row for row in made.rows if row.party.household and row.decision in (ACCEPT, DUPLICATE)]
    homes = {home.key: _on_record(home) for home in known.households}
    _name_couples(made, [row for row in rows if row.supporter or row.supporter_2], homes, known)
    families = [row for row in rows if not (row.supporter or row.supporter_2)]
    for row in [row for row in families if not _name_family(made, row, homes, known)]:
        if not _name_family(made, row, homes, known) and row.decision == ACCEPT:
            row.decision, row.reason = REVIEW, _question(row, homes)


def _name_couples(made: Plan, rows: list[PlannedRow], homes: dict[str, _Home], known: Known) -> None:
    """Households of rows that name their members: complete couples first, as they define the members."""
    by_members = {frozenset(home.members): home.key for home in known.households if home.members}
    by_person = {member: home.key for home in known.households for member in home.members}
    for row in sorted(rows, key=lambda row: row.supporter_2 is None):
        members = [key for key in (row.supporter, row.supporter_2) if key]
        pair = by_members.get(frozenset(members))
        key = (pair if len(members) == 2 else by_person.get(members[0])) or known.new_key()
        _join(made, row, key, members)
        homes.setdefault(key, _Home(key, _label(row.party.household))).merge(_mentioned(row))
        by_members.setdefault(frozenset(members), key)
        by_person.update({member: by_person.get(member, key) for member in members})


def _name_family(made: Plan, row: PlannedRow, homes: dict[str, _Home], known: Known) -> bool:
    """Set the family of a row; False when a person must decide whether it was named before."""
    mention, said = _mentioned(row), row.answer is not None
    namesakes, chosen = _namesakes(mention, homes), _chosen(row, homes)
    found = [chosen] if chosen else [home for home in namesakes if _is_proven(home, mention)]
    if not found and not said:
        found = [home for home in namesakes if home.is_said]
    if len(found) != 1 and namesakes and not said:
        return False
    home = found[0] if len(found) == 1 else _Home(known.new_key(), mention.label)
    homes.setdefault(home.key, home).merge(mention)
    home.is_said = home.is_said or chosen is not None
    _join(made, row, home.key, [])
    return True


def _chosen(row: PlannedRow, homes: dict[str, _Home]) -> _Home | None:
    """The family an answer chose for the row: an existing one, or that of another row."""
    answer = row.answer or {}
    if answer.get("household"):
        return homes.get(answer["household"])
    place = answer.get("family_row")
    return next((home for home in homes.values() if place and home.place == place), None)


def _namesakes(mention: _Home, homes: dict[str, _Home]) -> list[_Home]:
    """Families of that name that are not known to be different."""
    return [home for home in homes.values() if home.label == mention.label and not _apart(home, mention)]


def _on_record(home: KnownHousehold) -> _Home:
    return _Home(
        home.key,
        _label(home.name),
        set(filter(None, map(street_key, home.streets))),
        set(filter(None, map(city_key, home.cities))),
        set(home.phones),
        {email.casefold() for email in home.emails},
        [(None, number) for number in check_numbers(home.checks)],
    )


def _mentioned(row: PlannedRow) -> _Home:
    contact = row.party.contact
    return _Home(
        "",
        _label(row.party.household),
        set(filter(None, [street_key(contact.address)])),
        {city_key(contact.city)} if contact.city else set(),
        set(contact.phones),
        {email.casefold() for email in contact.emails},
        checks_of(row),
        place_of(row),
    )


def _label(text: str) -> str:
    return clean(text).casefold()


def _apart(a: _Home, b: _Home) -> bool:
    """Whether both have addresses, and none in common."""
    if a.streets and b.streets and not a.streets & b.streets:
        return True
    return bool(a.cities and b.cities and not a.cities & b.cities)


def _is_proven(a: _Home, b: _Home) -> bool:
    """Whether both share a street, an email, a phone or a check."""
    shared = a.streets & b.streets or a.emails & b.emails
    return bool(shared) or same_phone(a.phones, b.phones) or same_check(a, b)


def _question(row: PlannedRow, homes: dict[str, _Home]) -> str:
    found = next((home for home in _namesakes(_mentioned(row), homes)), None)
    name = f"“{row.party.household[:60]}”"
    where = f"{_row_named(found.place)} also lists {name}" if found and found.place else f"{name} is already on record"
    return f"{where}, {questions.SAME_FAMILY}"


def _row_named(place: str) -> str:
    sheet, number, _ = place.rsplit("|", 2)
    return f"Row {number} of {sheet}" if sheet else f"Row {number}"


def _join(made: Plan, row: PlannedRow, key: str, members: list[str]) -> None:
    """Put a row, the people it names and its contact details into the household."""
    row.household, label, contact = key, row.party.household, row.party.contact
    home = made.households.setdefault(key, PlannedHousehold(key, label, is_new=is_new_key(key)))
    home.members = _once([*home.members, *members])
    if not members:
        home.streets = _once([*home.streets, *filter(None, [contact.address])])
        home.cities = _once([*home.cities, *filter(None, [contact.city])])
        home.phones, home.emails = _once([*home.phones, *contact.phones]), _once([*home.emails, *contact.emails])
    for member in members:
        made.people[member].household = made.people[member].household or key


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
