"""Services that write the ledger: record gifts and pledges, correct them, refund them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch

from core import audit
from core.db import sequences
from core.display import money_text
from core.models import User
from core.money import ZERO, cents, split
from donations.ledger import corrected
from donations.ledger import drafts as draft_rules
from donations.ledger.drafts import GiftDraft, Reference
from donations.models import (
    Benefit,
    FailedRefund,
    ForeignAmount,
    Gift,
    GiftLine,
    GiftReference,
    Pledge,
    Refund,
    RefundLine,
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


class RefundTooLarge(Exception):
    """The refund is more than remains of the gift."""


class KnownButReversed(Exception):
    """The gift of a draft was recorded before and reversed since: `gift` is that entry, which no longer counts."""

    def __init__(self, gift: Gift) -> None:
        super().__init__(f"This was recorded as {gift}, which was later reversed and no longer counts.")
        self.gift = gift


@dataclass(frozen=True)
class PledgeDraft:
    """A promise of money to write down."""

    supporter_id: int
    amount: Decimal
    fund_id: int
    promised_on: date
    note: str = ""


@dataclass(frozen=True)
class Recorded:
    """What `record_gifts` did with each draft, in their order.

    Each has its gift; `new` says which were written now, `reversed` which were known but were taken back since: such
    a gift no longer counts, and nothing was written for its draft.
    """

    gifts: list[Gift]
    new: list[bool]
    reversed: list[bool]

    @property
    def created(self) -> list[Gift]:
        return [gift for gift, is_new in zip(self.gifts, self.new, strict=True) if is_new]


@transaction.atomic
def record_gifts(*, drafts: list[GiftDraft], by: User | None, today: date, act: str = "gift.recorded") -> Recorded:
    """Write gifts with their lines, benefits, references and credits: the one door for money coming in.

    A draft whose reference is known already changes nothing and gives the gift that is there, be it one that counts or
    one that was reversed since (`Recorded.reversed`). Raises `BadDraft`.
    """
    draft_rules.check(drafts, today=today)
    known = _known(drafts)
    there = {index: gift for index, draft in enumerate(drafts) if (gift := _find(draft, known))}
    twins: dict[int, int] = {}  # drafts that tell of the same gift as an earlier one of the batch
    first_with: dict[Reference, int] = {}
    for index, draft in enumerate(drafts):
        if index not in there:
            twins[index] = next((first_with[ref] for ref in draft.references if ref in first_with), index)
            if twins[index] == index:
                first_with.update(dict.fromkeys(draft.references, index))
    fresh = [index for index, first in twins.items() if index == first]
    written = dict(zip(fresh, _write([drafts[i] for i in fresh], by, today), strict=True))
    found = [there[i] if i in there else written[twins[i]] for i in range(len(drafts))]
    if fresh:
        created = list(written.values())
        total, added = sum((gift.amount for gift in created), ZERO), audit.added(created, "amount")
        audit.record(by, act, created[0], count=len(fresh), total=total, changes=added)
    is_fresh, gone = set(fresh), _reversed(there.values())
    return Recorded(
        gifts=found,
        new=[i in is_fresh for i in range(len(drafts))],
        reversed=[gift.pk in gone for gift in found],
    )


def record_gift(*, draft: GiftDraft, by: User | None, today: date) -> Gift:
    """Record one gift; the same door as `record_gifts`. Raises `KnownButReversed` and `BadDraft`."""
    recorded = record_gifts(drafts=[draft], by=by, today=today)
    if recorded.reversed[0]:
        raise KnownButReversed(recorded.gifts[0])
    return recorded.gifts[0]


@transaction.atomic
def record_pledge(
    *, supporter_id: int, amount: Decimal, fund_id: int, promised_on: date, by: User | None, note: str = ""
) -> Pledge:
    """Write down a promise of money."""
    (number,) = sequences.next_numbers(series="pledge")
    pledge = _pledge(PledgeDraft(supporter_id, amount, fund_id, promised_on, note), number, by)
    pledge.full_clean()
    pledge.save()
    audit.record(by, "pledge.recorded", pledge, amount=amount)
    return pledge


@transaction.atomic
def record_pledges(*, drafts: list[PledgeDraft], by: User | None) -> list[Pledge]:
    """Write down promises, with one audit entry for all of them."""
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
    """Reverse a posted gift and, with a draft, record it anew and link the two. Gives the new gift.

    Raises `AlreadyReversed`, `HasRefunds` and `BadDraft`. The references move to the new gift, so that a page, a
    webhook or an import that knows them finds the one that stands.
    """
    locked = Gift.objects.select_for_update().get(pk=gift.pk)
    if Reversal.objects.filter(gift=locked).exists():
        raise AlreadyReversed(locked)
    if locked.refunded:
        raise HasRefunds(locked)
    reversal = Reversal.objects.create(gift=locked, reason=reason, posted_on=today, by=by)
    if locked.pledge_id:
        Pledge.objects.filter(pk=locked.pledge_id).update(paid=F("paid") - cents(locked.amount))
    new = record_gift(draft=corrected.without_known(draft, locked), by=by, today=today) if draft else None
    told = corrected.changes(locked, new) if new else []
    audit.record(by, "gift.reversed", locked, reason=reason, amount=locked.amount, changes=told)
    if new:
        Reversal.objects.filter(pk=reversal.pk).update(replacement=new)
        GiftReference.objects.filter(gift=locked).update(gift=new)  # the database lets them go nowhere else
    return new


@transaction.atomic
def annotate_gift(*, gift: Gift, values: dict[str, Any], version: int, by: User | None) -> None:
    """Change what may be edited after posting. Raises `EditConflict`, and `ValueError` for other fields."""
    if unknown := set(values) - EDITABLE_AFTER_POSTING:
        raise ValueError(f"Can't be changed once posted: {', '.join(sorted(unknown))}")
    was = Gift.objects.get(pk=gift.pk)
    if not Gift.objects.filter(pk=gift.pk, version=version).update(version=F("version") + 1, **values):
        raise EditConflict(gift)
    changed = audit.differences(was, values)
    audit.record(by, "gift.annotated", gift, fields=[change.field for change in changed], changes=changed)


def undo_entry(*, gift: Gift, by: User, now: datetime, today: date) -> None:
    """Take back the entry one just made. Raises `NotUndoable` after `UNDO_WITHIN` or for somebody else's entry."""
    by_hand = gift.created_by_id == by.pk and gift.origin == Gift.Origin.FORM
    if not by_hand or now - gift.created_at > UNDO_WITHIN:
        raise NotUndoable(gift)
    correct_gift(gift=gift, draft=None, by=by, today=today, reason="Undone by the person who recorded it")


