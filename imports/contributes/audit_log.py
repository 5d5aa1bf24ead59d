"""Audit log sentences for acts on imports, and links to files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope, GuardedRows, visible_rows
from core.models import User
from core.privacy.visibility import RevealedPeople
from crm.contributes.protection import about, numbers_of
from crm.models import NameReview
from imports.models import ImportBatch, ImportRow, SavedMapping


def _batches(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = ImportBatch.objects.visible_to(user).filter(pk__in=keys).defer("answers")
    return {one.pk: (str(one), reverse("imports:batch-detail", args=[one.pk])) for one in found}


def _rows(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = ImportRow.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("imports:row", args=[one.batch_id, one.pk])) for one in found}


def _kinds(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = SavedMapping.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("imports:kind-edit", args=[one.pk])) for one in found}


def _about_protected(revealed: RevealedPeople) -> Any:
    """Rows shown by a code, and rows of a protected person's gift or pledge, unless that person is revealed."""
    open_ones = [key for kind, key in revealed if kind == "crm.supporter"]
    told = NameReview.objects.filter(object_type="imports.importrow", candidate__in=open_ones).order_by()
    owned = about("imports.importrow", within=("gift", "pledge")).keys(revealed)
    mine = Q(gift__supporter__in=open_ones) | Q(pledge__supporter__in=open_ones)
    coded = ~Q(code="") & ~Q(pk__in=told.values("object_id")) & ~mine
    return ImportRow.objects.filter(coded | Q(pk__in=owned)).order_by().values("pk")


ENTRIES = (
    AuditAct(name="import.answer_kept", words="reviewed a row before the import; to be recorded: {recorded}"),
    AuditAct(name="import.columns_left", words="imported without {columns:unknown column|unknown columns}"),
    AuditAct(
        name="import.committed",
        words="imported {gifts:gift|gifts}; {waiting:row|rows} to review",
        label="File imported",
    ),
    AuditAct(name="import.funds_mapped", words="matched {names:fund name|fund names}"),
    AuditAct(name="import.headings_answered", words="answered {titles:question|questions} about titles in the file"),
    AuditAct(name="import.planned", words="read {rows:row|rows} of the file", label="Import file read"),
    AuditAct(name="import.rates_given", words="entered {count:exchange rate|exchange rates}"),
    AuditAct(name="import.row_answered", words="reviewed a row; recorded: {recorded}"),
    AuditAct(name="import.set_aside", words="discarded the file"),
    AuditAct(name="import.undone", words="undid the import"),
    ChangeScope(object_type="imports.importbatch", permission="imports.run", rows=visible_rows(ImportBatch)),
    ChangeScope(object_type="imports.savedmapping", permission="imports.run", rows=visible_rows(SavedMapping)),
    # Answers name people by number only, so rows about protected people are included.
    ChangeScope(object_type="imports.importrow", permission="imports.run", rows=visible_rows(ImportRow)),
    AuditAct(name="mapping.removed", words="deleted a saved column mapping", label="Saved column mapping deleted"),
    AuditAct(name="mapping.renamed", words="renamed a saved column mapping", label="Saved column mapping renamed"),
    AuditAct(
        name="mapping.saved",
        words="mapped {columns:column|columns} of a saved column mapping",
        label="Saved column mapping saved",
    ),
    AuditObject(object_type="imports.importbatch", noun="import", shown=_batches),
    AuditObject(object_type="imports.importrow", noun="import row", shown=_rows),
    GuardedRows(
        object_type="imports.importrow",
        keys=_about_protected,
        numbers=numbers_of("imports.importrow", "gift__supporter", "pledge__supporter"),
    ),
    AuditObject(object_type="imports.savedmapping", noun="saved column mapping", shown=_kinds),
    reading.history_of("batch"),
    reading.history_of("import row"),
)
