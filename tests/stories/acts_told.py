"""Compares what an act wrote into the database with what its entries in the audit log say of it.

Every row that an act adds, changes or removes is named by an entry: as its object, among its changes, or by what the
row belongs to. Every field that changes has its value before and after.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from core.models import AuditEntry, Change
from tests.test_architecture import LAYERS

#: What keeps house: the audit log itself, forms that were sent, files and work under way, letters (the outbox tells
#: what became of each), and figures that are sums of others.
HOUSEKEEPING = {
    "core.auditentry",
    "core.change",
    "core.defaultview",
    "core.draft",
    "core.jobrun",
    "core.look",
    "core.message",
    "core.savedview",
    "core.sentform",
    "core.sequence",
    "crm.namekey",
    "core.storedfile",
    "crm.typedkey",
    "donations.daycount",
    "donations.daytotal",
    "donations.movementtotal",
    "donations.gifttotal",
    "donations.monthtotal",
    "donations.supportergiving",
    "donations.supporteryear",
    "imports.importeffect",
    "imports.namekey",
    "receipts.receiptblock",
}
#: Fields that follow from others, count them, or say who and when as the entry does.
FOLLOWS = {
    "receipt_status", "awaits_receipt", "mailbox", "mark",
    "search_text",
    "state_fingerprint", "code", "last_login", "link_key", "listed_name", "name_keys", "normalized", "paid", "parties",
    "password", "refunded", "salutation_derived", "session_round", "shown", "shown_alias", "shown_name", "shown_native",
    "shown_note", "sort_name", "sounds", "taken", "totals", "version", "warnings",
}  # fmt: skip
#: Rows that are made anew from a file whenever it is planned, and what its names mean; the file is the object.
REMADE = {"imports.importrow", "imports.fundalias"}
Rows = dict[tuple[str, Any], dict[str, Any]]


def rows_now() -> Rows:
    """Every row of every table that people's acts are about."""
    found: Rows = {}
    for model in apps.get_models():
        kind = model._meta.label_lower
        if model._meta.app_label in LAYERS and model._meta.managed and kind not in HOUSEKEEPING:
            for row in model._base_manager.order_by().values():
                found[kind, row[model._meta.pk.attname]] = row
    return found


def untold(act: Callable[[], object]) -> list[str]:
    """What an act did to the database that no entry tells, each as a sentence."""
    before, known = rows_now(), set(AuditEntry.objects.values_list("pk", flat=True))
    act()
    entries = AuditEntry.objects.exclude(pk__in=known)
    return sorted(set(_faults(before, rows_now(), entries)))


def _faults(before: Rows, after: Rows, entries: Any) -> Iterator[str]:
    told = Change.objects.filter(entry__in=entries)
    fields = set(told.values_list("object_type", "object_id", "field"))
    named = set(entries.values_list("object_type", "object_id")) | {(kind, key) for kind, key, _ in fields}
    rows = {**before, **after}
    for kind, key in before.keys() ^ after.keys():
        if kind not in REMADE and not _is_named(kind, key, rows, named):
            yield f"{kind} {'added' if (kind, key) in after else 'removed'}, named by no entry"
    for kind, key in before.keys() & after.keys():
        for field, value in before[kind, key].items():
            if (
                value != after[kind, key][field]
                and not _follows(kind, field)
                and not _told(kind, key, field, rows, fields)
            ):
                yield f"{kind}.{field} without old and new"


def _follows(kind: str, field: str) -> bool:
    """Whether a field says when or by whom, as the entry does, or is a figure of others."""
    return field.endswith(("_at", "_by_id", "_since")) or field in FOLLOWS | EXEMPT.get(kind, set())


def _told(kind: str, key: Any, field: str, rows: Rows, fields: set[tuple[str, Any, str]]) -> bool:
    """Whether a value's change stands under its own record, or as a value of whom the record belongs to."""
    mine = {(kind, key, field), (kind, key, field.removesuffix("_id"))}
    theirs = {(*owner, kind.rpartition(".")[2]) for owner in _owners(kind, key, rows)}
    return bool((mine | theirs) & fields)


def _is_named(kind: str, key: Any, rows: Rows, named: set[tuple[str, Any]]) -> bool:
    """Whether an entry is about a row, about what it belongs to, or about what that belongs to."""
    owners = _owners(kind, key, rows)
    theirs = {one for owner in owners for one in _owners(*owner, rows)}
    return bool(({(kind, key)} | owners | theirs) & named)


def _owners(kind: str, key: Any, rows: Rows) -> set[tuple[str, Any]]:
    row = rows.get((kind, key), {})
    return {
        (field.related_model._meta.label_lower, row[field.attname])
        for field in apps.get_model(kind)._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and row.get(field.attname) is not None
    }


#: By kind: fields whose old and new value the act's own words or its reason say, or that follow from other records.
EXEMPT: dict[str, set[str]] = {
    "core.organization": {"skipped_steps"},
    "core.suppression": {"lifted_because"},
    "crm.household": {"salutation"},  # of derived ones; a person's own is told
    "crm.namereview": {"answer"},
    "events.invitation": {
        "answer",
        "party_size",
        "note",
    },  # told from the second answer on
    "imports.importrow": {"state"},  # recorded or not, say the words of the answer
    "events.checkin": {"active"},  # told of the guest
    "donations.balancetransaction": {"explained"},
    "donations.benefit": {"status", "status_on", "status_source", "quantity"},  # told as “2 Accepted → 2 Returned”
    "donations.gift": {"status"},  # follows from its reversal and refunds, which are told
    "donations.unmatchedpayment": {"closed_reason"},
    "donations.unmatchedrefund": {"closed_reason"},
    "donations.gatewayevent": {"closed_reason"},
    "receipts.receiptline": {"active"},
}
