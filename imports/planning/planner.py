"""Turn parsed rows into a plan: who is who, which rows are one gift, which fund. Pure; existing records are passed in
as `Known`.

`plan_file` goes all the way from bytes to plan; `document` is what `import_file --json` prints.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from imports.applying import bounds
from imports.cells import Refused, Workbook
from imports.contexts import Context
from imports.formats import FORMATS, Format, donor_log, generic, recognize
from imports.formats.sheets import read_sheets, tables_in
from imports.matching import duplicate_gifts, numbered_gifts
from imports.matching.evidence import PersonCandidate
from imports.matching.known_records import Known
from imports.matching.numbered_refunds import find_numbered
from imports.matching.organizations import name_organizations
from imports.matching.payers import name_payers
from imports.matching.people import People, is_confirmed
from imports.matching.shared_addresses import is_made_up
from imports.parsing.column_roles import DATES, GIVERS
from imports.parsing.header_detection import is_platform_export
from imports.planning import answers, headings
from imports.planning.column_profiling import places
from imports.planning.headings import Heading
from imports.planning.households import name_households
from imports.planning.unlikely_days import review_unlikely_days
from imports.plans import (
    ACCEPT,
    DUPLICATE,
    IGNORE,
    PLEDGE,
    REJECT,
    REVIEW,
    Party,
    Plan,
    PlannedOrganization,
    PlannedPerson,
    PlannedRow,
    is_new_key,
    totals_once,
)
from imports.reading.files import read_file

PLANNED, APPLIED, REFUSED = "planned", "applied", "refused"
NO_ROWS = "The file has no rows of gifts or people below its column titles. Check that it is the right file."
NO_TITLES = "The file has no row of column titles: add a title above each column and upload it again."
NOTHING_USABLE = "No row of this file can be imported; each row shows why. Correct the file and import it again."
TOLD_BEFORE = "the same row of an earlier import"
NO_GIFTS = "No row of this file is a gift; each row shows why. Nothing will be recorded."
UNKNOWN = "The columns of this file are unknown: upload it under Imports and map them there."


@dataclass(slots=True)
class FilePlan:
    """One file: its plan, or the reason why it cannot be read."""

    path: str
    format: str | None = None
    state: str = PLANNED
    refusal: str | None = None
    question: str | None = None  # the question that prevents writing the file
    written: dict[str, int] | None = None  # after writing: how many gifts and supporters are new, how many rows wait
    explainable: bool = False  # no format recognizes it, but it has titles whose meaning a user can enter
    asked: list[str] = field(default_factory=list)  # titles of columns that hold rows until a user answers
    headings: list[Heading] = field(default_factory=list)  # questions of titles, each with one answer for its rows
    plan: Plan = field(default_factory=lambda: Plan([]))

    def as_json(self) -> dict[str, Any]:
        told = {"path": self.path, "format": self.format, "state": self.state, "refusal": self.refusal}
        asked = [heading.as_json() for heading in self.headings]
        return {**told, "question": self.question, "asked": asked, "written": self.written, **self.plan.as_json()}


def plan_file(name: str, data: bytes, known: Known, context: Context, slug: str | None = None) -> FilePlan:
    """Read and plan one file; a refusal is returned as a value. Raises `KeyError` when `slug` names no format."""
    return plan_read(read_plan(name, data, context, slug), known, context)


def plan_read(found: FilePlan, known: Known, context: Context) -> FilePlan:
    """Plan a file that was read, once; its rows are changed in place."""
    if found.state != REFUSED:
        found.plan = plan(found.plan.rows, known, context, found.plan.warnings)
    return found


def read_plan(name: str, data: bytes, context: Context, slug: str | None = None) -> FilePlan:
    """Read one file. The plan holds only what each row itself says. Raises `KeyError` as `plan_file`."""
    try:
        workbook = read_file(name, data)
    except Refused as refusal:
        return FilePlan(name, state=REFUSED, refusal=str(refusal))
    form = recognize(workbook, slug, context.mappings)
    found = FilePlan(name, form.SLUG if form else None)
    rows = list(form.read(workbook, context) if form else read_sheets(workbook, context))
    bounds.review_too_long(rows)
    review_unlikely_days(rows, context)
    if all(row.decision == IGNORE for row in rows) and not (rows and _knows_every_row(form)):
        found.state, found.refusal = REFUSED, NO_ROWS
        found.explainable = form is None and bool(places(workbook))
        return found
    if form is None or _is_unread(form, rows, workbook):
        _wait_for_columns(found, rows, workbook)
    elif all(row.decision == IGNORE for row in rows):
        workbook.warnings.append(NO_GIFTS)
    elif all(row.decision in (IGNORE, REJECT) for row in rows):
        found.question = NOTHING_USABLE
    if found.state != REFUSED:
        duplicate_gifts.review_repeated_sheets(rows)
        found.headings = headings.headings_of(rows)
        headings.put_in(rows, context.headings)
        found.plan = Plan(rows, workbook.warnings)
        found.asked = workbook.asked
    return found


def reading_order(found: FilePlan) -> tuple[int, datetime.date]:
    """The order in which files imported together are processed, independent of their names: lists of people first, as
    they are matched in lists of gifts; then files with pledges; then by first date, as refunds come after gifts; last
    those that name gifts of other files and no donors."""
    rows = [row for row in found.plan.rows if row.kind]
    rank = 0 if not rows else 1 if any(row.kind == PLEDGE for row in rows) else 2
    if rows and all(row.is_of_gift or row.is_bank_line for row in rows):
        rank = 3
    return rank, min((row.date for row in rows if row.date), default=datetime.date.min)


def _knows_every_row(form: Format | None) -> bool:
    """Whether a format reads the files of one platform, in which rows without a gift are no mistake: a bank's lines."""
    return form is not None and form.SLUG in FORMATS and form.SLUG not in (donor_log.SLUG, generic.SLUG)


