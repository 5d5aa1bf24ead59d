"""Rows of files that name somebody protected: they stand under a code of their own, for all but who reveals the name.

A row is about a protected person when its giver, an address, a number or a name inside any of its cells is theirs
(`crm.protection.privacy`). The row keeps what stood in the file; lists, pages and documents show the code, and never
whom the row was matched with. `sounds` is how a row is found again when somebody is protected: its words as they sound,
its addresses and numbers, each between spaces. Which files hold such sounds is filed with `TypedKey`, so that rows of
those alone are read. The name of a file is looked at as its rows are, and as a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core.db.chunks import chunks
from crm import identity
from crm.models import EmailAddress, NameKey, NameReview, PhoneNumber, Supporter, TypedKey
from crm.models.codes import new_code
from crm.names import forms as name_forms
from crm.names.people import PersonName
from crm.protection import privacy, typed_rows
from crm.protection.likeness import Sought
from crm.protection.privacy import About
from imports.models import ImportBatch, ImportRow
from imports.plans import Party, PlannedRow

KIND = "imports.importrow"
FILE = "imports.importbatch"
BATCH = 1_000
#: What a key is cut to, on both sides.
LONGEST_KEY = 260
#: What stands in place of words about a protected person.
PRIVATE = "Private"
SLOTS = ("supporter", "supporter_2", "household", "organization", "soft_credit", "payer")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
MOST_WORDS_OF_A_NAME = 4


class Watch:
    """Whom texts may be about, with the names of protected people read once: for a file's rows, one after the other."""

    def __init__(self) -> None:
        theirs = Q(supporter__protected=True) | Q(supporter__merged_into__protected=True)
        forms = NameKey.objects.filter(theirs).exclude(form__contains=" ").values_list("form", flat=True)
        self.words = frozenset(forms)
        self.emails = frozenset(EmailAddress.objects.filter(theirs).values_list("normalized", flat=True))
        self.phones = frozenset(PhoneNumber.objects.filter(theirs).values_list("normalized", flat=True))
        self._asked: dict[str, dict[int, About]] = {}

    def hits(self, name: str, texts: Iterable[str]) -> dict[int, About]:
        """The protected people a row may be about, by its giver's name and by all that stands in its cells."""
        found: dict[int, About] = {}
        if not (self.words or self.emails or self.phones):
            return found
        for words in self._asked_of(name, texts):
            for key, answer in self._ask(**words).items():
                found[key] = max(answer, found.get(key, About.NO))
        return found

    def hides(self, name: str, texts: Iterable[str]) -> bool:
        """Whether such a row stands under a code."""
        return About.HIDDEN in self.hits(name, texts).values()

    def _asked_of(self, name: str, texts: Iterable[str]) -> Iterator[dict[str, str]]:
        for text in (name, *texts):
            yield from ({"email": at} for at in _EMAIL.findall(text) if identity.normal_email(at) in self.emails)
            yield from ({"phone": at} for at in _PHONE.findall(text) if identity.normal_phone(at) in self.phones)
        yield from ({"name": part} for part in _names_in(name, texts, self.words, fewest=2))

    def _ask(self, **words: str) -> dict[int, About]:
        key = str(words)
        if key not in self._asked:
            self._asked[key] = privacy.matches(**words)
        return self._asked[key]


def _names_in(name: str, texts: Iterable[str], words: AbstractSet[str], *, fewest: int) -> set[str]:
    """What may be a name of somebody with such words: the giver's as a whole, and in texts two to four words that stand
    together, `fewest` of them such words."""
    found = {name} if not words.isdisjoint(_sounds_of_name(name)) else set()
    for text in texts:
        told = _WORD.findall(text)
        theirs = [not words.isdisjoint(_sounds(word)) for word in told]
        for size in range(2, MOST_WORDS_OF_A_NAME + 1) if any(theirs) else ():
            starts = range(len(told) - size + 1)
            found |= {" ".join(told[at : at + size]) for at in starts if sum(theirs[at : at + size]) >= fewest}
    return found


