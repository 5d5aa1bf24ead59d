"""Answers about rows: applied to the row itself after the import, and to the next plan before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from core import audit
from core.models import Organization
from crm.models import Supporter
from crm.names.text import name_key
from imports import questions
from imports.applying.apply_rows import TAKEN_BACK
from imports.models import ImportRow
from imports.planning import existing_records
from imports.planning.answers import PERSON, party_called
from imports.planning.planner import plan
from imports.planning.rematching import HELD_KEYS, current_keys
from imports.plans import ACCEPT, Contact, Party, PlannedHousehold, PlannedRow
from imports.private_rows import PRIVATE

GIVERS = ("supporter", "organization", "household")
SLOTS = (*GIVERS, "supporter_2", "payer")
_ASKED = {name: re.escape(text) for name, text in vars(questions).items() if name.isupper()}
#: Questions that only ask who gave.
ASKS_WHO = re.compile(
    "“[^”]*” ({EITHER}|{ONE_WORD}|{WITH} “[^”]*”: ({WHO_GAVE}|{DONOR})({UNDER_COLUMNS})?[.])|"
    "({SEVERAL_NAMED}|{SIMILAR}) .*: {WHICH_DONOR}|"
    r"(Row \d|“).*, {SAME_FAMILY}".format(**_ASKED)
)


def asking_the_same(row: ImportRow) -> list[ImportRow]:
    """Other rows of the file that wait only for the same answer: who is meant by the same name."""
    if not ASKS_WHO.fullmatch(row.waits_for):
        return []
    waiting = row.batch.rows.filter(state=ImportRow.State.WAITING, waits_for=row.waits_for).exclude(pk=row.pk)
    name = name_key(row.plan["name"] or "")
    return [other for other in waiting.select_for_update().order_by("pk") if name_key(other.plan["name"] or "") == name]


def meaning(row: ImportRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the answer to a row means for other rows with its name: the organization, household or record. For a new
    person it only says that it is a person, as two people may have the name."""
    keys = row.batch.answers.get("keys", {})
    if row.plan["supporter"] and not values.get("supporter"):
        return {name: values[name] for name in ("name", "body") if name in values}
    return {slot: keys.get(row.plan[slot], row.plan[slot]) for slot in SLOTS}


def put_in(row: ImportRow, values: Mapping[str, Any]) -> None:
    """Change a claimed row to an answer, with the records it names; saves it."""
    denied = [*row.plan.get("not_same_as", ()), *filter(None, [row.plan["same_as"]])]
    again = row.plan.get("again", False) or row.waits_for == TAKEN_BACK
    told = {name: value for name, value in values.items() if name in row.plan and name != "name"}
    row.plan = {**row.plan, **told, "decision": ACCEPT, "same_as": None, "not_same_as": denied, "again": again}
    if values.get("household"):
        _plan_household(row, values["household"])
    if values.get("name"):
        row.plan |= dict.fromkeys((*GIVERS, "supporter_2", "payer"))
    if not any(row.plan[slot] for slot in GIVERS):
        _name_giver(row, values)
    row.decision, row.waits_for = ACCEPT, ""
    row.date = date.fromisoformat(row.plan["date"]) if row.plan["date"] else None
    row.kind, row.currency = row.plan["kind"], row.plan["currency"]
    row.save()


def _plan_household(row: ImportRow, key: str) -> None:
    """Add an existing household that an answer names to the plan, under the row's name."""
    homes = row.batch.parties["households"]
    if key not in homes:
        homes[key] = asdict(PlannedHousehold(key, row.plan["name"] or "", is_new=False))
        row.batch.save(update_fields=["parties"])


def still_active(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Answers whose people still exist, following merges. Other answers are dropped, so that they are asked again."""
    slots = ("supporter", "organization")
    keys = {one["values"].get(slot) for one in told.values() for slot in slots}
    now = current_keys(filter(None, keys))
    found: dict[str, Mapping[str, Any]] = {}
    for place, one in told.items():
        named = {slot: now.get(key, key) for slot in slots if (key := one["values"].get(slot))}
        if None not in named.values():
            found[place] = {**one, "values": {**one["values"], **named}}
    return found


def differences(row: ImportRow, values: Mapping[str, Any]) -> list[audit.FieldChange]:
    """The changes an answer makes to a plan's values; people by their numbers."""
    shown = [name for name in values if name in row.plan]
    was = {name: _plan_text(row.plan[name]) for name in shown}
    now = {name: _plan_text(values[name]) for name in shown}
    return [audit.FieldChange(name, was[name], now[name], of=row) for name in sorted(shown) if was[name] != now[name]]


def _plan_text(value: Any) -> str:
    """A value of a plan as text: the number of an existing supporter, “new in the file” for a new one."""
    name, _, number = str(value or "").partition(":")
    if name == "supporter" and number.isdecimal():
        found = Supporter.objects.filter(pk=int(number)).first()
        return (PRIVATE if found.protected else found.spoken_number) if found else ""
    return "new in the file" if name == "new" and number else str(value or "")


def _name_giver(row: ImportRow, values: Mapping[str, Any]) -> None:
    """Find or plan the donor of a held row as the planner would; held rows have none in the plan."""
    organization, batch = Organization.current(), row.batch
    context = existing_records.context_for(currency=organization.currency, time_zone=organization.time_zone)
    contact = Contact(emails=tuple(row.plan.get("emails", ())))
    name, body = values.get("name") or row.plan["name"] or "", values.get("body") or row.plan.get("body", PERSON)
    party = party_called(name, body, Party(contact=contact))
    alone = PlannedRow(sheet=row.sheet, row=row.row, party=party, answer=dict(values))
    known = existing_records.known_records([alone], context)
    known.last_new = HELD_KEYS + row.pk * 10  # above every key of the file's own plan
    made = plan([alone], known, context)
    for name, parties in (
        ("people", made.people),
        ("organizations", made.organizations),
        ("households", made.households),
    ):
        batch.parties[name] |= {key: asdict(party) for key, party in parties.items()}
    batch.save(update_fields=["parties"])
    row.plan |= {slot: getattr(alone, slot) for slot in (*GIVERS, "supporter_2")}
