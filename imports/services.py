"""Bringing a file in: keep it with its plan, commit it in one transaction, answer what waits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from core import audit, jobs
from core.clock import organization_today
from core.db.json_text import json_text
from core.db.set_wise import update_many
from core.models import Organization, StoredFile, User
from crm.protection.free_text import Watch
from donations.models import Fund
from imports import answering, private_rows
from imports.applying.apply_rows import Applier
from imports.cells import folded
from imports.column_mapping import PREFIX
from imports.models import FundAlias, ImportBatch, ImportRow
from imports.planning import answers, earlier_versions, existing_records
from imports.planning.answers import place_of
from imports.planning.planner import REFUSED, FilePlan, plan_read, read_plan
from imports.planning.rematching import rematch
from imports.plans import ACCEPT, DUPLICATE, REVIEW, Contact, PlannedRow

SPREADSHEET = "application/octet-stream"
BATCH = 1_000
GIVERS = ("supporter", "organization", "household")


class RefusedFile(Exception):
    """The file must not be read; the message says why and what to do."""


class AlreadyCommitted(Exception):
    """This batch, or this very file, was committed before."""


class BooksChanged(Exception):
    """The books changed since the plan was made, so it was made anew: look at it again before committing."""


class FundsUnknown(Exception):
    """Rows name funds nobody has mapped yet. `names` are those names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def same_file(content: bytes) -> ImportBatch | None:
    """The import of this very file that is done, else one that waits to be; None for a file nobody brought yet."""
    states = [ImportBatch.State.APPLIED, ImportBatch.State.PLANNED]
    digest = hashlib.sha256(content).hexdigest()
    found = {batch.state: batch for batch in ImportBatch.objects.filter(sha256=digest, state__in=states).order_by("pk")}
    return next((found[state] for state in states if state in found), None)


def upload(*, name: str, content: bytes, by: User | None, slug: str | None = None) -> ImportBatch:
    """Read and plan a file and keep both. Raises `RefusedFile`, and then nothing is written.

    A file no layout knows is kept for a person to say what its columns mean (`imports.mapping.services.explain`).
    """
    fingerprint = existing_records.state_fingerprint()
    made = _plan(name, content, slug)
    if made.state == REFUSED and not made.explainable:
        raise RefusedFile(made.refusal)
    return save_batch(made=made, content=content, fingerprint=fingerprint, by=by)


@transaction.atomic
def save_batch(*, made: FilePlan, content: bytes, fingerprint: str, by: User | None) -> ImportBatch:
    """Store a file with the plan made of it; `fingerprint` is the fingerprint of the records as the plan read them."""
    name = made.path.replace("\\", "/").rsplit("/", 1)[-1]
    file = StoredFile.store(
        content=content, name=name, purpose=StoredFile.Purpose.UPLOAD, media_type=SPREADSHEET, owner=by
    )
    batch = ImportBatch(file=file, name=name, sha256=file.sha256, created_by=by)
    _store(batch, made, fingerprint)
    audit.record(by, "import.planned", batch, rows=len(made.plan.rows))
    return batch


@transaction.atomic
def replan(*, batch: ImportBatch) -> None:
    """Make the plan anew against the books as they are now. Raises `AlreadyCommitted`."""
    fingerprint = existing_records.state_fingerprint()
    if not ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.PLANNED).update(
        state_fingerprint=fingerprint
    ):
        raise AlreadyCommitted(batch)
    said = {**batch.answers, "rows": answering.still_active(batch.answers.get("rows", {}))}
    made = _plan(batch.name, bytes(batch.file.content), batch.format or None, said)
    private_rows.forget(batch)
    batch.rows.all().delete()
    _store(batch, made, fingerprint)


