"""Match waiting rows again before they are written, as other imports may have added or removed the same people and
gifts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.db.set_wise import update_many
from core.models import Organization
from crm.models import Household, Supporter
from crm.names.people import PersonName
from imports.models import ImportBatch, ImportRow
from imports.planning import existing_records
from imports.planning.planner import plan
from imports.plans import NEGATIVE, Contact, ContactFacts, Party, PlannedRow, Reference, is_new_key

GIVERS = ("supporter", "supporter_2", "organization", "soft_credit")
SLOTS = (*GIVERS, "payer", "household")
MOST_STEPS = 20
HELD_KEYS = 10_000_000


def rematch(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Point planned rows to the current records of their people and gifts; updates the rows' plans and the batch's
    keys.

    A row that may repeat a gift on record gets it as `same_as`. Records are read only if the state fingerprint changed.
    """
    keys = dict(batch.answers.get("keys", {}))
    _forget_gone(keys, rows)
    if rows and batch.state_fingerprint != existing_records.state_fingerprint():
        _compare(batch, keys, rows)
    batch.answers = {**batch.answers, "keys": keys}
    update_many(rows, ["plan"])


def _forget_gone(keys: dict[str, str], rows: list[ImportRow]) -> None:
    """Follow merges. A supporter undone since is created again if the file added it; a row that names an existing
    supporter that is gone loses its donor, and waits."""
    named = {row.plan[slot] for row in rows for slot in SLOTS if row.plan[slot]}
    now = current_keys({*keys.values(), *named})
    for key, record in [*keys.items()]:
        if now.get(record, record) is None:
            del keys[key]
        else:
            keys[key] = now.get(record) or record
    for row in rows:
        for slot in SLOTS:
            row.plan[slot] = now.get(row.plan[slot], row.plan[slot])


def current_keys(records: Iterable[str]) -> dict[str, str | None]:
    """Current keys of records: unchanged, that of the record it was merged into, or None for a deleted one."""
    found: dict[str, str | None] = {}
    records = list(records)
    homes = {_number(key) for key in records if key.startswith("household:")}
    there = set(Household.objects.filter(pk__in=homes).values_list("pk", flat=True))
    found |= {f"household:{pk}": f"household:{pk}" if pk in there else None for pk in homes}
    asked = {_number(key) for key in records if key.startswith("supporter:")}
    into, known = asked, dict[int, int | None]()
    for _ in range(MOST_STEPS):
        if not (into := into - known.keys()):
            break
        known |= dict(Supporter.objects.filter(pk__in=into).values_list("pk", "merged_into_id"))
        known |= {pk: 0 for pk in into if pk not in known}
        into = {other for other in known.values() if other}
    for pk in asked:
        last = pk
        while further := known.get(last):
            last = further
        found[f"supporter:{pk}"] = None if known.get(last) == 0 else f"supporter:{last}"
    return found


def _compare(batch: ImportBatch, keys: dict[str, str], rows: list[ImportRow]) -> None:
    organization = Organization.current()
    context = existing_records.context_for(currency=organization.currency, time_zone=organization.time_zone)
    pairs = [(row, planned_again(batch, row)) for row in rows]
    known = existing_records.known_records([again for _, again in pairs], context)
    known.last_new = HELD_KEYS
    plan([again for _, again in pairs], known, context)
    for key, record in _agreed(pairs, keys).items():
        keys[key] = record
        for parties in (batch.parties["people"], batch.parties["organizations"]):
            if key in parties:
                parties[key]["is_new"] = False
    for row, again in pairs:
        told = row.plan
        if row.kind in NEGATIVE or not (told["gift"] is None or is_new_key(told["gift"])) or told["gift"] in keys:
            continue
        asked = {told["same_as"], *told.get("not_same_as", ())}  # an edited row waits with the gift it was before
        if again.gift and not is_new_key(again.gift) and again.gift not in asked:
            told["gift"] = again.gift
        elif again.same_as and again.same_as not in told.get("not_same_as", ()):
            told["same_as"] = again.same_as


def planned_again(batch: ImportBatch, row: ImportRow) -> PlannedRow:
    """The row as planned, with the people it names and their contact details."""
    plan = row.plan
    adviser = batch.parties.get("people", {}).get(plan["soft_credit"])
    return PlannedRow(
        sheet=row.sheet,
        row=row.row,
        part=row.part,
        kind=row.kind,
        date=date.fromisoformat(plan["date"]) if plan["date"] else None,
        amount=Decimal(plan["amount"]) if plan["amount"] else None,
        currency=plan["currency"],
        fund_text=plan["fund"],
        method=plan["method"],
        party=_party_again(batch, plan),
        adviser=Party(people=(PersonName(**adviser["name"]),), contact=_contact(adviser)) if adviser else Party(),
        references=tuple(Reference(*reference) for reference in plan["references"]),
        raw={"": f"{row.pk}"},  # rows with the same content were already told apart when the file was planned
    )


def _party_again(batch: ImportBatch, plan: Mapping[str, Any]) -> Party:
    """The donor of the row's plan: an organization, a household or up to two people."""
    people = batch.parties.get("people", {})
    named = [people[plan[slot]] for slot in ("supporter", "supporter_2") if plan[slot] in people]
    organization = batch.parties.get("organizations", {}).get(plan["organization"])
    household = batch.parties.get("households", {}).get(plan["household"])
    return Party(
        written=plan["name"] or "",
        people=tuple(PersonName(**person["name"]) for person in named),
        household=household["name"] if household else "",
        organization=organization["name"] if organization else "",
        contact=_contact(organization or (named[0] if named else household)),
        told=ContactFacts(ids=tuple(named[0].get("ids", ()))) if named else ContactFacts(),
        nameless=bool(named and named[0].get("nameless")),
    )


def _contact(party: Mapping[str, Any] | None) -> Contact:
    if party is None:
        return Contact()
    city, street = (next(iter(party[name]), "") for name in ("cities", "streets"))
    return Contact(emails=tuple(party["emails"]), phones=tuple(party["phones"]), city=city, address=street)


def _agreed(pairs: list[tuple[ImportRow, PlannedRow]], keys: Mapping[str, str]) -> dict[str, str]:
    """What invented keys mean now: the record on which all rows of a key agree."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for row, again in pairs:
        for slot in (*GIVERS, "household"):
            if is_new_key(row.plan[slot]) and row.plan[slot] not in keys:
                found[row.plan[slot]].add(getattr(again, slot))
    return {
        key: record
        for key, records in found.items()
        if len(records) == 1 and (record := next(iter(records))) and not is_new_key(record)
    }


def _number(key: str) -> int:
    return int(key.partition(":")[2])
