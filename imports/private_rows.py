"""Import rows that name protected people: shown by a code, except to users the name is revealed to.

A row is about a protected person when its donor, an email, a phone or a name in any of its cells is theirs
(`crm.protection.privacy`). The row stores the file's content; lists, pages and documents show the code, and never whom
the row was matched with.

`sounds` are the row's search keys (phonetic words, emails and phones, each between spaces), by which it is found when a
supporter becomes protected. `TypedKey` stores which files have which keys, so that only rows of these files are read. A
file's name is checked as its rows are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core.db.chunks import chunks
from core.db.set_wise import update_many
from crm.models import NameReview, Supporter, TypedKey
from crm.models.codes import new_code
from crm.names.within import names_in
from crm.protection import free_text, typed_rows
from crm.protection.free_text import Watch
from crm.protection.likeness import Sought
from crm.protection.privacy import About
from imports.models import ImportBatch, ImportRow
from imports.plans import Party, PlannedRow

KIND = "imports.importrow"
FILE = "imports.importbatch"
BATCH = 1_000
#: Shown instead of text about a protected person.
PRIVATE = "Private"
PRIVATE_SHEET = "Private sheet"
SLOTS = ("supporter", "supporter_2", "household", "organization", "soft_credit", "payer")


def decide(rows: Sequence[ImportRow], watch: Watch | None = None) -> dict[int, dict[int, About]]:
    """Set the code, the shown sheet and the sounds of rows; gives whom each may be about, by its place. Nothing is
    written."""
    watch = watch or Watch()
    sheets = {sheet: shown(sheet, watch, PRIVATE_SHEET) for sheet in {row.sheet for row in rows}}
    said = _said_otherwise([row.pk for row in rows if row.pk])
    found = {}
    for place, row in enumerate(rows):
        name, texts = row.plan["name"] or "", texts_of(row.plan)
        row.sounds, row.shown_sheet = sounds_of(name, [*texts, row.sheet]), sheets[row.sheet]
        hits = watch.hits(name, texts)
        found[place] = {key: how for key, how in hits.items() if key not in said.get(row.pk, ())}
        hidden = About.HIDDEN in found[place].values()
        row.code = (row.code or new_code()) if hidden else ""
    return found


def ask(rows: Sequence[ImportRow], found: dict[int, dict[int, About]]) -> None:
    """Open name reviews of rows that were decided and written."""
    hits = {row.pk: found[place] for place, row in enumerate(rows)}
    asked = set(
        NameReview.objects.filter(object_type=KIND, object_id__in=list(hits)).values_list("object_id", flat=True)
    )
    if wanted := {pk: about for pk, about in hits.items() if about or pk in asked}:
        typed_rows.ask(KIND, wanted)


def forget(batch: ImportBatch) -> None:
    """Delete the open reviews of a file that is planned again; call it before its rows are deleted."""
    rows = batch.rows.order_by().values("pk")
    NameReview.objects.filter(object_type=KIND, object_id__in=rows, answer="").delete()


def texts_of(plan: dict[str, Any]) -> list[str]:
    """All texts of a row, including answers about it."""
    own = (plan.get(name) for name in ("name", "memo", "reason", "note", "paid_by"))
    parts = [*own, *plan.get("raw", {}).values()]
    return [str(part) for part in parts if part]


def shown(text: str, watch: Watch, instead: str = PRIVATE) -> str:
    """Words of a file beside its rows (a title, a sheet, a fund), or what is shown instead while they name somebody
    protected."""
    return instead if text.strip() and watch.hides("", [text]) else text


def sounds_of(name: str, texts: Iterable[str]) -> str:
    """The search keys of a row: words, emails and phones, each between spaces."""
    found = free_text.sounds_of(name, texts)
    return f" {' '.join(sorted(found))} " if found else ""


def refresh(keys: Iterable[int]) -> None:
    """Decide again about rows, after a supporter's protection changed."""
    rows = list(ImportRow.objects.filter(pk__in=list(keys)))
    if rows:
        found = decide(rows)
        update_many(rows, ["code", "sounds", "shown_sheet"])
        ask(rows, found)


def owned_by(supporters: Iterable[int]) -> list[int]:
    """Rows that may be about these supporters, found by search keys: only files with their names or numbers are
    read."""
    sought = Sought(supporters)
    if not sought.people:
        return []
    details = sought.details
    rows = ImportRow.objects.filter(batch__in=_files_with(sought.words | details)).order_by()
    named = rows.filter(_any(sought.words)).values_list("pk", "plan", "sheet").iterator(BATCH)
    found = {pk for pk, plan, sheet in named if _may_name(sought, plan["name"] or "", [*texts_of(plan), sheet])}
    return sorted(found.union(rows.filter(_any(details)).values_list("pk", flat=True)))


def _may_name(sought: Sought, name: str, texts: Iterable[str]) -> bool:
    return any(map(sought.may_be, names_in(name, texts, sought.words, fewest=1)))


def file_sounds(batch: ImportBatch, rows: Iterable[ImportRow]) -> None:
    """Replace the stored search keys of a file's rows and name."""
    sounds = {sound for row in rows for sound in row.sounds.split()}
    words = words_of_file(batch.name)
    sounds |= set(sounds_of(words, [words]).split())
    typed_rows.file_keys(FILE, {batch.pk: {sound[: free_text.LONGEST_KEY] for sound in sounds}})


