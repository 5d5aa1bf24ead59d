"""Services that write the ledger: record gifts and pledges, and correct them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from core import audit
from core.db import sequences
from core.db.chunks import chunks
from core.models import User
from core.money import ZERO, cents
from donations.ledger import corrected
from donations.ledger import drafts as draft_rules
from donations.ledger.drafts import GiftDraft, Reference
from donations.ledger.rollups import followed
from donations.models import (
    Benefit,
    ForeignAmount,
    Gift,
    GiftLine,
    GiftReference,
    Pledge,
    Reversal,
    SoftCredit,
)

BATCH = 2_000
#: What may be changed on a posted gift; everything else is corrected by reversal.
EDITABLE_AFTER_POSTING = frozenset({"note", "campaign_id", "anonymous"})
UNDO_WITHIN = timedelta(hours=1)


class AlreadyReversed(Exception):
    """This gift was already corrected or reversed."""


class HasRefunds(Exception):
    """This gift has refunds, so it can no longer be corrected as a whole."""


class EditConflict(Exception):
    """Another user changed the gift since it was opened."""


class NotUndoable(Exception):
    """Only the person who entered a gift may undo the entry, and only within `UNDO_WITHIN`."""


class KnownButReversed(Exception):
    """The gift of a draft was recorded before and reversed since. `gift` is that entry, which no longer counts."""

    def __init__(self, gift: Gift) -> None:
        super().__init__(f"This was recorded as {gift}, which was later reversed and no longer counts.")
        self.gift = gift


@dataclass(frozen=True)
class PledgeDraft:
    """A pledge to record."""

    supporter_id: int
    amount: Decimal
    fund_id: int
    promised_on: date
    note: str = ""


@dataclass(frozen=True)
class Recorded:
    """What `record_gifts` did with each draft, in order.

    Each draft has its gift. `new` marks gifts written now; `reversed` marks gifts that existed and were reversed since:
    nothing was written for these drafts.
    """

    gifts: list[Gift]
    new: list[bool]
    reversed: list[bool]

    @property
    def created(self) -> list[Gift]:
        return [gift for gift, is_new in zip(self.gifts, self.new, strict=True) if is_new]


@transaction.atomic
def record_gifts(*, drafts: list[GiftDraft], by: User | None, today: date, act: str = "gift.recorded") -> Recorded:
    """Write gifts with their lines, benefits, references and credits. All incoming money is recorded here.

    For a draft with a known reference nothing is written; the result has the existing gift, even if it was reversed
    (`Recorded.reversed`). Raises `BadDraft`.
    """
    draft_rules.check(drafts, today=today)
    known = _known(drafts)
    existing = {index: gift for index, draft in enumerate(drafts) if (gift := _find(draft, known))}
    first_of = _first_with_same_reference(drafts, besides=existing)
    new = [index for index, first in first_of.items() if index == first]
    with followed() as new_keys:
        written = dict(zip(new, _write([drafts[index] for index in new], by, today), strict=True))
        new_keys.update(gift.pk for gift in written.values())
    _record_act(act, list(written.values()), by)
    gifts = [existing[index] if index in existing else written[first_of[index]] for index in range(len(drafts))]
    return Recorded(
        gifts=gifts,
        new=[index in written for index in range(len(drafts))],
        reversed=[gift.status == Gift.Status.REVERSED for gift in gifts],
    )


def _first_with_same_reference(drafts: list[GiftDraft], *, besides: Container[int]) -> dict[int, int]:
    """For each draft by its index, the first draft of the batch with the same reference; indexes in `besides` are left
    out."""
    first_of: dict[int, int] = {}
    first_with: dict[Reference, int] = {}
    for index, draft in enumerate(drafts):
        if index not in besides:
            first_of[index] = next((first_with[ref] for ref in draft.references if ref in first_with), index)
            if first_of[index] == index:
                first_with.update(dict.fromkeys(draft.references, index))
    return first_of


def _record_act(act: str, created: list[Gift], by: User | None) -> None:
    if created:
        total, added = sum((gift.amount for gift in created), ZERO), audit.added(created, "amount")
        audit.record(by, act, created[0], count=len(created), total=total, changes=added)


def record_gift(*, draft: GiftDraft, by: User | None, today: date) -> Gift:
    """Record one gift, through `record_gifts`. Raises `KnownButReversed` and `BadDraft`."""
    recorded = record_gifts(drafts=[draft], by=by, today=today)
    if recorded.reversed[0]:
        raise KnownButReversed(recorded.gifts[0])
    return recorded.gifts[0]


@transaction.atomic
def record_pledge(
    *, supporter_id: int, amount: Decimal, fund_id: int, promised_on: date, by: User | None, note: str = ""
) -> Pledge:
    """Record a pledge."""
    (number,) = sequences.next_numbers(series="pledge")
    pledge = _pledge(PledgeDraft(supporter_id, amount, fund_id, promised_on, note), number, by)
    pledge.full_clean()
    pledge.save()
    audit.record(by, "pledge.recorded", pledge, amount=amount)
    return pledge


@transaction.atomic
def record_pledges(*, drafts: list[PledgeDraft], by: User | None) -> list[Pledge]:
    """Record pledges, with one audit entry for all of them."""
    if not drafts:
        return []
    taken = sequences.next_numbers(series="pledge", count=len(drafts))
    rows = [_pledge(draft, number, by) for draft, number in zip(drafts, taken, strict=True)]
    for row in rows:
        row.clean_fields(exclude=["supporter", "fund", "created_by"])
    Pledge.objects.bulk_create(rows, batch_size=BATCH)
    total = sum((row.amount for row in rows), ZERO)
    audit.record(by, "pledges.recorded", rows[0], count=len(rows), total=total, changes=audit.added(rows, "amount"))
    return rows


def _pledge(draft: PledgeDraft, number: int, by: User | None) -> Pledge:
    return Pledge(number=number, created_by=by, **vars(draft))


@transaction.atomic
def correct_gift(*, gift: Gift, draft: GiftDraft | None, by: User | None, today: date, reason: str) -> Gift | None:
    """Reverse a posted gift and, with a draft, record the corrected one and link the two. Returns the new gift.

    Raises `AlreadyReversed`, `HasRefunds` and `BadDraft`. The references move to the new gift, so that pages, webhooks
    and imports find the current entry. Both are posted on `today`, or on the gift's own posting date if that is later,
    so that the money is reversed no earlier than it was posted, and never counted twice.
    """
    locked = Gift.objects.select_for_update().get(pk=gift.pk)
    if locked.status == Gift.Status.REVERSED:
        raise AlreadyReversed(locked)
    if locked.refunded:
        raise HasRefunds(locked)
    posted_on = max(today, locked.posted_on)
    with followed([locked.pk]):
        reversal = Reversal.objects.create(gift=locked, reason=reason, posted_on=posted_on, by=by)
        Gift.objects.filter(pk=locked.pk).update(status=Gift.Status.REVERSED)
        if locked.pledge_id:
            Pledge.objects.filter(pk=locked.pledge_id).update(paid=F("paid") - cents(locked.amount))
        new = record_gift(draft=corrected.anew(draft, locked, posted_on), by=by, today=today) if draft else None
        if new:
            Reversal.objects.filter(pk=reversal.pk).update(replacement=new)
            GiftReference.objects.filter(gift=locked).update(gift=new)  # a trigger allows no other gift
    corrected_fields = corrected.changes(locked, new) if new else []
    audit.record(by, "gift.reversed", locked, reason=reason, amount=locked.amount, changes=corrected_fields)
    return new


@transaction.atomic
def annotate_gift(*, gift: Gift, values: dict[str, Any], version: int, by: User | None) -> None:
    """Change what may be edited after posting. Raises `EditConflict`, and `ValueError` for other fields."""
    if unknown := set(values) - EDITABLE_AFTER_POSTING:
        raise ValueError(f"Can't be changed once posted: {', '.join(sorted(unknown))}")
    was = Gift.objects.get(pk=gift.pk)
    with followed([gift.pk] if "campaign_id" in values else []):
        if not Gift.objects.filter(pk=gift.pk, version=version).update(version=F("version") + 1, **values):
            raise EditConflict(gift)
    changed = audit.differences(was, values)
    audit.record(by, "gift.annotated", gift, fields=[change.field for change in changed], changes=changed)


def undo_entry(*, gift: Gift, by: User, now: datetime, today: date) -> None:
    """Reverse an entry the user just made. Raises `NotUndoable` after `UNDO_WITHIN` or for another user's entry."""
    by_hand = gift.created_by_id == by.pk and gift.origin == Gift.Origin.FORM
    if not by_hand or now - gift.created_at > UNDO_WITHIN:
        raise NotUndoable(gift)
    correct_gift(gift=gift, draft=None, by=by, today=today, reason="Undone by the person who recorded it")


