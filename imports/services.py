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
from core.models import Organization, StoredFile, User
from crm.models import Supporter
from donations.models import Fund
from imports import books
from imports.applying import TAKEN_BACK, Applier
from imports.formats.parties import party_named
from imports.mapping import PREFIX
from imports.models import FundAlias, ImportBatch, ImportRow
from imports.planning import REFUSED, FilePlan, plan, plan_file
from imports.plans import ACCEPT, REVIEW, Contact, PlannedRow
from imports.rematching import HELD_KEYS, rematch

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

    A file no layout knows is kept for a person to say what its columns mean (`imports.mappings.explain`).
    """
    stamp = books.books_stamp()
    made = _plan(name, content, slug)
    if made.state == REFUSED and not made.explainable:
        raise RefusedFile(made.refusal)
    return keep(made=made, content=content, stamp=stamp, by=by)


@transaction.atomic
def keep(*, made: FilePlan, content: bytes, stamp: str, by: User | None) -> ImportBatch:
    """Store a file with the plan made of it; `stamp` is `books.books_stamp` from before the books were read for it."""
    name = made.path.replace("\\", "/").rsplit("/", 1)[-1][:255]
    file = StoredFile.keep(
        content=content, name=name, purpose=StoredFile.Purpose.UPLOAD, media_type=SPREADSHEET, owner=by
    )
    batch = ImportBatch(file=file, name=name, sha256=file.sha256, created_by=by)
    _store(batch, made, stamp)
    audit.record(by, "import.planned", batch, rows=len(made.plan.rows))
    return batch


@transaction.atomic
def replan(*, batch: ImportBatch) -> None:
    """Make the plan anew against the books as they are now. Raises `AlreadyCommitted`."""
    stamp = books.books_stamp()
    if not ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.PLANNED).update(books=stamp):
        raise AlreadyCommitted(batch)
    made = _plan(batch.name, bytes(batch.file.content), batch.format or None)
    batch.rows.all().delete()
    _store(batch, made, stamp)


@transaction.atomic
def map_funds(*, batch: ImportBatch, funds: Mapping[str, Fund], by: User | None) -> None:
    """Say which fund each name in the file means; remembered for the next file."""
    for text, fund in funds.items():
        FundAlias.objects.update_or_create(alias=folded(text), defaults={"fund": fund})
    audit.record(by, "import.funds_mapped", batch, names=len(funds))
    replan(batch=batch)


def commit(*, batch: ImportBatch, by: User | None, today: date, at: datetime) -> Applier:
    """Write every accepted row in one transaction; what needs an answer waits, and says so.

    Raises `AlreadyCommitted`, `FundsUnknown`, and `BooksChanged` after planning anew.
    """
    if names := unmapped_funds(batch):
        raise FundsUnknown(names)
    jobs.writing("Writing into the books")
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
    if batch.books != books.books_stamp():
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
    ImportRow.objects.bulk_update([*waiting, *left_out], ["state", "waits_for"], batch_size=BATCH)
    applier.held = len(waiting)
    counts: dict[str, Any] = {"gifts": applier.gift_count, "waiting": applier.waiting + applier.held}
    audit.record(by, "import.committed", batch, changes=applier.effects.told(), **counts)
    _compared(batch)
    return applier


def _compared(batch: ImportBatch) -> None:
    """Remember that what waits was compared with the books as they are now; the last act of a transaction."""
    batch.books = books.books_stamp()
    batch.save(update_fields=["books"])


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
    audit.record(by, "import.rates_given", batch, count=len(rates), changes=applier.effects.told())
    _compared(batch)
    return applier


@transaction.atomic
def answer(*, row: ImportRow, record: bool, values: dict[str, Any], by: User | None, today: date) -> ImportRow:
    """Decide a waiting row: record it with the values a person gave, or leave it out. What was left out by mistake
    may still be recorded.

    `values` may hold date, amount (text), kind, currency, fund (code) and supporter (a key). Answering twice changes
    nothing: raises `AlreadyCommitted`.
    """
    takes = [ImportRow.State.WAITING, *([ImportRow.State.LEFT_OUT] if record else [])]
    claimed = ImportRow.objects.filter(pk=row.pk, state__in=takes, batch__state=ImportBatch.State.APPLIED)
    state = ImportRow.State.OPEN if record else ImportRow.State.LEFT_OUT
    if not claimed.update(state=state, answered_by=by):
        raise AlreadyCommitted(row)
    row.refresh_from_db()
    changes = _answered(row, values) if record else []
    if record:
        denied = [*row.plan.get("not_same_as", ()), *filter(None, [row.plan["same_as"]])]
        again = row.plan.get("again", False) or row.waits_for == TAKEN_BACK
        row.plan = {**row.plan, **values, "decision": ACCEPT, "same_as": None, "not_same_as": denied, "again": again}
        if not any(row.plan[slot] for slot in GIVERS):
            _name_giver(row)
        row.decision, row.waits_for = ACCEPT, ""
        row.date = date.fromisoformat(row.plan["date"]) if row.plan["date"] else None
        row.kind, row.currency = row.plan["kind"], row.plan["currency"]
        row.save()
        applier = _apply_waiting(row.batch, by, today, ImportRow.objects.filter(pk=row.pk))
        changes += applier.effects.told()
        row.refresh_from_db()
    audit.record(by, "import.row_answered", row, recorded=record, fields=sorted(values), changes=changes)
    if record:
        _compared(row.batch)
    return row


@transaction.atomic
def set_aside(*, batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Drop a plan that was not committed; the file itself goes in 30 days, its name and hash stay."""
    dropped = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.PLANNED)
    if not dropped.update(state=ImportBatch.State.DROPPED):
        raise AlreadyCommitted(batch)
    batch.rows.all().delete()
    StoredFile.objects.filter(pk=batch.file_id).decided(at)
    audit.record(by, "import.set_aside", batch)


