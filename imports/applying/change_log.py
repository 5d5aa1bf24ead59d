"""The exact log of what an import wrote, so that it can be undone exactly.

For every created row a digest of the row as written; for every changed row, the values before and after. A row that
differs later was changed by someone else.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from core import audit
from core.db.chunks import chunks
from crm.models import Consent, EmailAddress, Household, PhoneNumber, PostalAddress, Supporter, SupporterReference
from donations.models import (
    Benefit,
    ForeignAmount,
    Gift,
    GiftLine,
    GiftReference,
    Pledge,
    Refund,
    RefundLine,
    SoftCredit,
)
from imports.models import ImportBatch, ImportEffect

#: Rows that are part of another row and are created and deleted with it, by the path to it.
PARTS: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Gift: (
        (Benefit, "line__gift_id"),
        (GiftLine, "gift_id"),
        (GiftReference, "gift_id"),
        (ForeignAmount, "gift_id"),
        (SoftCredit, "gift_id"),
    ),
    Refund: ((RefundLine, "refund_id"),),
}
#: Rows created together with a supporter that may be changed on their own later.
OF_SUPPORTERS = (Consent, EmailAddress, PhoneNumber, PostalAddress, SupporterReference)
#: Columns not in the digest: counters, derived names, household membership.
ELSEWHERE: dict[type[models.Model], frozenset[str]] = {
    Supporter: frozenset({"household_id"}),
    Household: frozenset({"shown_name", "salutation"}),
    Gift: frozenset({"refunded", "receipt_status", "awaits_receipt"}),
    Pledge: frozenset({"paid"}),
}


class Effects:
    """Collects the rows one run of an import creates and changes; `write` stores them. Call it in the same
    transaction."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self._created: dict[type[models.Model], dict[int, str]] = defaultdict(dict)
        self._changed: list[ImportEffect] = []

    def created(self, model: type[models.Model], keys: Iterable[int], owner: str = "") -> None:
        """Log new rows; `owner` is the record they belong to, if that existed before."""
        self._created[model].update(dict.fromkeys(keys, owner))

    def changed(self, row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Log values written to an existing row."""
        self._changed.append(
            ImportEffect(batch=self.batch, model=row._meta.label_lower, object_id=row.pk, before=before, after=after)
        )

    def fresh(self, model: type[models.Model]) -> Callable[[int, int], bool]:
        """A function that says whether a row of this model is new: created by this run, or belonging to a new
        supporter."""
        people, rows = self._created.get(Supporter, {}), self._created.get(model, {})
        return lambda pk, supporter_id: supporter_id in people or pk in rows

    def field_changes(self) -> list[audit.FieldChange]:
        """The changes of existing rows, for the audit log."""
        return [
            was
            for effect in self._changed
            if effect.object_id not in self._created.get(apps.get_model(effect.model), ())
            for was in _values(effect, effect.before, effect.after)
        ]

    def write(self) -> None:
        """Store the log, with rows that belong to new supporters."""
        for model in OF_SUPPORTERS:  # they are part of their owner
            for part in chunks(sorted(self._created.get(Supporter, {}))):
                rows = model._default_manager.filter(supporter_id__in=part).values_list("pk", "supporter_id")
                self._created[model].update({pk: f"crm.supporter:{owner}" for pk, owner in rows})
        found = [*self._changed]
        for made, owners in self._created.items():
            for pk, digest in digests(made, owners).items():
                found.append(
                    ImportEffect(
                        batch=self.batch,
                        model=made._meta.label_lower,
                        object_id=pk,
                        digest=digest,
                        owner=owners[pk],
                    )
                )
        ImportEffect.objects.bulk_create(found, batch_size=2_000)


def reverted_changes(effects: Iterable[ImportEffect]) -> list[audit.FieldChange]:
    """The field changes of restoring former values, for the audit log."""
    return [was for effect in effects for was in _values(effect, effect.after, effect.before)]


def _values(effect: ImportEffect, before: dict[str, Any], after: dict[str, Any]) -> Iterator[audit.FieldChange]:
    """Values by field name. A household is shown by its code, as its name would name other people."""
    model = apps.get_model(effect.model)
    for column in sorted(before):
        field = model._meta.get_field(column)
        was, now = (_code(row[column]) if field.related_model is Household else row[column] for row in (before, after))
        yield audit.FieldChange(field.name, was, now, of=model(pk=effect.object_id))


def _code(household_id: int | None) -> str:
    return Household.objects.values_list("code", flat=True).get(pk=household_id) if household_id else ""


def digests(model: type[models.Model], keys: Collection[int]) -> dict[int, str]:
    """A digest of each existing row, with its parts."""
    told: dict[int, list[Any]] = {}
    for part in chunks(sorted(keys)):
        for row in model._default_manager.filter(pk__in=part).values():
            told[row["id"]] = [{name: row[name] for name in row if name not in ELSEWHERE.get(model, ())}]
        for owned, path in PARTS.get(model, ()):
            rows = owned._default_manager.filter(**{f"{path}__in": part}).order_by("pk")
            for row in rows.values(*_columns(owned), of=models.F(path)):
                told[row.pop("of")].append(row)
    return {pk: _sha(rows) for pk, rows in told.items()}


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields]


def _sha(rows: list[Any]) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()