def _known(drafts: list[GiftDraft]) -> dict[Reference, Gift]:
    """The existing gifts that references of these drafts belong to."""
    wanted = {ref for draft in drafts for ref in draft.references}
    found: dict[Reference, Gift] = {}
    for values in chunks(sorted({ref.value for ref in wanted})):
        rows = GiftReference.objects.filter(value__in=values).select_related("gift")
        found.update({Reference(row.system, row.kind, row.value): row.gift for row in rows})
    return {ref: gift for ref, gift in found.items() if ref in wanted}


def _find(draft: GiftDraft, known: dict[Reference, Gift]) -> Gift | None:
    return next((known[ref] for ref in draft.references if ref in known), None)


def _write(drafts: list[GiftDraft], by: User | None, today: date) -> list[Gift]:
    """Insert the rows of new gifts, table by table."""
    if not drafts:
        return []
    taken = sequences.next_numbers(series="gift", count=len(drafts))
    gifts = Gift.objects.bulk_create(
        [_gift(draft, number, by, today) for draft, number in zip(drafts, taken, strict=True)], batch_size=BATCH
    )
    pairs = list(zip(gifts, drafts, strict=True))
    _write_lines(pairs)
    GiftReference.objects.bulk_create(
        [GiftReference(gift=gift, **ref._asdict()) for gift, draft in pairs for ref in dict.fromkeys(draft.references)],
        batch_size=BATCH,
    )
    ForeignAmount.objects.bulk_create(
        [ForeignAmount(gift=gift, **vars(draft.foreign)) for gift, draft in pairs if draft.foreign], batch_size=BATCH
    )
    SoftCredit.objects.bulk_create(
        [SoftCredit(gift=gift, **vars(credit)) for gift, draft in pairs for credit in draft.soft_credits],
        batch_size=BATCH,
    )
    for gift, draft in sorted(pairs, key=lambda pair: pair[1].pledge_id or 0):
        if draft.pledge_id:
            Pledge.objects.filter(pk=draft.pledge_id).update(paid=F("paid") + cents(gift.amount))
    return gifts