def words_of_file(name: str) -> str:
    """A file's name as words, without its extension."""
    return " ".join(re.sub(r"[_\W]+", " ", PurePath(name).stem).split())


def name_file(batch: ImportBatch, watch: Watch | None = None) -> None:
    """Set the shown name of a file: its number while its name names a protected person, else its name; saves it."""
    words = words_of_file(batch.name)
    hidden = (watch or Watch()).hides(words, [words])
    was, batch.shown_name = batch.shown_name, batch.spoken_number if hidden else batch.name
    if batch.shown_name == was:
        return
    batch.save(update_fields=["shown_name"])


def refresh_files(keys: Iterable[int]) -> None:
    """Decide again about the names of files."""
    watch = Watch()
    for batch in ImportBatch.objects.filter(pk__in=list(keys)):
        name_file(batch, watch)


def _files_with(sounds: Iterable[str]) -> set[int]:
    """The files with one of these search keys."""
    keys = sorted({sound[: free_text.LONGEST_KEY] for sound in sounds})
    found = (TypedKey.objects.filter(object_type=FILE, form__in=some).order_by() for some in chunks(keys))
    return {pk for rows in found for pk in rows.values_list("object_id", flat=True)}


def _any(sounds: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for sound in sounds:
        found |= Q(sounds__contains=f" {sound} ")
    return found


def _said_otherwise(keys: Sequence[int]) -> dict[int, set[int]]:
    """The people rows are not about, according to reviews."""
    said: dict[int, set[int]] = {}
    rows = NameReview.objects.filter(object_type=KIND, object_id__in=keys, answer=NameReview.Answer.OTHER)
    for pk, candidate in rows.values_list("object_id", "candidate"):
        said.setdefault(pk, set()).add(candidate)
    return said


def hidden_givers(batch: ImportBatch) -> dict[str, str]:
    """The donors of a file named by rows under a code: their keys with that code."""
    rows = batch.rows.exclude(code="").order_by("-pk").values_list("code", *(f"plan__{slot}" for slot in SLOTS))
    return {key: code for code, *keys in rows for key in keys if key}


def without_private(tried: Any) -> Any:
    """A preview of a mapping, without anything that names a protected person."""
    watch = Watch()
    rows = [(_kept_private(row) if _is_private(row, watch) else row, fund) for row, fund in tried.rows]
    sheets = {sheet: shown(sheet, watch, PRIVATE_SHEET) for sheet in {row.sheet for row, _ in rows}}
    return replace(tried, rows=[(replace(row, sheet=sheets[row.sheet]), fund) for row, fund in rows])


def _is_private(row: PlannedRow, watch: Watch) -> bool:
    texts = [row.memo, row.reason, row.note, *row.raw.values(), *row.party.contact.emails, *row.party.contact.phones]
    return watch.hides(row.party.written, texts)


def _kept_private(row: PlannedRow) -> PlannedRow:
    kept = replace(row, party=Party(written=PRIVATE), note="", memo="", raw={})
    return replace(kept, reason=row.reason and PRIVATE, fund_text=row.fund_text and PRIVATE)


def masked(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a run, without names of protected people and the records they were matched with."""
    watch = Watch()
    protected = {f"supporter:{key}" for key in Supporter.objects.filter(protected=True).values_list("pk", flat=True)}
    for file in document["files"]:
        file["warnings"] = [shown(text, watch) for text in file["warnings"]]
        file["question"] = shown(file["question"] or "", watch) or None
        for asked in file["asked"]:
            asked["question"] = shown(asked["question"], watch)
            asked["sheets"] = [shown(sheet, watch, PRIVATE_SHEET) for sheet in asked["sheets"]]
        for row in file["rows"]:
            _mask(row, watch, protected)
    return document


def _mask(row: dict[str, Any], watch: Watch, protected: set[str]) -> None:
    hidden = watch.hides(row["name"] or "", texts_of(row))
    row["sheet"] = shown(row["sheet"], watch, PRIVATE_SHEET)
    row["method"] = shown(row["method"] or "", watch) or None
    row["raw"] = {shown(title, watch): text for title, text in row["raw"].items()}
    for slot in (*SLOTS, "gift", "same_as"):
        if row[slot] in protected or (hidden and not str(row[slot] or "").startswith("new:")):
            row[slot] = None
    if hidden:
        row |= {"name": PRIVATE, "memo": "", "told": None, "references": []}
        row |= {name: row[name] and PRIVATE for name in ("reason", "note", "fund_text", "paid_by")}
        row["raw"] = {title: text and PRIVATE for title, text in row["raw"].items()}


def _name(row: ImportRow) -> str:
    return " · ".join(dict.fromkeys(texts_of(row.plan)))[:1_000]


FILES = typed_rows.TypedRows(
    object_type=FILE,
    refresh=refresh_files,
    owned_by=lambda supporters: [],
    title=lambda batch: f"The name of import {batch.pk}",
    url=lambda batch: reverse("imports:batch-detail", args=[batch.pk]),
    name=lambda batch: batch.name,
)
ENTRY = typed_rows.TypedRows(
    object_type=KIND,
    refresh=refresh,
    owned_by=owned_by,
    title=lambda row: f"{row.place} of an import",
    url=lambda row: reverse("imports:row", args=[row.batch_id, row.pk]),
    name=_name,
)
