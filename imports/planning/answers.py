"""What people said of rows of a plan: put in place of what the file says, each time the file is planned.

An answer is plain JSON, `{"record": true, "values": {…}, "by": 3}`, kept in the batch by the place of its row. Values
are those of a plan (kind, amount, currency, date, fund), who gave (`supporter` or `organization`, a record's key, or a
`name` written out with its `body`), `gift` or `gift_row` (the gift money went back from, on record or in this file)
and `another` (keys of gifts that this row does not repeat; empty when it only looked like another row).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crm.names.people import clean
from imports.formats.parties import party_named
from imports.plans import ACCEPT, IGNORE, Party, PlannedRow

LEFT_OUT = "Left out: somebody looked at it and said so."
PERSON, ORGANIZATION = "person", "organization"


def place_of(row: Any) -> str:
    """The place of a row in its file, as answers are kept by; of a `PlannedRow` or an `ImportRow`."""
    return f"{row.sheet}|{row.row}|{row.part}"


def put_in(rows: Iterable[PlannedRow], answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Change the rows that were answered."""
    for row in rows if answers else ():
        if (answer := answers.get(place_of(row))) is None:
            continue
        row.answer = dict(answer["values"])
        if answer["record"]:
            _record(row, row.answer)
        else:
            row.decision, row.reason = IGNORE, LEFT_OUT


def _record(row: PlannedRow, values: Mapping[str, Any]) -> None:
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
        # Who it is was said: nothing in the row is to be weighed. What it says of reaching them stays with the row.
        row.party = Party(written=row.party.written)


def party_called(name: str, body: str, was: Party) -> Party:
    """The party somebody typed, reached as the row says."""
    if body == ORGANIZATION:
        return Party(written=clean(name), organization=clean(name), contact=was.contact, told=was.told)
    return replace(party_named(clean(name), was.contact, as_people=True), told=was.told)


def name_givers(rows: Iterable[PlannedRow]) -> None:
    """Give answered rows the records that were chosen as their givers."""
    for row in rows:
        for slot in ("supporter", "organization"):
            if row.answer and row.decision == ACCEPT and row.answer.get(slot):
                setattr(row, slot, row.answer[slot])


def name_gifts(rows: Iterable[PlannedRow]) -> None:
    """Give money that went back the gift of this file that was chosen for it."""
    gifts = {place_of(row): row.gift for row in rows if row.gift}
    for row in rows:
        if row.answer and row.answer.get("gift_row"):
            row.gift = gifts.get(row.answer["gift_row"])