def _sounds_of_name(name: str) -> set[str]:
    """The words of a giver's name as they sound, by themselves and as a name is read."""
    read = {form for one in name_forms.people(name) for form in name_forms.single_forms(one)} if name.strip() else set()
    return read.union(*map(_sounds, _WORD.findall(name)))


@lru_cache(maxsize=65536)
def _sounds(word: str) -> frozenset[str]:
    return frozenset(name_forms.single_forms(PersonName(family=word)))


def decide(rows: Sequence[ImportRow], watch: Watch | None = None) -> dict[int, dict[int, About]]:
    """Set the code and the sounds of rows; gives whom each may be about, by its place. Nothing is written."""
    watch = watch or Watch()
    said = _said_otherwise([row.pk for row in rows if row.pk])
    found = {}
    for place, row in enumerate(rows):
        name, texts = row.plan["name"] or "", texts_of(row.plan)
        row.sounds = sounds_of(name, texts)
        hits = watch.hits(name, texts)
        found[place] = {key: how for key, how in hits.items() if key not in said.get(row.pk, ())}
        hidden = About.HIDDEN in found[place].values()
        row.code = (row.code or new_code()) if hidden else ""
    return found


def ask(rows: Sequence[ImportRow], found: dict[int, dict[int, About]]) -> None:
    """Ask those who may reveal names about rows that were decided and written."""
    hits = {row.pk: found[place] for place, row in enumerate(rows)}
    asked = set(
        NameReview.objects.filter(object_type=KIND, object_id__in=list(hits)).values_list("object_id", flat=True)
    )
    if wanted := {pk: about for pk, about in hits.items() if about or pk in asked}:
        typed_rows.ask(KIND, wanted)


def forget(batch: ImportBatch) -> None:
    """Ask no more about the rows of a file that is planned anew: call it before they are deleted."""
    rows = batch.rows.order_by().values("pk")
    NameReview.objects.filter(object_type=KIND, object_id__in=rows, answer="").delete()


def texts_of(plan: dict[str, Any]) -> list[str]:
    """All that stands in a row, and what was said about it."""
    parts = [plan.get("name"), plan.get("memo"), plan.get("reason"), plan.get("note"), *plan.get("raw", {}).values()]
    return [str(part) for part in parts if part]


def sounds_of(name: str, texts: Iterable[str]) -> str:
    """By what a row is found: words, email addresses and phone numbers, each between spaces."""
    text = "\n".join((name, *texts))
    found = _sounds_of_name(name).union(*map(_sounds, _WORD.findall(text)))
    found |= {f"@{identity.normal_email(at)}" for at in _EMAIL.findall(text)}
    found |= {f"+{identity.normal_phone(at)}" for at in _PHONE.findall(text)}
    return f" {' '.join(sorted(found))} " if found else ""


def refresh(keys: Iterable[int]) -> None:
    """Decide anew about rows, after somebody was protected or no longer is."""
    rows = list(ImportRow.objects.filter(pk__in=list(keys)))
    if rows:
        found = decide(rows)
        ImportRow.objects.bulk_update(rows, ["code", "sounds"], batch_size=500)
        ask(rows, found)


def owned_by(supporters: Iterable[int]) -> list[int]:
    """Rows that may be about these people, found by what stands in them: of files that hold their names or numbers."""
    sought = Sought(supporters)
    if not sought.people:
        return []
    details = sought.details
    rows = ImportRow.objects.filter(batch__in=_files_with(sought.words | details)).order_by()
    named = rows.filter(_any(sought.words)).values_list("pk", "plan").iterator(BATCH)
    found = {pk for pk, plan in named if _may_name(sought, plan["name"] or "", texts_of(plan))}
    return sorted(found.union(rows.filter(_any(details)).values_list("pk", flat=True)))


def _may_name(sought: Sought, name: str, texts: Iterable[str]) -> bool:
    return any(map(sought.may_be, _names_in(name, texts, sought.words, fewest=1)))