@transaction.atomic
def leave_columns(*, batch: ImportBatch, by: User | None) -> int:
    """Plan a file without the columns that hold its rows: what they say stays with each row. Gives how many there were.

    Raises `AlreadyCommitted`.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    asked = {folded(title) for title in batch.parties.get("asked", ())}
    if batch.state != ImportBatch.State.PLANNED:
        raise AlreadyCommitted(batch)
    if asked:
        left = sorted({*batch.answers.get("left_columns", ()), *asked})
        batch.answers = {**batch.answers, "left_columns": left}
        batch.save(update_fields=["answers"])
        replan(batch=batch)
        audit.record(by, "import.columns_left", batch, columns=len(asked))
    return len(asked)


@transaction.atomic
def map_funds(*, batch: ImportBatch, funds: Mapping[str, Fund], by: User | None) -> None:
    """Say which fund each name in the file means; remembered for the next file."""
    was = dict(FundAlias.objects.values_list("alias", "fund__name"))
    told = [
        audit.FieldChange("fund for a name in the file", was.get(folded(text)), fund, of=batch)
        for text, fund in funds.items()
    ]
    for text, fund in funds.items():
        FundAlias.objects.update_or_create(alias=folded(text), defaults={"fund": fund})
    audit.record(by, "import.funds_mapped", batch, names=len(funds), changes=told)
    replan(batch=batch)


def commit(*, batch: ImportBatch, by: User | None, today: date, at: datetime) -> Applier:
    """Write every accepted row in one transaction; what needs an answer waits, and says so.

    Raises `AlreadyCommitted`, `FundsUnknown`, and `BooksChanged` after planning anew.
    """
    if names := unmapped_funds(batch):
        raise FundsUnknown(names)
    jobs.writing("Importing")
    try:
        return _commit(batch, by, today, at)
    except BooksChanged:
        batch.refresh_from_db()  # the claim was rolled back
        replan(batch=batch)
        raise
    except IntegrityError as error:
        if "import_file_applied_once" in str(error) or "sha256" in str(error):
            raise AlreadyCommitted(batch) from error
        raise


@transaction.atomic
def _commit(batch: ImportBatch, by: User | None, today: date, at: datetime) -> Applier:
    claimed = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.PLANNED)
    if not claimed.update(state=ImportBatch.State.APPLIED, applied_by=by, applied_at=at):
        raise AlreadyCommitted(batch)
    batch.refresh_from_db()
    if batch.state_fingerprint != existing_records.state_fingerprint():
        raise BooksChanged(batch)
    StoredFile.objects.filter(pk=batch.file_id).decided(at)
    rows = list(batch.rows.filter(state=ImportRow.State.OPEN).order_by("pk"))
    applier = Applier(batch=batch, by=by, today=today, currency=Organization.current().currency)
    applier.apply([row for row in rows if row.decision == ACCEPT])
    waiting = [row for row in rows if row.decision == REVIEW]
    for row in waiting:
        row.state, row.waits_for = ImportRow.State.WAITING, row.reason
    left_out = [row for row in rows if row.decision not in (ACCEPT, REVIEW)]
    for row in left_out:
        row.state = ImportRow.State.LEFT_OUT
    update_many([*waiting, *left_out], ["state", "waits_for"])
    applier.held = len(waiting)
    counts: dict[str, Any] = {"gifts": applier.gift_count, "waiting": applier.waiting + applier.held}
    audit.record(by, "import.committed", batch, changes=applier.effects.field_changes(), **counts)
    _compared(batch)
    return applier


def _compared(batch: ImportBatch) -> None:
    """Remember that what waits was compared with the books as they are now; the last act of a transaction."""
    batch.state_fingerprint = existing_records.state_fingerprint()
    batch.save(update_fields=["state_fingerprint"])


@transaction.atomic
def give_rates(
    *, batch: ImportBatch, rates: Mapping[str, Decimal], source: str, by: User | None, today: date
) -> Applier:
    """Give exchange rates, `{"GBP 2021-03-04": rate}` on the date of gift, and write the rows that waited for them."""
    batch.answers = {
        **batch.answers,
        "rates": {**batch.answers.get("rates", {}), **{key: str(rate) for key, rate in rates.items()}},
        "rate_source": source,
    }
    batch.save(update_fields=["answers"])
    applier = _apply_waiting(batch, by, today, batch.rows.filter(decision=ACCEPT, state=ImportRow.State.WAITING))
    told = [audit.FieldChange(f"rate {key}", None, rate, of=batch) for key, rate in rates.items()]
    audit.record(by, "import.rates_given", batch, count=len(rates), changes=[*told, *applier.effects.field_changes()])
    _compared(batch)
    return applier


@transaction.atomic
def answer(*, row: ImportRow, record: bool, values: dict[str, Any], by: User | None, today: date) -> ImportRow:
    """Decide a row that waits: record it with the values a person gave, or leave it out. What was left out by mistake
    may still be recorded.

    Before the import the answer is kept with the file, which is planned with it; gives the row as it is planned then.
    `values` as `imports.planning.answers` has them. Answering twice changes nothing: raises `AlreadyCommitted`.
    """
    if row.batch.state == ImportBatch.State.PLANNED:
        return _answer_planned(row, record, values, by)
    takes = [ImportRow.State.WAITING, *([ImportRow.State.LEFT_OUT] if record else [])]
    claimed = ImportRow.objects.filter(pk=row.pk, state__in=takes, batch__state=ImportBatch.State.APPLIED)
    state = ImportRow.State.OPEN if record else ImportRow.State.LEFT_OUT
    if not claimed.update(state=state, answered_by=by):
        raise AlreadyCommitted(row)
    row.refresh_from_db()
    changes = answering.differences(row, values) if record else []
    if record:
        same = answering.asking_the_same(row)
        answering.put_in(row, values)
        changes += _apply_waiting(row.batch, by, today, ImportRow.objects.filter(pk=row.pk)).effects.field_changes()
        row.refresh_from_db()
        changes += _answer_same(row, values, same, by, today)
    audit.record(by, "import.row_answered", row, recorded=record, fields=sorted(values), changes=changes)
    if record:
        _compared(row.batch)
    return row


def _answer_same(
    row: ImportRow, values: dict[str, Any], same: list[ImportRow], by: User | None, today: date
) -> list[audit.FieldChange]:
    """Give rows that asked who is meant by the same name the same giver; tells what was written."""
    for other in same:
        other.batch, other.answered_by = row.batch, by
        answering.put_in(other, answering.meaning(row, values))
    rows = ImportRow.objects.filter(pk__in=[other.pk for other in same])
    return _apply_waiting(row.batch, by, today, rows).effects.field_changes() if same else []


def _answer_planned(row: ImportRow, record: bool, values: dict[str, Any], by: User | None) -> ImportRow:
    """Keep the answer with the file and plan it so; the rows are made anew, and this one is found by its place."""
    batch = ImportBatch.objects.select_for_update().get(pk=row.batch_id)
    changes = answering.differences(row, values)
    kept = {"record": record, "values": values, "by": by.pk if by else None}
    batch.answers = {**batch.answers, "rows": {**batch.answers.get("rows", {}), place_of(row): kept}}
    batch.save(update_fields=["answers"])
    replan(batch=batch)
    fresh = batch.rows.get(sheet=row.sheet, row=row.row, part=row.part)
    # What stood in the plan goes with its rows, so the audit log keeps the names of the fields alone.
    fields = sorted({*values, *(change.field for change in changes)})
    audit.record(by, "import.answer_kept", fresh, recorded=record, fields=fields)
    return fresh


@transaction.atomic
def discard(*, batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Drop a plan that was not committed; the file itself goes in 30 days, its name and hash stay."""
    dropped = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.PLANNED)
    if not dropped.update(state=ImportBatch.State.DISCARDED):
        raise AlreadyCommitted(batch)
    private_rows.forget(batch)
    batch.rows.all().delete()
    private_rows.file_sounds(batch, [])
    StoredFile.objects.filter(pk=batch.file_id).decided(at)
    changes = [audit.FieldChange("state", ImportBatch.State.PLANNED, ImportBatch.State.DISCARDED)]
    audit.record(by, "import.set_aside", batch, changes=changes)