def _is_unread(form: Format, rows: Iterable[PlannedRow], workbook: Workbook) -> bool:
    """Whether a format that goes by titles could use no row, and lacks a column it needs for gifts."""
    if form.SLUG not in (donor_log.SLUG, generic.SLUG) or any(row.decision not in (IGNORE, REJECT) for row in rows):
        return False
    tables = [table for _, table in tables_in(workbook) if table is not None]
    whole = any(table.has("amount") and table.has(*DATES) and table.has(*GIVERS) for table in tables)
    return not whole or any(map(is_platform_export, tables))


def _wait_for_columns(found: FilePlan, rows: Iterable[PlannedRow], workbook: Workbook) -> None:
    """Ask what the columns of a file mean; a file without titles is refused."""
    found.format, found.explainable = None, bool(places(workbook))
    if not found.explainable:
        found.state, found.refusal = REFUSED, NO_TITLES
        return
    found.question = UNKNOWN
    for row in rows:
        if row.decision == REJECT:
            row.decision, row.reason = REVIEW, f"{row.reason} The columns may have been misread."


def document(files: Iterable[FilePlan]) -> dict[str, Any]:
    """The JSON document of several files: totals count each gift once."""
    files = list(files)
    return {"files": [file.as_json() for file in files], "totals": totals_once(file.plan for file in files).as_json()}


def plan(rows: Iterable[PlannedRow], known: Known, context: Context, warnings: Iterable[str] = ()) -> Plan:
    """Compare rows with each other and with existing records, and set every key. The rows are changed in place."""
    made = Plan(list(rows), list(warnings))
    _map_funds(made, context)
    _leave_out_made_up(made, context)
    answers.ask_of_namesakes(made.rows, known)
    duplicate_gifts.mark_pasted(made.rows)
    namesakes = _name_people(made, known, context)
    name_organizations(made, known)
    name_households(made, known)
    name_payers(made.rows)
    answers.name_givers(made.rows)
    _meet_again(made, known)
    duplicate_gifts.review_same_checks(made.rows)
    known.ask_for_gifts(made.rows, namesakes)
    numbered_gifts.take_from_gifts(made.rows, known)
    numbered_gifts.explain_bank_lines(made.rows, known)
    duplicate_gifts.find_known_gifts(made.rows, known, namesakes)
    _number_gifts(made, known)
    answers.name_gifts(made.rows)
    find_numbered(made.rows, known)
    duplicate_gifts.find_refunded(made.rows, known)
    _finish_duplicates(made)
    return made


def _map_funds(made: Plan, context: Context) -> None:
    unknown: dict[str, int] = {}
    made.blank_fund = context.funds.code_for("")
    for row in made.rows:
        row.fund = context.funds.code_for(row.fund_text)
        if row.fund is None and row.fund_text and row.decision == ACCEPT:
            unknown[row.fund_text] = unknown.get(row.fund_text, 0) + 1
    if unknown:
        names = ", ".join(f"“{name}” ({times})" for name, times in sorted(unknown.items())[:20])
        made.warnings.append(f"These fund names are not matched with a fund yet: {names}.")


