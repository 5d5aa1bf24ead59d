"""Saving, renaming and deleting column mappings, and answers about the titles of one file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from core import audit
from core.clock import organization_today
from core.models import Organization, User
from donations.models import Fund
from imports import services
from imports.cells import Workbook
from imports.column_mapping import PREFIX, Mapping
from imports.contexts import Context
from imports.formats import donor_log, generic
from imports.formats.mapped import Mapped
from imports.models import ImportBatch, SavedMapping
from imports.planning import existing_records
from imports.plans import IGNORE, PlannedRow
from imports.reading.files import read_file

#: How many rows the preview shows, and how many it counts by outcome, while the user waits.
SHOWN, COUNTED = 8, 1_000


class NotOpen(Exception):
    """The file was imported or discarded meanwhile, so its columns can't be changed."""


@dataclass(frozen=True)
class Preview:
    """The first records under a mapping, each with its fund, and the outcomes of `counted` rows: all of a small file,
    the first of a large one."""

    rows: Sequence[tuple[PlannedRow, str]]
    counts: dict[str, int]
    counted: int
    is_whole: bool


def may_explain(batch: ImportBatch) -> bool:
    """Whether users may say what the columns mean: no format fits the file, or only one that guesses by titles."""
    open_to_all = ("", generic.SLUG, donor_log.SLUG)
    planned = batch.state == ImportBatch.State.PLANNED
    return planned and (batch.format in open_to_all or batch.format.startswith(PREFIX))


def kind_of(batch: ImportBatch) -> SavedMapping | None:
    """The saved column mapping it was read with; None when a format read it, or the mapping was deleted since."""
    key = batch.format.removeprefix(PREFIX)
    if key == batch.format:
        return None
    return SavedMapping.objects.filter(pk=int(key)).select_related("by").first()


def workbook_of(batch: ImportBatch) -> Workbook:
    """The file as read."""
    return read_file(batch.name, bytes(batch.file.content))


def context(year: int | None = None) -> Context:
    """The settings for reading this organization's files; `year` is that of month columns without one."""
    organization = Organization.current()
    return existing_records.context_for(
        currency=organization.currency, time_zone=organization.time_zone, today=organization_today(), month_year=year
    )


def preview(*, workbook: Workbook, mapping: Mapping, context: Context) -> Preview:
    """What a file would become under a mapping. Reads no records and writes nothing."""
    read = list(islice(Mapped(mapping).read(workbook, context), COUNTED + 1))
    rows = read[:COUNTED]
    records = [row for row in rows if row.decision != IGNORE]
    names = {fund.code: fund.name for fund in Fund.objects.all()}
    shown = [(row, names.get(context.funds.code_for(row.fund_text) or "", "")) for row in records[:SHOWN]]
    return Preview(shown, dict(Counter(row.decision for row in rows)), len(rows), is_whole=len(read) == len(rows))


@transaction.atomic
def explain(
    *,
    batch: ImportBatch,
    mapping: Mapping,
    titles: Sequence[str],
    by: User | None,
    at: datetime,
    year: int | None = None,
) -> SavedMapping:
    """Save what this file's columns mean, also for later files, and plan it again. `year` is for month columns without
    one. Raises `NotOpen`."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not may_explain(batch):
        raise NotOpen(batch)
    values = {**_values_of(mapping), "titles": list(titles), "by": by, "at": at}
    before = _said_before(mapping.signature)
    saved, _ = SavedMapping.objects.update_or_create(
        signature=mapping.signature,
        defaults=values,
        create_defaults={**values, "source": mapping.source or source_named(mapping.name)},
    )
    changes = [was for was in audit.since(before, saved) if was.field in SAID]
    audit.record(by, "mapping.saved", saved, columns=len(mapping.columns), changes=changes)
    batch.format = saved.mapping.slug
    batch.answers = {**batch.answers, "month_year": year}
    batch.save(update_fields=["answers"])
    services.replan(batch=batch)
    return saved


@transaction.atomic
def answer_headings(*, batch: ImportBatch, told: Dictionary[str, str], by: User | None) -> int:
    """Keep the answers to questions of titles, `{question: answer}`, '' to review each row, and plan the file with
    them. Answers of other questions stay. Gives how many are answered now. Raises `NotOpen`."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.PLANNED:
        raise NotOpen(batch)
    before = batch.answers.get("headings", {})
    now = {question: answer for question, answer in {**before, **told}.items() if answer}
    if now != before:
        batch.answers = {**batch.answers, "headings": now}
        batch.save(update_fields=["answers"])
        services.replan(batch=batch)
        change = audit.FieldChange("answers", ", ".join(before.values()), ", ".join(now.values()), of=batch)
        audit.record(by, "import.headings_answered", batch, titles=len(now), changes=[change])
    return len(now)


def _values_of(mapping: Mapping) -> dict[str, Any]:
    """The fields of `SavedMapping` for a mapping."""
    return {
        "name": mapping.name,
        "columns": dict(mapping.columns),
        "day_first": mapping.day_first,
        "decimal_comma": mapping.decimal_comma,
        "fund": Fund.objects.filter(code=mapping.fund).first() if mapping.fund else None,
        "method": mapping.method,
        "kind": mapping.kind,
        "currency": mapping.currency,
        "month_day": mapping.month_day,
        "giver": mapping.giver,
        "values": {title: dict(meanings) for title, meanings in mapping.values.items()},
    }


#: What a user enters. Audit entries name columns by number, as titles may name people.
SAID = ("name", "day_first", "decimal_comma", "fund_id", "method", "month_day", "giver")


def _said_before(signature: str) -> dict[str, Any]:
    found = SavedMapping.objects.filter(signature=signature).first()
    return audit.values(found) if found else {}


@transaction.atomic
def rename(*, saved: SavedMapping, name: str, by: User | None) -> None:
    """Rename a saved column mapping. Raises `ValidationError` for a name in use."""
    changes = audit.differences(saved, {"name": name})
    saved.name = name
    saved.full_clean(exclude={field.name for field in saved._meta.fields} - {"name"})
    saved.save(update_fields=["name"])
    audit.record(by, "mapping.renamed", saved, fields=["name"], changes=changes)


@transaction.atomic
def forget(*, saved: SavedMapping, by: User | None) -> None:
    """Delete a saved column mapping; what was imported with it stays."""
    audit.record(by, "mapping.removed", saved)
    saved.delete()


def source_named(name: str) -> str:
    """An unused name of the source system for references."""
    base = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:30] or "list"
    taken = set(SavedMapping.objects.filter(source__startswith=base).values_list("source", flat=True))
    return next(text for text in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if text not in taken)