def _gift(draft: GiftDraft, number: int, by: User | None, today: date) -> Gift:
    return Gift(
        number=number,
        amount=draft.amount,
        created_by=by,
        posted_on=draft.posted_on or today,
        receipt_status=Gift.ReceiptStatus.HISTORY if draft.history else Gift.ReceiptStatus.DUE,
        **{
            name: getattr(draft, name)
            for name in (
                "supporter_id",
                "joint_with_id",
                "kind",
                "method",
                "gift_on",
                "received_on",
                "campaign_id",
                "pledge_id",
                "description",
                "check_number",
                "anonymous",
                "origin",
                "history",
                "note",
            )
        },
    )


def _write_lines(pairs: list[tuple[Gift, GiftDraft]]) -> None:
    planned = [(gift, line) for gift, draft in pairs for line in draft.lines]
    lines = GiftLine.objects.bulk_create(
        [
            GiftLine(gift=gift, kind=line.kind, fund_id=line.fund_id, amount=line.amount, description=line.description)
            for gift, line in planned
        ],
        batch_size=BATCH,
    )
    Benefit.objects.bulk_create(
        [
            Benefit(line=row, **vars(benefit))
            for row, (_, line) in zip(lines, planned, strict=True)
            for benefit in line.benefits
        ],
        batch_size=BATCH,
    )