def unmapped_funds(batch: ImportBatch) -> list[str]:
    """Names of funds in accepted rows of money that mean no fund yet; "" for rows that name none."""
    rows = batch.rows.filter(decision=ACCEPT, kind__isnull=False, state=ImportRow.State.OPEN, plan__fund=None)
    texts = rows.order_by().values_list(json_text("plan__fund_text"), flat=True)
    return sorted({text or "" for text in texts})


def _apply_waiting(batch: ImportBatch, by: User | None, today: date, rows: Any) -> Applier:
    """Write rows that waited, compared with the books as they are now."""
    ready = list(rows.order_by("pk"))
    rematch(batch, ready)
    applier = Applier(batch=batch, by=by, today=today, currency=Organization.current().currency)
    applier.apply(ready)
    return applier


def _plan(name: str, content: bytes, slug: str | None, said: Mapping[str, Any] | None = None) -> FilePlan:
    """Read and plan a file; `said` is what was answered about it: `rows`, `headings`, `left_columns` (folded titles of
    columns nobody needs), and the `month_year` of columns called by months alone."""
    organization, said = Organization.current(), said or {}
    told: Mapping[str, Any] = said.get("rows", {})
    context = existing_records.context_for(
        currency=organization.currency,
        time_zone=organization.time_zone,
        today=organization_today(),
        left_columns=frozenset(said.get("left_columns", ())),
        month_year=said.get("month_year"),
        headings=said.get("headings", {}),
    )
    if slug and slug.startswith(PREFIX) and slug not in {mapping.slug for mapping in context.mappings}:
        slug = None  # that saved column mapping was forgotten since
    found = read_plan(name, content, context, slug)
    earlier_versions.know_again(found.plan.rows, found.format, answered=told)
    answers.put_in(found.plan.rows, told)
    made = plan_read(found, existing_records.known_records(found.plan.rows, context), context)
    earlier_versions.compare_with_earlier_version(made.plan, made.format)
    return made