def file_sounds(batch: ImportBatch, rows: Iterable[ImportRow]) -> None:
    """Note by what the rows of a file and its name are found; in place of what was noted before."""
    sounds = {sound for row in rows for sound in row.sounds.split()}
    words = words_of_file(batch.name)
    sounds |= set(sounds_of(words, [words]).split())
    typed_rows.file_keys(FILE, {batch.pk: {sound[:LONGEST_KEY] for sound in sounds}})


def words_of_file(name: str) -> str:
    """A file's name as words, without its ending."""
    return " ".join(re.sub(r"[_\W]+", " ", PurePath(name).stem).split())


def name_file(batch: ImportBatch, watch: Watch | None = None) -> None:
    """Call a file by its number while its name names somebody protected, else by its name; saves it."""
    words = words_of_file(batch.name)
    hidden = (watch or Watch()).hides(words, [words])
    was, batch.shown_name = batch.shown_name, batch.spoken_number if hidden else batch.name
    if batch.shown_name == was:
        return
    batch.save(update_fields=["shown_name"])


def refresh_files(keys: Iterable[int]) -> None:
    """Decide anew how files are called."""
    watch = Watch()
    for batch in ImportBatch.objects.filter(pk__in=list(keys)):
        name_file(batch, watch)


def _files_with(sounds: Iterable[str]) -> set[int]:
    """The files in which one of these stands."""
    keys = sorted({sound[:LONGEST_KEY] for sound in sounds})
    found = (TypedKey.objects.filter(object_type=FILE, form__in=some).order_by() for some in chunks(keys))
    return {pk for rows in found for pk in rows.values_list("object_id", flat=True)}


def _any(sounds: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for sound in sounds:
        found |= Q(sounds__contains=f" {sound} ")
    return found


def _said_otherwise(keys: Sequence[int]) -> dict[int, set[int]]:
    """Whom rows are not about, as a person with the right said."""
    said: dict[int, set[int]] = {}
    rows = NameReview.objects.filter(object_type=KIND, object_id__in=keys, answer=NameReview.Answer.OTHER)
    for pk, candidate in rows.values_list("object_id", "candidate"):
        said.setdefault(pk, set()).add(candidate)
    return said


def hidden_givers(batch: ImportBatch) -> dict[str, str]:
    """The givers of a file whom rows under a code name, by their keys, with the code that stands for each."""
    rows = batch.rows.exclude(code="").order_by("-pk").values_list("code", *(f"plan__{slot}" for slot in SLOTS))
    return {key: code for code, *keys in rows for key in keys if key}


def without_private(tried: Any) -> Any:
    """A preview of a file whose columns are being explained, without what names somebody protected."""
    watch = Watch()
    rows = [(_kept_private(row) if _is_private(row, watch) else row, fund) for row, fund in tried.rows]
    return replace(tried, rows=rows)


def _is_private(row: PlannedRow, watch: Watch) -> bool:
    texts = [row.memo, row.reason, row.note, *row.raw.values(), *row.party.contact.emails, *row.party.contact.phones]
    return watch.hides(row.party.written, texts)


def _kept_private(row: PlannedRow) -> PlannedRow:
    return replace(row, party=Party(written=PRIVATE), reason=row.reason and PRIVATE, note="", memo="", raw={})


def masked(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a run, without the names of protected people and without the records they were matched with."""
    watch = Watch()
    protected = {f"supporter:{key}" for key in Supporter.objects.filter(protected=True).values_list("pk", flat=True)}
    for file in document["files"]:
        file["warnings"] = [PRIVATE if watch.hides("", [text]) else text for text in file["warnings"]]
        for row in file["rows"]:
            _mask(row, watch, protected)
    return document


def _mask(row: dict[str, Any], watch: Watch, protected: set[str]) -> None:
    hidden = watch.hides(row["name"] or "", texts_of(row))
    for slot in (*SLOTS, "gift", "same_as"):
        if row[slot] in protected or (hidden and not str(row[slot] or "").startswith("new:")):
            row[slot] = None
    if hidden:
        row |= {"name": PRIVATE, "memo": "", "told": None, "references": []}
        row |= {name: row[name] and PRIVATE for name in ("reason", "note")}
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
