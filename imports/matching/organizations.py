"""Which organization a row names: an existing one, one named earlier in the file, or a new one.

Two mentions are joined only by the same name (ignoring case, punctuation, “Inc.”), or a similar name with a shared
email, phone, street or checkbook. A similar name alone becomes a question: Masjid al-Noor and Masjid An-Nur may be two
congregations. A shared address alone proves nothing, as an adviser writes for several funds. A number in another system
decides either way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from crm.names.comparison import SAME
from crm.names.organizations import compare_organizations, is_same_name, is_spelled_alike
from crm.names.text import name_key
from imports import questions
from imports.matching.evidence import (
    check_numbers,
    checks_of,
    city_key,
    numbered_apart,
    same_check,
    same_checkbook,
    same_phone,
    street_key,
)
from imports.matching.known_records import Known, KnownOrganization
from imports.plans import (
    ACCEPT,
    DUPLICATE,
    IGNORE,
    REVIEW,
    Party,
    Plan,
    PlannedOrganization,
    PlannedRow,
    is_new_key,
)


@dataclass(slots=True)
class _Body:
    """An organization as far as known, or what one row says about it."""

    key: str
    names: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    streets: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    checks: list[tuple[date | None, int]] = field(default_factory=list)

    def merge(self, other: _Body) -> None:
        """Add what an accepted row says."""
        self.names += other.names
        self.checks += other.checks
        for name in ("ids", "emails", "phones", "streets", "cities"):
            getattr(self, name).update(getattr(other, name))


def name_organizations(made: Plan, known: Known) -> None:
    """Set the organization of each row, and add them to the plan.

    A row whose name is only similar, or matches several, is held; an answer about one row applies to all with its name.
    """
    bodies = [_on_record(firm) for firm in known.organizations]
    named = [row for row in made.rows if row.party.organization and row.decision != IGNORE]
    asked = [row for row in named if not _name(made, row, bodies, known, {})]
    said = _answered(made.rows)
    for row in asked:
        if not _name(made, row, bodies, known, said) and row.decision == ACCEPT:
            row.decision, row.reason = REVIEW, _question(row, bodies)


def _answered(rows: Iterable[PlannedRow]) -> dict[str, str]:
    """The organization each name means according to answers; names with contradicting answers are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        key = (row.answer or {}).get("organization") or row.organization
        if row.called and row.answer is not None and row.decision == ACCEPT and key:
            found[name_key(row.called)].add(key)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def _name(made: Plan, row: PlannedRow, bodies: list[_Body], known: Known, said: Mapping[str, str]) -> bool:
    """Set a row's organization; False when a person must decide."""
    mention, body = _mentioned(row), None
    found = _find(mention, bodies)
    if len(found) == 1 and _is_sure(mention, found[0]):
        body = found[0]
    elif found and row.answer is None:
        body = _as_said(mention, bodies, said.get(name_key(row.party.organization)))
        if body is None:
            return False
    firm_row = row.decision in (ACCEPT, DUPLICATE)
    if body is None and firm_row:
        bodies.append(body := _Body(known.new_key()))
    if body is not None:
        row.organization = body.key
        if firm_row:
            body.merge(mention)
            _plan(made, body, row.party)
    return True


def _as_said(mention: _Body, bodies: Iterable[_Body], key: str | None) -> _Body | None:
    """The organization that an answer about another row gives this name, unless this row contradicts it."""
    body = next((body for body in bodies if body.key == key), None)
    against = body is None or numbered_apart(mention.ids, body.ids) or _apart(mention, body)
    return None if against else body


def _on_record(firm: KnownOrganization) -> _Body:
    return _Body(
        firm.key,
        [firm.name, *firm.written],
        set(firm.ids),
        {email.casefold() for email in firm.emails},
        set(firm.phones),
        set(filter(None, map(street_key, firm.streets))),
        set(filter(None, map(city_key, firm.cities))),
        [(None, number) for number in check_numbers(firm.checks)],
    )


def _mentioned(row: PlannedRow) -> _Body:
    party, contact = row.party, row.party.contact
    return _Body(
        "",
        [party.organization],
        set(party.told.ids),
        {email.casefold() for email in contact.emails},
        set(contact.phones),
        set(filter(None, [street_key(contact.address)])),
        {city_key(contact.city)} if contact.city else set(),
        checks_of(row),
    )


def _find(mention: _Body, bodies: Iterable[_Body]) -> list[_Body]:
    """The organizations a row may mean: by number, else by same name, else by similar name; of several, those with a
    shared contact detail, check or city."""
    free = [body for body in bodies if not numbered_apart(mention.ids, body.ids)]
    if numbered := [body for body in free if mention.ids & body.ids]:
        return numbered[:1]
    near = [body for body in free if not _apart(mention, body)]
    same = [body for body in near if _has_name(mention, body)]
    found = same or [body for body in near if _is_like(mention, body)]
    if len(found) < 2:
        return found
    proven = [body for body in found if _is_proven(mention, body)]
    return proven or [body for body in same if mention.cities & body.cities] or found


def _is_sure(mention: _Body, body: _Body) -> bool:
    """Whether more than a similar name joins the two."""
    return bool(mention.ids & body.ids) or _has_name(mention, body) or _is_proven(mention, body)


def _has_name(mention: _Body, body: _Body) -> bool:
    return any(is_same_name(mention.names[0], name) for name in body.names)


def _is_like(mention: _Body, body: _Body) -> bool:
    return any(
        is_spelled_alike(mention.names[0], name) or compare_organizations(mention.names[0], name) == SAME
        for name in body.names
    )


def _is_proven(mention: _Body, body: _Body) -> bool:
    """Whether both share an email, a phone, a street or a checkbook."""
    shared = mention.emails & body.emails or mention.streets & body.streets
    checks = same_check(mention, body) or same_checkbook(mention, body)
    return bool(shared) or same_phone(mention.phones, body.phones) or checks


def _question(row: PlannedRow, bodies: list[_Body]) -> str:
    mention = _mentioned(row)
    found = _find(mention, bodies)
    names = " or ".join(dict.fromkeys(f"“{body.names[0][:60]}”" for body in found[:3]))
    if all(_has_name(mention, body) for body in found):
        return f"{questions.SEVERAL_NAMED} {names}: {questions.WHICH_DONOR}"
    return f"{questions.SIMILAR} {names}, but nothing shows they are the same organization: {questions.WHICH_DONOR}"


def _apart(mention: _Body, body: _Body) -> bool:
    """Whether both have addresses, and none in common: many cities have congregations and shops of one name."""
    if mention.streets and body.streets:
        return not mention.streets & body.streets
    return bool(mention.cities and body.cities and not mention.cities & body.cities)


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