def unmapped_funds(batch: ImportBatch) -> list[str]:
    """Names of funds in accepted rows of money that mean no fund yet; "" for rows that name none."""
    rows = batch.rows.filter(decision=ACCEPT, kind__isnull=False, state=ImportRow.State.OPEN, plan__fund=None)
    return sorted({text or "" for text in rows.order_by().values_list("plan__fund_text", flat=True)})


def folded(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()[:200]


def _answered(row: ImportRow, values: Mapping[str, Any]) -> list[audit.Was]:
    """What a person's answers put in place of what the plan held, people by their numbers."""
    was = {name: _said(row.plan[name]) for name in values}
    now = {name: _said(value) for name, value in values.items()}
    return [audit.Was(name, was[name], now[name], of=row) for name in sorted(values) if was[name] != now[name]]


def _said(value: Any) -> str:
    """A value of a plan; of a person on record the number, of one the file brings only that."""
    name, _, number = str(value or "").partition(":")
    if name == "supporter" and number.isdecimal():
        found = Supporter.objects.filter(pk=int(number)).first()
        return found.spoken_number if found else ""
    return "new in the file" if name == "new" and number else str(value or "")


def _apply_waiting(batch: ImportBatch, by: User | None, today: date, rows: Any) -> Applier:
    """Write rows that waited, compared with the books as they are now."""
    ready = list(rows.order_by("pk"))
    rematch(batch, ready)
    applier = Applier(batch=batch, by=by, today=today, currency=Organization.current().currency)
    applier.apply(ready)
    return applier


def _plan(name: str, content: bytes, slug: str | None) -> FilePlan:
    organization = Organization.current()
    context = books.context_for(
        currency=organization.currency, time_zone=organization.time_zone, today=organization_today()
    )
    if slug and slug.startswith(PREFIX) and slug not in {mapping.slug for mapping in context.mappings}:
        slug = None  # that kind of file was forgotten since
    return plan_file(name, content, books.known_records(currency=organization.currency), context, slug)


def _name_giver(row: ImportRow) -> None:
    """Find or plan whom a held row names, as the planner would have; it names nobody in rows it holds."""
    organization, batch = Organization.current(), row.batch
    known = books.known_records(currency=organization.currency)
    known.last_new = HELD_KEYS + row.pk * 10  # beyond every key of the file's own plan
    context = books.context_for(currency=organization.currency, time_zone=organization.time_zone)
    alone = PlannedRow(sheet=row.sheet, row=row.row, party=party_named(row.plan["name"] or ""))
    made = plan([alone], known, context)
    for name, parties in (
        ("people", made.people),
        ("organizations", made.organizations),
        ("households", made.households),
    ):
        batch.parties[name] |= {key: asdict(party) for key, party in parties.items()}
    batch.save(update_fields=["parties"])
    row.plan |= {slot: getattr(alone, slot) for slot in (*GIVERS, "supporter_2")}


def _store(batch: ImportBatch, made: FilePlan, stamp: str) -> None:
    found = made.plan
    batch.format = made.format or ""
    batch.books = stamp
    batch.warnings, batch.totals = found.warnings, found.totals.as_json()
    batch.parties = {
        "people": {key: asdict(person) for key, person in found.people.items()},
        "organizations": {key: asdict(named) for key, named in found.organizations.items()},
        "households": {key: asdict(home) for key, home in found.households.items()},
        "places": _places(found.rows),
    }
    batch.save()
    ImportRow.objects.bulk_create([_row(batch, row) for row in found.rows], batch_size=BATCH)


def _places(rows: list[PlannedRow]) -> dict[str, dict[str, str]]:
    """Where the file places everybody: the first whole address each was written with, else the first town."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: not row.party.contact.address):
        if (place := _place(row.party.contact)) is not None:
            for key in filter(None, (row.supporter, row.supporter_2, row.organization)):
                found.setdefault(key, place)
    return found


def _place(contact: Contact) -> dict[str, str] | None:
    """An address as the books hold it; None when the row says no place."""
    if not (contact.address or contact.city or contact.postal_code):
        return None
    place = {
        "street": contact.address,
        "city": contact.city[:100],
        "region": contact.region[:60],
        "postal_code": contact.postal_code[:20],
    }
    return place | ({"country": contact.country} if contact.country else {})


def _row(batch: ImportBatch, row: Any) -> ImportRow:
    return ImportRow(
        batch=batch,
        sheet=row.sheet[:100],
        row=row.row,
        part=row.part,
        decision=row.decision,
        reason=row.reason[:500],
        kind=row.kind,
        date=row.date,
        currency=row.currency,
        plan=row.as_json(),
    )
