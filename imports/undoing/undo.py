"""Taking an import back: what it created goes, what it changed is put back, what others built on it stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, ProtectedError, Q
from django.db.utils import IntegrityError

from core.db import frozen
from core.db.chunks import chunks
from core.db.json_text import json_text
from core.models import Change, User
from core.money import cents
from crm.models import Household, Supporter
from crm.protection.texts import owners_of, tell_of
from crm.protection.typed_rows import forget
from crm.services.supporters import rename_households
from donations.ledger.rollups import followed
from donations.models import Gift, Pledge, Refund
from imports.applying.change_log import OF_SUPPORTERS, PARTS, reverted_changes
from imports.models import ImportBatch, ImportEffect, ImportRow
from imports.undoing.undo_plan import UndoPlan, plan_undo

#: Children before those they point at.
ORDER: tuple[type[models.Model], ...] = (Refund, Gift, Pledge, *OF_SUPPORTERS, Supporter, Household)


class NotCommitted(Exception):
    """The file was never committed: there is nothing to undo."""


class RecordsChanged(Exception):
    """Somebody wrote to the same people or gifts in this very moment; nothing was undone. Try again."""


def undo(*, batch: ImportBatch, by: User | None, at: datetime) -> UndoPlan:
    """Take a committed batch back in one transaction, as far as nothing hangs on it; gives what was done.

    A second time does what has become possible since, and nothing when nothing has. Afterwards the same file can be
    brought in again. Raises `NotCommitted` and `RecordsChanged`.
    """
    try:
        return _undo(batch, by, at)
    except (ProtectedError, IntegrityError) as error:
        raise RecordsChanged(batch) from error


@transaction.atomic
def _undo(batch: ImportBatch, by: User | None, at: datetime) -> UndoPlan:
    undone = ImportBatch.State.UNDONE
    claimed = ImportBatch.objects.filter(pk=batch.pk, state__in=(ImportBatch.State.APPLIED, undone))
    if not claimed.update(format=F("format")):  # whoever comes second waits here and plans anew
        raise NotCommitted(batch)
    batch.refresh_from_db()
    plan = plan_undo(batch)
    if plan.changes_nothing and batch.state == undone:
        return plan
    with frozen.opened(
        reason="",  # the act and its file say it
        by=by,
        act="import.undone",
        target=batch,
        changes=reverted_changes(plan.back),
        gone={model._meta.label_lower: len(keys) for model, keys in plan.goes.items() if keys},
        put_back=len(plan.back),
        stays=len(plan.stays),
    ):
        _carry_out(batch, plan, at)
    _forget(batch, plan)
    claimed.update(state=undone, undone_by=by, undone_at=at)
    batch.refresh_from_db()
    return plan


def _carry_out(batch: ImportBatch, plan: UndoPlan, at: datetime) -> None:
    _put_back(plan.back)
    _mark_rows(batch, plan)
    with followed(_gifts(plan)):
        _give_counters_back(plan)
        for model in [*ORDER, *(model for model in plan.goes if model not in ORDER)]:
            _delete(model, plan.goes.get(model, ()), at)
    rename_households(Household.objects.filter(pk__in=_homes(plan)).values_list("pk", flat=True))


def _put_back(changes: Iterable[ImportEffect]) -> None:
    for effect in changes:
        apps.get_model(effect.model)._default_manager.filter(pk=effect.object_id).update(**effect.before)


def _gifts(plan: UndoPlan) -> set[int]:
    """Gifts that go, and gifts whose refunds go."""
    gifts: set[int] = set(plan.goes.get(Gift, ()))
    for part in chunks(plan.goes.get(Refund, ())):
        gifts.update(Refund.objects.filter(pk__in=part).values_list("gift", flat=True))
    return gifts


def _homes(plan: UndoPlan) -> set[int]:
    return {home for effect in plan.back for home in (effect.after.get("household_id"),) if home}


def _mark_rows(batch: ImportBatch, plan: UndoPlan) -> None:
    """Say of every row what became of it, and let go of what is about to be deleted.

    A row that waited was never recorded, so it is left out; one that was recorded before the import still is.
    """
    undone = ImportRow.State.UNDONE
    waiting = (ImportRow.State.OPEN, ImportRow.State.WAITING)
    recorded = (ImportRow.State.APPLIED, ImportRow.State.KNOWN)
    batch.rows.filter(state__in=waiting).update(state=ImportRow.State.LEFT_OUT, waits_for="")
    for name, model in (("refund_id", Refund), ("gift_id", Gift), ("pledge_id", Pledge)):
        for part in chunks(sorted(plan.goes.get(model, ()))):
            batch.rows.filter(**{f"{name}__in": part}).update(state=undone, **{name: None})
    batch.rows.filter(state=ImportRow.State.KNOWN).update(gift=None, pledge=None, refund=None)
    gone = {f"supporter:{pk}" for pk in plan.goes.get(Supporter, ())}
    new = {key for key, real in batch.answers.get("keys", {}).items() if real in gone}
    people = [
        pk
        for pk, *named in batch.rows.filter(kind=None, state__in=recorded).values_list(
            "pk", json_text("plan__supporter"), json_text("plan__organization")
        )
        if new.intersection(filter(None, named))
    ]
    for part in chunks(sorted(people)):
        ImportRow.objects.filter(pk__in=part).update(state=undone)


def _give_counters_back(plan: UndoPlan) -> None:
    """What gifts had given back and pledges had been paid without the rows that go."""
    refunds, gifts = plan.goes.get(Refund, set()), plan.goes.get(Gift, set())
    for part in chunks(sorted(refunds)):
        for refund in Refund.objects.filter(pk__in=part).select_related("gift"):
            rest = F("refunded") - cents(refund.amount)
            Gift.objects.filter(pk=refund.gift_id).update(refunded=rest, status=Gift.Status.ACTIVE)
            if refund.gift.pledge_id:
                Pledge.objects.filter(pk=refund.gift.pledge_id).update(paid=F("paid") + cents(refund.amount))
    for part in chunks(sorted(gifts)):
        for gift in Gift.objects.filter(Q(pk__in=part), pledge__isnull=False):
            Pledge.objects.filter(payments=gift).update(paid=F("paid") - cents(gift.amount - gift.refunded))


def _delete(model: type[models.Model], keys: Iterable[int], at: datetime) -> None:
    """Delete rows with their parts, and what the audit log kept of their values."""
    for some in chunks(sorted(keys)):
        owners = owners_of(model, some) if getattr(model, "whole", "") else []  # those of other records, which stay
        for part, path in PARTS.get(model, ()):
            part._default_manager.filter(**{f"{path}__in": some}).delete()
        model._default_manager.filter(pk__in=some).delete()
        forget(model._meta.label_lower, some)
        Change.objects.about(model._meta.label_lower, *some).erase(at)
        tell_of(model, owners)


def _forget(batch: ImportBatch, plan: UndoPlan) -> None:
    """Drop what is done from the list of effects and the keys that lead to nothing now."""
    for model, gone_keys in plan.goes.items():
        for part in chunks(sorted(gone_keys)):
            batch.effects.filter(model=model._meta.label_lower, object_id__in=part).delete()
    batch.effects.filter(pk__in=[effect.pk for effect in plan.back]).delete()
    gone = {f"{name}:{pk}" for name, model in _PREFIXES for pk in plan.goes.get(model, ())}
    keys = {key: real for key, real in batch.answers.get("keys", {}).items() if real not in gone}
    batch.answers = {**batch.answers, "keys": keys}
    batch.save(update_fields=["answers"])


_PREFIXES = (("supporter", Supporter), ("household", Household), ("gift", Gift), ("pledge", Pledge))
