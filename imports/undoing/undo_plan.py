"""What taking an import back would do: what goes, what must stay and why, what is put back. Reads only.

A row goes when it is still as the import left it and nothing hangs on it but what goes too. Whatever hangs is found by
the foreign keys themselves, so that a table added later cannot be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from core.db.chunks import chunks
from crm.models import Household, NameKey, Supporter
from donations.models import Gift, Pledge, Refund, SupporterGiving, SupporterYear
from imports.applying.change_log import OF_SUPPORTERS, PARTS, digests
from imports.models import ImportBatch, ImportEffect, ImportRow
from receipts.models import ReceiptLine

Key = tuple[type[models.Model], int]
REASONS = {
    "receipts.ReceiptLine": (
        "on a receipt",
        "Void the receipt and undo this import again, or reverse the gift.",
    ),
    "receipts.ReceiptChoice": ("chosen for a receipt", "Remove it from the acknowledgment run, then try again."),
    "donations.Refund": ("partly refunded later", "Reverse what remains of it by hand."),
    "donations.RefundLine": ("partly refunded later", "Reverse what remains of it by hand."),
    "donations.Reversal": ("corrected or reversed later", "Nothing to do: the correction is recorded."),
    "donations.Gift": ("other recorded gifts depend on this one", "Review those gifts first."),
    "imports.ImportRow": ("also in another file", "Undo that import first if needed."),
    "crm.Supporter": ("other people are members", "Review those people first."),
}
#: Rows the program derives from a supporter's name and gifts: they come and go with those, and nobody made them.
DERIVED = (NameKey, SupporterGiving, SupporterYear)
CHANGED = ("changed later", "Edit it by hand if needed.")
REMOVED = ("partly removed later", "Review it, and remove it by hand if needed.")
MOVED = ("moved to another household later", "Review it, and remove it by hand if needed.")
NOTICED = "Review these newer records: they would lose their owner."


@dataclass(frozen=True)
class Stay:
    """Something that must stay: what it is, why, and what a person can do."""

    model: type[models.Model]
    pk: int
    name: str
    why: tuple[str, ...]
    todo: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def url(self) -> str:
        """Its own page, or ''."""
        pages = {Gift: "donations:gift-detail", Supporter: "crm:supporter-detail", Household: "crm:household-detail"}
        return reverse(pages[self.model], args=[self.pk]) if self.model in pages else ""

    @property
    def reversal_url(self) -> str:
        """Where a gift that must stay is reversed instead; '' when it is none or reversed already."""
        is_gift = self.model is Gift and REASONS["donations.Reversal"][0] not in self.why
        return reverse("donations:gift-correct", args=[self.pk]) if is_gift else ""


@dataclass
class UndoPlan:
    """`goes`: keys to delete by model. `back`: changes to put back. `kept`: changes somebody changed again."""

    goes: dict[type[models.Model], set[int]] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    back: list[ImportEffect] = field(default_factory=list)
    kept: list[ImportEffect] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.back and not any(self.goes.values())

    def count(self, model: type[models.Model]) -> int:
        return len(self.goes.get(model, ()))

    def counts(self) -> list[tuple[str, int]]:
        """How many of each kind go, in words."""
        return [
            (str(model._meta.verbose_name_plural if len(keys) != 1 else model._meta.verbose_name), len(keys))
            for model, keys in self.goes.items()
            if keys
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "goes": {model._meta.label_lower: len(keys) for model, keys in self.goes.items() if keys},
            "put_back": len(self.back),
            "changed_since": [f"{effect}" for effect in self.kept],
            "stays": [
                {
                    "object": f"{stay.model._meta.label_lower}:{stay.pk}",
                    "name": stay.name,
                    "rows": list(stay.rows),
                    "why": list(stay.why),
                    "todo": list(stay.todo),
                }
                for stay in self.stays
            ],
        }


def plan_undo(batch: ImportBatch) -> UndoPlan:
    """What taking this batch back would do as the books are now."""
    return _Planner(batch).plan()


class _Planner:
    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.created: dict[type[models.Model], dict[int, ImportEffect]] = defaultdict(dict)
        changes = []
        for effect in batch.effects.all():
            if effect.digest:
                self.created[apps.get_model(effect.model)][effect.object_id] = effect
            else:
                changes.append(effect)
        self.changes = [e for e in changes if e.object_id not in self.created.get(apps.get_model(e.model), ())]
        self.reasons: dict[Key, dict[str, str]] = defaultdict(dict)
        self.holds: dict[Key, set[Key]] = defaultdict(set)  # if the first stays, so do the others

    def plan(self) -> UndoPlan:
        back, kept = self._changes()
        missing = self._find_changed()
        self._find_moved()
        for model in list(self.created):
            self._find_hanging(model, put_back={effect.object_id for effect in back})
        self._bind_refunds()
        self._spread()
        goes = {
            model: {
                pk for pk, effect in effects.items() if self._goes((model, pk), effect) and (model, pk) not in missing
            }
            for model, effects in self.created.items()
        }
        return UndoPlan(goes, list(self._stays()), back, kept)

    def _goes(self, key: Key, effect: ImportEffect) -> bool:
        return key not in self.reasons and _owner(effect) not in self.reasons

    def _keep(self, key: Key, why: tuple[str, str]) -> None:
        self.reasons[key][why[0]] = why[1]

    def _changes(self) -> tuple[list[ImportEffect], list[ImportEffect]]:
        """Changes still as the import made them, and those changed again; of what is gone, neither."""
        back: list[ImportEffect] = []
        kept: list[ImportEffect] = []
        for effect in self.changes:
            rows = apps.get_model(effect.model)._default_manager.filter(pk=effect.object_id)
            row = rows.values(*effect.after).first()
            if row is not None:
                (back if row == effect.after else kept).append(effect)
        return back, kept

    def _find_changed(self) -> set[Key]:
        """Keep what is not as it was left; whoever lost a part since stays too. Gives what is gone."""
        missing = set()
        for model, effects in self.created.items():
            now = digests(model, effects)
            for pk, effect in effects.items():
                owner = _owner(effect)
                is_new = owner is not None and owner[1] in self.created.get(owner[0], ())
                if pk not in now:
                    missing.add((model, pk))
                    if owner and is_new:
                        self._keep(owner, REMOVED)
                elif now[pk] != effect.digest:
                    self._keep((model, pk), CHANGED)
        return missing

    def _find_moved(self) -> None:
        """A new supporter may live in a household the import made or put others into, or in none."""
        ours = {*self.created.get(Household, ()), None, *(e.after.get("household_id") for e in self.changes)}
        for part in chunks(sorted(self.created.get(Supporter, ()))):
            for pk, home in Supporter.objects.filter(pk__in=part).values_list("pk", "household_id"):
                if home not in ours:
                    self._keep((Supporter, pk), MOVED)

    def _find_hanging(self, model: type[models.Model], put_back: set[int]) -> None:
        """Everything that points at what was created, or at a part of it."""
        parts = PARTS.get(model, ())
        for target, path in [(model, ""), *parts]:
            for key in _foreign_keys_to(target):
                if key.model in DERIVED or key.model in [part for part, _ in parts]:
                    continue
                through = f"{key.name}__{path}" if path else key.attname
                for owner, child in self._pointing(key.model, through, self.created[model]):
                    self._hang((model, owner), child, put_back)

    def _pointing(self, model: type[models.Model], path: str, keys: Iterable[int]) -> Iterator[tuple[int, Key]]:
        """What points at these keys: (owner, child); for a part, the child is what it is a part of."""
        whole = next(((whole, way) for whole, parts in PARTS.items() for part, way in parts if part is model), None)
        rows = model._default_manager.all()
        if model is ImportRow:
            rows = rows.exclude(batch=self.batch)
        for some in chunks(sorted(keys)):
            found = rows.filter(**{f"{path}__in": some}).values_list(path, "pk", whole[1] if whole else "pk")
            for owner, pk, whole_pk in found:
                is_ours = whole is not None and whole_pk in self.created.get(whole[0], ())
                yield owner, (whole[0], whole_pk) if whole and is_ours else (model, pk)

    def _hang(self, owner: Key, child: Key, put_back: set[int]) -> None:
        model, pk = child
        if pk in self.created.get(model, ()):
            self.holds[child].add(owner)
        elif not (model is Supporter and owner[0] is Household and pk in put_back):
            came = (f"{model._meta.verbose_name_plural} added later", NOTICED)
            self._keep(owner, REASONS.get(model._meta.label, came))

    def _bind_refunds(self) -> None:
        """A refund stays with a gift of the same import that stays, and with one a receipt was printed for since."""
        for part in chunks(sorted(self.created.get(Refund, ()))):
            for pk, gift in Refund.objects.filter(pk__in=part).values_list("pk", "gift_id"):
                self.holds[Gift, gift].add((Refund, pk))
            printed = ReceiptLine.objects.filter(receipt__issued_at__gte=self.batch.applied_at)
            for pk in Refund.objects.filter(pk__in=part, gift__in=printed.values("gift")).values_list("pk", flat=True):
                self._keep((Refund, pk), REASONS["receipts.ReceiptLine"])

    def _spread(self) -> None:
        """Whatever stays holds back what it hangs on."""
        todo = list(self.reasons)
        while todo:
            key = todo.pop()
            for held in self.holds.get(key, ()):
                if held not in self.reasons:
                    todo.append(held)
                self._keep(held, _because(key[0]))

    def _stays(self) -> Iterator[Stay]:
        """What stays, gifts first; a supporter speaks for their contact details."""
        order = {Gift: 0, Refund: 1, Pledge: 2, Supporter: 3, Household: 4}
        rows = _rows_of(self.batch)
        for model in sorted(self.created, key=lambda model: order.get(model, 9)):
            keys = sorted(pk for pk in self.created[model] if (model, pk) in self.reasons)
            for part in chunks(sorted(keys)):
                for row in model._default_manager.filter(pk__in=part).order_by("pk"):
                    why = self.reasons[model, row.pk]
                    todo = tuple(dict.fromkeys(why.values()))
                    yield Stay(model, row.pk, str(row), tuple(why), todo, rows.get((model, row.pk), ()))


def _because(model: type[models.Model]) -> tuple[str, str]:
    if model in OF_SUPPORTERS:
        return CHANGED
    return REASONS.get(model._meta.label, (f"{model._meta.verbose_name_plural} that depend on it", NOTICED))


def _owner(effect: ImportEffect) -> Key | None:
    name, _, number = effect.owner.partition(":")
    return (apps.get_model(name), int(number)) if number else None


def _foreign_keys_to(model: type[models.Model]) -> list[Any]:
    """Every foreign key of a table that points at a model; views and what is derived from its rows do not count."""
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    keys = [rel.field for rel in relations if rel.auto_created and not rel.concrete and not rel.many_to_many]
    return [key for key in keys if key.model._meta.managed and key.model is not NameKey]


def _rows_of(batch: ImportBatch) -> dict[Key, tuple[str, ...]]:
    """The rows of the file behind each gift, pledge and refund."""
    found: dict[Key, list[str]] = defaultdict(list)
    for row in batch.rows.only("sheet", "shown_sheet", "row", "gift_id", "pledge_id", "refund_id"):
        for model, pk in ((Gift, row.gift_id), (Pledge, row.pledge_id), (Refund, row.refund_id)):
            if pk:
                found[model, pk].append(row.place)
    return {key: tuple(places) for key, places in found.items()}