def _store(batch: ImportBatch, made: FilePlan, fingerprint: str) -> None:
    found = made.plan
    batch.format = made.format or ""
    batch.state_fingerprint = fingerprint
    batch.warnings, batch.totals = found.warnings, found.totals.as_json()
    batch.parties = {
        "people": {key: asdict(person) for key, person in found.people.items()},
        "organizations": {key: asdict(named) for key, named in found.organizations.items()},
        "households": {key: asdict(home) for key, home in found.households.items()},
        "places": _places(found.rows),
        "asked": made.asked,
        "headings": [asdict(heading) for heading in made.headings],
    }
    batch.save()
    rows = [_row(batch, row, found.blank_fund) for row in found.rows]
    watch = Watch()
    about = private_rows.decide(rows, watch)
    private_rows.name_file(batch, watch)
    private_rows.file_sounds(batch, rows)
    private_rows.ask(ImportRow.objects.bulk_create(rows, batch_size=BATCH), about)


def _places(rows: list[PlannedRow]) -> dict[str, dict[str, str]]:
    """Where the file places everybody: the first whole address each was written with, else the first town."""
    found: dict[str, dict[str, str]] = {}
    firm = [row for row in rows if row.decision in (ACCEPT, DUPLICATE)]
    for row in sorted(firm, key=lambda row: not row.party.contact.address):
        if (place := _place(row.party.contact)) is not None:
            family = None if row.supporter else row.household
            for key in filter(None, (row.supporter, row.supporter_2, row.organization, family)):
                found.setdefault(key, place)
    return found


def _place(contact: Contact) -> dict[str, str] | None:
    """An address as the books hold it; None when the row says no place."""
    if not (contact.address or contact.city or contact.postal_code):
        return None
    place = {
        "street": contact.address,
        "city": contact.city,
        "region": contact.region,
        "postal_code": contact.postal_code,
    }
    return place | ({"country": contact.country} if contact.country else {})


def _row(batch: ImportBatch, row: PlannedRow, blank_fund: str | None) -> ImportRow:
    told = batch.answers.get("rows", {}).get(place_of(row)) if row.answer is not None else None
    return ImportRow(
        answered_by_id=told["by"] if told else None,
        batch=batch,
        sheet=row.sheet,
        row=row.row,
        part=row.part,
        mark=earlier_versions.mark_of(row),
        decision=row.decision,
        reason=row.reason,
        kind=row.kind,
        date=row.date,
        currency=row.currency,
        plan=row.as_json() | {"fund": row.fund_meant(blank_fund)},
    )
