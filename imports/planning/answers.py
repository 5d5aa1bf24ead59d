"""Users' answers about rows, applied each time the file is planned.

An answer is JSON, `{"record": true, "values": {…}, "by": 3}`, stored in the batch by the place of its row. Values are
those of a plan (kind, amount, currency, date, fund); who gave (`supporter` or `organization`, a record's key, or a
typed `name` with its `body`; for a family the `household`, or `family_row`, a row that names the same one); `gift` or
`gift_row` (the refunded gift, on record or in this file); and `another` (keys of gifts that this row does not repeat;
empty when it only resembled another row).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crm.names.people import clean
from crm.names.text import name_key
from imports import questions
from imports.formats.parties import party_named
from imports.matching.known_records import Known
from imports.plans import ACCEPT, IGNORE, REVIEW, Party, PlannedRow

LEFT_OUT = "Left out by a colleague."
PERSON, ORGANIZATION = "person", "organization"


def place_of(row: Any) -> str:
    """The key of a row in its file, by which answers are stored; for a `PlannedRow` or an `ImportRow`."""
    return f"{row.sheet}|{row.row}|{row.part}"


def put_in(rows: Iterable[PlannedRow], answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Apply answers to their rows, and to rows that ask the same question about the same name."""
    rows = list(rows) if answers else []
    said: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if (answer := answers.get(place_of(row))) is None:
            continue
        row.answer, row.called = dict(answer["values"]), row.party.organization or row.party.written
        row.told_before = ""
        if answer["record"]:
            said.setdefault((name_key(row.called), _about(row.party.doubt)), row.answer)
            record(row, row.answer)
        else:
            row.decision, row.reason = IGNORE, LEFT_OUT
    for row in rows:
        told = said.get((name_key(row.party.written), _about(row.party.doubt)))
        if told is not None and row.answer is None and row.reason == row.party.doubt != "":
            _mean(row, told)


def ask_of_namesakes(rows: Iterable[PlannedRow], known: Known) -> None:
    """Hold rows with a person's name that is also exactly an organization's name, on record or elsewhere in the file.

    “Blue Falcon” may be in a column of names in one row and in a column of companies in another. One answer applies to
    the name.
    """
    rows = list(rows)
    names = {name_key(name) for firm in known.organizations for name in (firm.name, *firm.written)}
    names |= {name_key(row.party.organization) for row in rows if row.decision != IGNORE and row.answer is None}
    said = {name_key(row.called): row.answer for row in rows if row.answer is not None and row.called}
    for row in rows:
        key = name_key(row.party.written)
        if key not in names or not _is_one_person(row):
            continue
        if key in said:
            _mean(row, said[key])
        else:
            row.decision, row.reason = REVIEW, f"“{row.party.written}” {questions.EITHER}"


def _is_one_person(row: PlannedRow) -> bool:
    """Whether a row would be accepted as one person's, by name alone."""
    free = row.decision == ACCEPT and row.answer is None and row.meant is None
    return free and len(row.party.people) == 1 and not (row.party.household or row.party.nameless)


def _about(doubt: str) -> str:
    """What a doubt asks, independent of the spelling of the name."""
    return doubt.partition("”")[2]


def _mean(row: PlannedRow, values: Mapping[str, Any]) -> None:
    """Apply the answer of another row with the same name to a row that is held only for its donor's name."""
    giver = {slot: values[slot] for slot in ("supporter", "organization") if values.get(slot)}
    if values.get("name"):
        row.party = party_called(values["name"], values.get("body", PERSON), row.party)
    elif giver:
        row.party, row.meant = Party(written=row.party.written), giver
    else:
        row.party = party_called(row.party.written, PERSON, row.party)
    row.decision, row.reason = ACCEPT, ""


def record(row: PlannedRow, values: Mapping[str, Any]) -> None:
    """Accept a row with an answer's values."""
    row.decision, row.reason = ACCEPT, ""
    for name in ("kind", "currency", "gift"):
        if name in values:
            setattr(row, name, values[name])
    if "amount" in values:
        row.amount = Decimal(values["amount"]) if values["amount"] else None
    if "date" in values:
        row.date = datetime.date.fromisoformat(values["date"]) if values["date"] else None
    if "fund" in values:
        row.fund_text = values["fund"]
    if values.get("name"):
        row.party = party_called(values["name"], values.get("body", PERSON), row.party)
    elif values.get("supporter") or values.get("organization"):
        # The donor was chosen, so nothing in the row is matched. Its contact details stay with the row.
        row.party = Party(written=row.party.written)
    elif row.party.doubt:
        row.party = party_called(row.party.written, PERSON, row.party)


def party_called(name: str, body: str, was: Party) -> Party:
    """The party with a typed name and the row's contact details."""
    if body == ORGANIZATION:
        return Party(written=clean(name), organization=clean(name), contact=was.contact, told=was.told)
    return replace(party_named(clean(name), was.contact, as_people=True), told=was.told)


def name_givers(rows: Iterable[PlannedRow]) -> None:
    """Set the chosen donors of answered rows, and of those with the same name."""
    for row in rows:
        told = row.answer or row.meant or {}
        for slot in ("supporter", "organization"):
            if row.decision == ACCEPT and told.get(slot):
                setattr(row, slot, told[slot])


def name_gifts(rows: Iterable[PlannedRow]) -> None:
    """Set the gift of this file that was chosen for a refund."""
    gifts = {place_of(row): row.gift for row in rows if row.gift}
    for row in rows:
        if row.answer and row.answer.get("gift_row"):
            row.gift = gifts.get(row.answer["gift_row"])
