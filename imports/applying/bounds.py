"""Maximum lengths of values. Pure.

Longer values are never cut: the row keeps the value, the record is written without it, and the row is held with a
sentence. `tests/imports/applying/test_bounds.py` compares these maximums with the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from imports.plans import ACCEPT, IGNORE, IN_KIND, REVIEW, Contact, ContactFacts, Party, PlannedRow, Reference

NAME, NAME_PART, HOUSEHOLD, NATIVE_NAME = 250, 120, 200, 250
EMAIL, PHONE, CITY, REGION, POSTAL_CODE = 254, 40, 100, 60, 20
SYSTEM, NUMBER, CHECK = 40, 200, 30
FUND, DESCRIPTION = 200, 300
_SHOWN = 40


def review_too_long(rows: Iterable[PlannedRow]) -> None:
    """Hold rows with values too long for a record, and remove these values from what would be written."""
    for row in rows:
        if row.decision == IGNORE:
            continue
        told = [*_names(row.party), *_names(row.adviser), *_texts(row)]
        row.party, left = _without(row.party)
        # Of these values only the donor's name can be entered again when the row is answered.
        row.adviser, of_adviser = (Party(), []) if name_problem(row.adviser) else _without(row.adviser)
        row.references, numbers = _kept_references(row.references)
        if problems := [*told, *left, *of_adviser, *numbers]:
            row.reason = " ".join(filter(None, [row.reason, *dict.fromkeys(problems)]))
            row.decision = REVIEW if row.decision == ACCEPT else row.decision


def name_problem(party: Party) -> str:
    """Why a name cannot be stored as written; '' when it can."""
    return next(_names(party), "")


def _names(party: Party) -> Iterator[str]:
    """Names longer than the column."""
    for person in party.people:
        whole = " ".join(filter(None, [person.title, person.full or person.written]))
        yield from _too_long("The name", whole, NAME)
        yield from _too_long("The given name", person.given, NAME_PART)
        yield from _too_long("The family name", person.family, NAME_PART)
    yield from _too_long("The organization's name", party.organization, NAME)
    yield from _too_long("The name of the household", party.household, HOUSEHOLD)


def _texts(row: PlannedRow) -> Iterator[str]:
    yield from _too_long("The fund's name", row.fund_text or "", FUND)
    if row.kind == IN_KIND:
        yield from _too_long("The description of what was given", row.memo, DESCRIPTION)


def _without(party: Party) -> tuple[Party, list[str]]:
    """A party without contact details and references that are too long, and the sentences about them."""
    contact, of_contact = _kept_contact(party.contact)
    told, of_told = _kept_told(party.told)
    problems = [*of_contact, *of_told]
    return (replace(party, contact=contact, told=told) if problems else party), problems


def _kept_contact(contact: Contact) -> tuple[Contact, list[str]]:
    problems = [
        *(text for email in contact.emails for text in _too_long("The email address", email, EMAIL)),
        *(text for phone in contact.phones for text in _too_long("The phone number", phone, PHONE)),
        *_too_long("The city", contact.city, CITY),
        *_too_long("The state", contact.region, REGION),
        *_too_long("The postal code", contact.postal_code, POSTAL_CODE),
    ]
    kept = replace(
        contact,
        emails=tuple(email for email in contact.emails if len(email) <= EMAIL),
        phones=tuple(phone for phone in contact.phones if len(phone) <= PHONE),
        city=_or_nothing(contact.city, CITY),
        region=_or_nothing(contact.region, REGION),
        postal_code=_or_nothing(contact.postal_code, POSTAL_CODE),
    )
    return kept, problems


def _kept_told(told: ContactFacts) -> tuple[ContactFacts, list[str]]:
    numbers = [(name, name.partition(":")) for name in told.ids]
    kept = tuple(name for name, (system, _, value) in numbers if len(system) <= SYSTEM and len(value) <= NUMBER)
    problems = [text for _, (_, _, value) in numbers for text in _too_long("The donor number", value, NUMBER)]
    problems += _too_long("The name in native script", told.native_name, NATIVE_NAME)
    return replace(told, ids=kept, native_name=_or_nothing(told.native_name, NATIVE_NAME)), problems


def _kept_references(references: tuple[Reference, ...]) -> tuple[tuple[Reference, ...], list[str]]:
    problems = [text for ref in references for text in _too_long("The number of the gift", ref.value, _room(ref))]
    return tuple(ref for ref in references if len(ref.value) <= _room(ref)), problems


def _room(reference: Reference) -> int:
    return CHECK if reference.system == "check" else NUMBER


def _or_nothing(text: str, bound: int) -> str:
    return text if len(text) <= bound else ""


def _too_long(what: str, text: str, bound: int) -> list[str]:
    if len(text) <= bound:
        return []
    return [f"{what} “{text[:_SHOWN]}…” is longer than {bound} characters: enter a shorter one."]