@transaction.atomic
def refund_gift(
    *,
    gift: Gift,
    amount: Decimal,
    refunded_on: date,
    posted_on: date,
    by: User | None,
    reason: str,
    reference: tuple[str, str] | None = None,
) -> Refund:
    """Give back part or all of a gift, taken from its lines in proportion to what is left of each.

    `reference` is (system, value); the same one again changes nothing. Raises `RefundTooLarge`.
    """
    system, value = reference or ("", None)
    refund = Refund(
        gift=gift,
        amount=amount,
        refunded_on=refunded_on,
        posted_on=posted_on,
        reason=reason,
        by=by,
        system=system,
        reference=value,
    )
    there, is_new = write_refund(refund=refund)
    if is_new:
        audit.record(by, "gift.refunded", gift, reason=reason, amount=amount)
    return there


@transaction.atomic
def write_refund(*, refund: Refund) -> tuple[Refund, bool]:
    """What `refund_gift` does, inside bulk work whose one audit entry tells of all; gives whether it was new."""
    known = Refund.objects.filter(system=refund.system, reference=refund.reference, reference__isnull=False)
    if there := known.first():
        return there, False
    refund.full_clean()
    gift, part = refund.gift, cents(refund.amount)
    # Columns of the gift's own row alone: PostgreSQL asks those again once it has waited for another's update, but not
    # a join. The row is ours from here on, as it is `correct_gift`'s, so the second statement sees a reversal.
    enough = Gift.objects.filter(pk=gift.pk, refunded__lte=F("amount") - part).update(refunded=F("refunded") + part)
    if not enough or Reversal.objects.filter(gift=gift).exists():
        raise RefundTooLarge(gift)
    refund.save()
    RefundLine.objects.bulk_create(_refund_lines(refund))
    if gift.pledge_id:
        Pledge.objects.filter(pk=gift.pledge_id).update(paid=F("paid") - part)
    return refund, True


@transaction.atomic
def fail_refund(
    *, refund: Refund, failed_on: date, posted_on: date, by: User | None, reason: str
) -> tuple[FailedRefund, bool]:
    """Write down that a refund never reached the donor: its gift, lines and pledge have the money again.

    `failed_on` is the day the money was back with us. Doing it again changes nothing; gives whether it was new.
    """
    values = {"failed_on": failed_on, "posted_on": posted_on, "reason": reason, "by": by}
    there, is_new = FailedRefund.objects.get_or_create(refund=refund, defaults=values)
    if not is_new:
        return there, False
    gift, part = refund.gift, cents(refund.amount)
    Gift.objects.filter(pk=gift.pk).update(refunded=F("refunded") - part)
    if gift.pledge_id:
        Pledge.objects.filter(pk=gift.pledge_id).update(paid=F("paid") + part)
    audit.record(by, "gift.refund_failed", gift, reason=reason, amount=refund.amount)
    return there, True


def tell_refunds(*, refunds: list[Refund], by: User | None) -> None:
    """The one entry of bulk work that wrote these, in the history of each gift."""
    changes = [audit.FieldChange("refunds", None, money_text(refund.amount), of=refund.gift) for refund in refunds]
    total, count = sum((refund.amount for refund in refunds), ZERO), len(refunds)
    audit.record(by, "gifts.refunded", count=count, total=total, changes=changes)


def _refund_lines(refund: Refund) -> list[RefundLine]:
    """Split a refund over the gift's lines by what is left of each."""
    counted = Prefetch("refund_lines", RefundLine.objects.filter(refund__failure__isnull=True))
    lines = list(refund.gift.lines.prefetch_related(counted))
    left = [line.amount - sum((part.amount for part in line.refund_lines.all()), ZERO) for line in lines]
    shares = split(refund.amount, left)
    return [
        RefundLine(refund=refund, line=line, amount=share) for line, share in zip(lines, shares, strict=True) if share
    ]


def _known(drafts: list[GiftDraft]) -> dict[Reference, Gift]:
    """The gifts that references of these drafts name already."""
    wanted = {ref for draft in drafts for ref in draft.references}
    values = sorted({ref.value for ref in wanted})
    found: dict[Reference, Gift] = {}
    for start in range(0, len(values), 500):
        rows = GiftReference.objects.filter(value__in=values[start : start + 500]).select_related("gift")
        found.update({Reference(row.system, row.kind, row.value): row.gift for row in rows})
    return {ref: gift for ref, gift in found.items() if ref in wanted}


def _reversed(gifts: Iterable[Gift]) -> set[int]:
    """Which of these were corrected or taken back, by their keys."""
    keys = sorted({gift.pk for gift in gifts})
    found: set[int] = set()
    for start in range(0, len(keys), 500):
        rows = Reversal.objects.filter(gift__in=keys[start : start + 500])
        found.update(rows.values_list("gift", flat=True))
    return found


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