def _leave_out_made_up(made: Plan, context: Context) -> None:
    """Drop addresses that only fill a required field, and the charity's own; the row keeps them as written, with a
    note."""
    own = {email.casefold() for email in context.own_emails}
    for row in made.rows:
        contact = row.party.contact
        out = [email for email in contact.emails if email.casefold() in own or is_made_up(email)]
        if not out:
            continue
        kept = tuple(email for email in contact.emails if email not in out)
        row.party = replace(row.party, contact=replace(contact, emails=kept))
        why = f"{', '.join(out)} is not the donor's own address and was left out."
        row.note = " ".join(filter(None, [row.note, why]))
        if row.party.nameless and row.party.written in out:
            row.party = Party(contact=row.party.contact, told=row.party.told)
            if row.decision == ACCEPT:
                row.decision, row.reason = REVIEW, f"{why} Nothing else identifies the donor."


def _name_people(made: Plan, known: Known, context: Context) -> dict[str, set[str]]:
    """Set the people of each row, and add them to the plan; returns the keys of everyone's namesakes."""
    people = People((row for row in made.rows if row.decision != IGNORE or row.guest), known, context)
    keys = {index: who.known.key for index, who in enumerate(people.candidates) if who.known}
    index_of = {id(who): index for index, who in enumerate(people.candidates)}
    groups = [who for who in people.groups() if who.rows and is_confirmed(who)]
    for who in groups:
        key = keys.setdefault(index_of[id(who)], who.known.key if who.known else known.new_key())
        made.people[key] = _person(key, who)
        for row, slot in who.rows:
            setattr(row, slot, key)
    namesakes = {}
    for who in groups:
        key = keys[index_of[id(who)]]
        made.people[key].maybe_same_as = {keys[index]: why for index, why in who.maybe.items() if index in keys}
        namesakes[key] = {keys[index] for index in who.namesakes if index in keys}
    return namesakes


def _meet_again(made: Plan, known: Known) -> None:
    """Add people named by unchanged rows of an earlier version to the plan, without new information."""
    people = {person.key: person.name for person in known.people}
    firms = {firm.key: firm.name for firm in known.organizations}
    for row in made.rows:
        if row.told_before and row.supporter in people:
            person = PlannedPerson(
                row.supporter, people[row.supporter], is_new=False, written=[row.called], reasons=[TOLD_BEFORE]
            )
            made.people.setdefault(row.supporter, person)
        elif row.told_before and row.organization in firms:
            firm = PlannedOrganization(row.organization, firms[row.organization], is_new=False, written=[row.called])
            made.organizations.setdefault(row.organization, firm)


def _person(key: str, who: PersonCandidate) -> PlannedPerson:
    # What a held row says about a person counts once a person confirms it.
    firm = [(row, slot) for row, slot in who.rows if row.decision in (ACCEPT, DUPLICATE) or row.guest]
    parties = [row.adviser if slot == "soft_credit" else row.party for row, slot in firm]
    return PlannedPerson(
        key=key,
        name=who.known.name if who.known and not is_new_key(key) else who.name,
        is_new=is_new_key(key),
        written=_once(name.written or name.full for name in who.names),
        emails=_once(email for party in parties for email in party.contact.emails),
        phones=_once(phone for party in parties for phone in party.contact.phones),
        cities=_once(party.contact.city for party in parties if party.contact.city),
        streets=_once(party.contact.address for party in parties if party.contact.address),
        ids=_once(
            name
            for (row, slot), party in zip(firm, parties, strict=True)
            if slot == "supporter"
            for name in party.told.ids
        ),
        nameless=who.nameless,
        reasons=who.reasons,
    )


def _number_gifts(made: Plan, known: Known) -> None:
    for row in made.rows:
        if row.decision == ACCEPT and row.gift is None and row.kind not in (None, "refund", "chargeback"):
            row.gift = known.new_key()


def _finish_duplicates(made: Plan) -> None:
    """Set the gift of each pasted row to that of the row it repeats, which is known only now."""
    places = {(row.sheet, row.part, tuple(sorted(row.raw.items()))): row for row in reversed(made.rows) if row.gift}
    for row in made.rows:
        if row.decision == DUPLICATE and row.gift is None:
            first = places.get((row.sheet, row.part, tuple(sorted(row.raw.items()))))
            row.gift = first.gift if first else None


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


__all__ = ["APPLIED", "PLANNED", "REFUSED", "FilePlan", "document", "plan", "plan_file"]
