"""Issuing, voiding and replacing receipts, and choosing which gifts get one.

A first transaction takes the number and writes receipt, lines and snapshot; the PDF is drawn outside any transaction
and attached by a second one (`receipts/printing/drawing.py`). Repeating any of it changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db import OperationalError, transaction

from core import audit
from core.db.chunks import chunks
from core.jobs.attempts import attempted
from core.models import AuditEntry, Organization, User
from core.money import ZERO
from donations.ledger.current_entries import current_entry
from donations.models import Gift
from donations.tax_facts.facts import Prior, with_facts
from receipts.issuing import letter_content, named_people, numbering, queue, statuses
from receipts.issuing.assessment import STUMBLED, Assessment, assess
from receipts.kinds import Earlier, Kind
from receipts.models import Receipt, ReceiptChoice, ReceiptLine, ReceiptVoid, digest, provided_value
from receipts.printing import drawing

log = logging.getLogger(__name__)
#: How many PDFs are drawn before responding; the worker draws the rest within seconds.
PRINTED_AT_ONCE = 20
#: How many receipts are issued in one transaction, which holds the counter of their numbers.
TOGETHER = 25
ACKNOWLEDGMENT = ReceiptLine.Role.ACKNOWLEDGMENT
#: The audit acts of issuing one receipt, and a run.
ISSUED = ("receipt.issued", "receipts.issued")


class AlreadyVoid(Exception):
    """This receipt is void already."""


class CannotReplace(Exception):
    """The tax rules allow no replacement; the message says why."""


@dataclass(frozen=True)
class NotIssued:
    """A gift that got no receipt, and why."""

    gift: Gift
    problems: tuple[str, ...]


@dataclass
class Issued:
    """The result of issuing: new receipts, gifts that had one already, and gifts for review."""

    new: list[Receipt] = field(default_factory=list)
    existing: list[Receipt] = field(default_factory=list)
    not_issued: list[NotIssued] = field(default_factory=list)


def preview(*, gifts: Iterable[Gift], issued_on: date) -> list[Assessment]:
    """What issuing these gifts would print. Reads only; takes no number."""
    rows = with_facts(Gift.objects.filter(pk__in=[gift.pk for gift in gifts])).order_by("gift_on", "number")
    return assess(rows, organization=Organization.current(), issued_on=issued_on)


def issue_receipts(*, gifts: Iterable[Gift], by: User | None, issued_on: date) -> Issued:
    """Issue an acknowledgment for each gift that awaits one, a few in one transaction.

    `issued_on` is today. Where a gift's date has begun only in the donor's time zone, that date is used. `by` None is
    the system. A gift with an active acknowledgment keeps it; one that awaits none, or that the rules hold, is listed
    in `not_issued`. Must not run inside a transaction, as PDFs are drawn. A run of many writes one audit entry; each
    receipt stores who issued it and when.
    """
    wanted, done = list(gifts), Issued()
    try:
        issue_part(gifts=wanted, by=by, issued_on=issued_on, done=done, alone=len(wanted) == 1)
    finally:
        if len(wanted) > 1:
            tell_run(issued=done, by=by)
    return done


def issue_part(*, gifts: Iterable[Gift], by: User | None, issued_on: date, done: Issued, alone: bool = False) -> None:
    """Issue part of a run as `issue_receipts` does, and add to `done`; `tell_run` writes the run's audit entry."""
    organization, before = Organization.current(), len(done.new)
    wanted = sorted(gifts, key=lambda gift: (gift.gift_on, gift.number))
    for some in chunks(wanted, TOGETHER):
        if not _issued_together(some, organization, by, issued_on, done):
            _issue_singly(some, organization, by, issued_on, done, alone=alone)
    for receipt in done.new[before:][:PRINTED_AT_ONCE]:
        drawing.print_or_leave(receipt)


def _issue_singly(
    gifts: Iterable[Gift], organization: Organization, by: User | None, issued_on: date, done: Issued, *, alone: bool
) -> None:
    """Issue each receipt in a transaction of its own: one that fails is held for review, and the others go on."""
    for gift in gifts:
        with attempted(unless=(OperationalError,)) as attempt:  # the database is unavailable: not this gift's fault
            _issue_one(gift, organization, by, issued_on, done, alone=alone)
        if attempt.error:
            log.error("Gift %s could not be issued a receipt.", gift.number, exc_info=attempt.error)
            done.not_issued.append(NotIssued(gift, (STUMBLED,)))


def tell_run(*, issued: Issued, by: User | None) -> None:
    """Write the audit entry of a run, also of one that stopped early."""
    if receipts := issued.new:
        total = sum((receipt.amount for receipt in receipts), ZERO)
        first, last = receipts[0].number, receipts[-1].number
        named = audit.added(receipts, "number")
        count = len(receipts)
        audit.record(
            by, "receipts.issued", receipts[0], changes=named, count=count, total=total, first=first, last=last
        )


def count_killed_try(*, issued: Issued, by: User) -> None:
    """Add receipts an earlier, killed attempt of a run issued, as no audit entry mentions them yet."""
    untold = _untold(issued.existing, by)
    keys = {receipt.pk for receipt in untold}
    issued.existing = [receipt for receipt in issued.existing if receipt.pk not in keys]
    issued.new = [*untold, *issued.new]


def _untold(receipts: list[Receipt], by: User) -> list[Receipt]:
    """Those of some receipts that a person issued in runs without an audit entry, in order."""
    mine = {issued.pk: issued for issued in receipts if issued.issued_by_id == by.pk and issued.replaces_id is None}
    about = {"object_type": Receipt._meta.label_lower, "object_id__in": list(mine)}
    entries = AuditEntry.objects.filter(actor=by, act__in=ISSUED, **about).values_list("object_id", "data")
    runs = [(mine[key], data.get("last", mine[key].number)) for key, data in entries if key in mine]
    lasts = Receipt.objects.only("number", "seq").in_bulk([last for _, last in runs], field_name="number")
    in_entries = {(first.series, seq) for first, last in runs for seq in range(first.seq, lasts[last].seq + 1)}
    untold = [receipt for receipt in mine.values() if (receipt.series, receipt.seq) not in in_entries]
    return sorted(untold, key=lambda receipt: receipt.seq)


def _issued_together(
    gifts: list[Gift], organization: Organization, by: User | None, issued_on: date, done: Issued
) -> bool:
    """Issue the receipts of several gifts in one transaction; False when it failed and nothing was written: then each
    has one of its own, and only the gift at fault gets no receipt."""
    together = Issued()
    with attempted(unless=(OperationalError,)) as attempt:
        if len(gifts) > 1:
            _issue_together(gifts, organization, by, issued_on, together)
    if attempt.error:
        log.warning("%s receipts are issued one by one.", len(gifts), exc_info=attempt.error)
    if attempt.error or len(gifts) < 2:
        return False
    done.new += together.new
    done.existing += together.existing
    done.not_issued += together.not_issued
    return True


@transaction.atomic
def _issue_together(
    gifts: list[Gift], organization: Organization, by: User | None, issued_on: date, done: Issued
) -> None:
    """As `_issue_one` for each gift, asking once what is the same for all. Rows are locked in the order of their keys,
    so that two runs never wait for each other."""
    keys = sorted(gift.pk for gift in gifts)
    list(Gift.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    having = set(ReceiptLine.objects.acknowledging().filter(gift__in=keys).values_list("gift", flat=True))
    rows = {gift.pk: gift for gift in with_facts(queue.awaiting().filter(pk__in=keys)) if gift.pk not in having}
    for gift in gifts:
        if gift.pk not in rows:
            _issue_one(gift, organization, by, issued_on, done, alone=False)
    ready = [rows[gift.pk] for gift in gifts if gift.pk in rows]
    for day, some in groupby(ready, lambda gift: max(issued_on, gift.gift_on)):
        _issue_on(day, list(some), organization, by, done)


def _issue_on(day: date, gifts: list[Gift], organization: Organization, by: User | None, done: Issued) -> None:
    """Issue the receipts of gifts that await one, all as of one day."""
    printed: list[tuple[Assessment, Kind]] = []
    for found in assess(gifts, organization=organization, issued_on=day):
        if found.problems or found.kind is None:
            statuses.block(found.gift, found.problems, day)
            done.not_issued.append(NotIssued(found.gift, found.problems))
        else:
            printed.append((found, found.kind))
    done.new += _write(printed, organization, by, day) if printed else []


@transaction.atomic
def _issue_one(
    gift: Gift, organization: Organization, by: User | None, issued_on: date, done: Issued, *, alone: bool
) -> None:
    """Issue one receipt in a transaction, with its own audit entry when `alone`. The gift's row is locked, so that
    refunds and other issues wait until the receipt is written."""
    Gift.objects.select_for_update().get(pk=gift.pk)
    line = ReceiptLine.objects.acknowledging().filter(gift=gift).select_related("receipt").first()
    if line is not None:
        done.existing.append(line.receipt)
        return
    current = with_facts(Gift.objects.select_related("receipt_choice")).get(pk=gift.pk)
    if reason := queue.why_not(current):
        done.not_issued.append(NotIssued(current, (reason,)))
        return
    issued_on = max(issued_on, current.gift_on)
    (found,) = assess([current], organization=organization, issued_on=issued_on)
    if found.problems or found.kind is None:
        statuses.block(current, found.problems, issued_on)
        done.not_issued.append(NotIssued(current, found.problems))
        return
    (receipt,) = _write([(found, found.kind)], organization, by, issued_on)
    if alone:
        audit.record(by, "receipt.issued", receipt, amount=receipt.amount, kind=receipt.kind)
    done.new.append(receipt)


@transaction.atomic
def void_receipt(*, receipt: Receipt, by: User | None, on: date, reason: str) -> ReceiptVoid:
    """Void a receipt. Its number is never reused, and its gifts await a new one only if staff choose so.

    Raises `AlreadyVoid`, and `ValidationError` without a reason.
    """
    locked = Receipt.objects.select_for_update().get(pk=receipt.pk)
    void = _void(locked, by, on, reason)
    changes = [audit.FieldChange("state", "issued", "void")]
    for line in locked.lines.filter(role=ACKNOWLEDGMENT):
        changes.append(audit.FieldChange("receipt", locked.number, None, of=line.gift))
        _choose(line.gift, wanted=False, by=by, reason=f"Receipt {locked.number} was voided: {reason}")
        statuses.follow([line.gift_id])
    audit.record(by, "receipt.voided", locked, reason=reason, amount=locked.amount, changes=changes)
    return void


def replace_receipt(*, receipt: Receipt, by: User | None, issued_on: date, reason: str) -> Receipt:
    """Void a receipt and issue its replacement, numbered in its own year and naming the old one.

    The replacement is a corrected receipt, or a void notice when nothing remains of the gift. For a receipt already
    replaced, its replacement is returned. Raises `AlreadyVoid` and `CannotReplace`.
    """
    new = _replace(receipt, by, issued_on, reason)
    if new.pdf_id is None:
        drawing.print_or_leave(new)
    return new


@transaction.atomic
def _replace(receipt: Receipt, by: User | None, issued_on: date, reason: str) -> Receipt:
    old = Receipt.objects.select_for_update().get(pk=receipt.pk)
    if there := Receipt.objects.filter(replaces=old).first():
        return there
    organization = Organization.current()
    gift = _lock_current(old)
    _void(old, by, issued_on, reason)
    issued_on = max(issued_on, gift.gift_on)
    found = assess_replacement(receipt=old, gift=gift, organization=organization, issued_on=issued_on)
    if found.problems or found.kind is None:
        raise CannotReplace(" ".join(found.problems))
    (new,) = _write([(found, found.kind)], organization, by, issued_on, old=old)
    changes = [
        audit.FieldChange("receipt", old.number, new.number, of=gift),
        audit.FieldChange("replaces", None, old, of=new),
    ]
    audit.record(by, "receipt.replaced", old, reason=reason, by_receipt=new.number, amount=new.amount, changes=changes)
    return new


def assess_replacement(*, receipt: Receipt, gift: Gift, organization: Organization, issued_on: date) -> Assessment:
    """What would replace a receipt, given its gift as it is now. Reads only."""
    current = with_facts(Gift.objects.all()).get(pk=gift.pk)
    prior = Prior(receipt.number, receipt.amount)
    (found,) = assess([current], organization=organization, issued_on=issued_on, prior=prior)
    return found


def gift_behind(receipt: Receipt) -> Gift:
    """The gift a receipt is about: its current entry, or the gift itself when there is none."""
    gift = receipt.lines.select_related("gift").earliest("pk").gift
    return current_entry(gift) or gift


@transaction.atomic
def choose(*, gifts: Iterable[Gift], wanted: bool, by: User | None, reason: str = "") -> int:
    """Store whether gifts get a receipt: for imported history, again after a void, or none."""
    rows = list(gifts)
    choices = _chosen(rows, wanted)
    for gift in rows:
        _choose(gift, wanted=wanted, by=by, reason=reason)
    statuses.follow([gift.pk for gift in rows])
    if rows:
        act = "receipt.wanted" if wanted else "receipt.not_wanted"
        # The reason is shared: it is stored with a protected donor's gift if there is one, so that it is hidden with
        # it.
        first = Gift.objects.filter(pk__in=[gift.pk for gift in rows]).order_by("-supporter__protected", "pk")[0]
        audit.record(by, act, first, reason=reason, count=len(rows), changes=choices)
    return len(rows)


def _chosen(gifts: list[Gift], wanted: bool) -> list[audit.FieldChange]:
    """The choice for each gift before and now."""
    before = dict(ReceiptChoice.objects.filter(gift__in=gifts).values_list("gift", "wanted"))
    return [audit.FieldChange("receipt wanted", before.get(gift.pk), wanted, of=gift) for gift in gifts]


def _lock_current(receipt: Receipt) -> Gift:
    """The current entry behind a receipt, locked."""
    return Gift.objects.select_for_update().get(pk=gift_behind(receipt).pk)


def _void(receipt: Receipt, by: User | None, on: date, reason: str) -> ReceiptVoid:
    if ReceiptVoid.objects.filter(receipt=receipt).exists():
        raise AlreadyVoid(receipt)
    void = ReceiptVoid(receipt=receipt, by=by, voided_on=on, reason=reason.strip())
    void.full_clean()
    void.save()
    named_people.note_again(receipt)
    statuses.follow(receipt.lines.values_list("gift", flat=True))
    return void


def _choose(gift: Gift, *, wanted: bool, by: User | None, reason: str) -> None:
    ReceiptChoice.objects.update_or_create(gift=gift, defaults={"wanted": wanted, "by": by, "reason": reason})


def _write(
    printed: Sequence[tuple[Assessment, Kind]],
    organization: Organization,
    by: User | None,
    issued_on: date,
    *,
    old: Receipt | None = None,
) -> list[Receipt]:
    """Take the next numbers and write a receipt with its snapshot and line for each of some gifts, in their order."""
    places = numbering.next_numbers(organization=organization, issued_on=issued_on, count=len(printed))
    receipts = []
    for (found, kind), place in zip(printed, places, strict=True):
        content = _content(found, kind, organization, place.number, issued_on, old)
        receipts.append(_receipt(found, kind, place, content, issued_on=issued_on, issued_by=by, replaces=old))
    receipts = Receipt.objects.bulk_create(receipts)
    _write_lines(receipts, printed)
    named_people.note([(receipt, found) for receipt, (found, _) in zip(receipts, printed, strict=True)])
    statuses.follow([found.gift.pk for found, _ in printed])
    return receipts


def _receipt(found: Assessment, kind: Kind, place: numbering.Place, content: dict[str, Any], **issued: Any) -> Receipt:
    gift = found.gift
    return Receipt(
        **place._asdict(),
        kind=kind.slug,
        supporter_id=gift.supporter_id,
        amount=ZERO if kind.notice else gift.net_amount,
        gift_on=gift.gift_on,
        snapshot=content,
        snapshot_sha256=digest(content),
        template_version=content["letter"]["template_version"],
        **issued,
    )


def _content(
    found: Assessment, kind: Kind, organization: Organization, number: str, issued_on: date, old: Receipt | None
) -> dict[str, Any]:
    return letter_content.compose(
        assessment=found,
        kind=kind,
        number=number,
        organization=organization,
        issued_on=issued_on,
        earlier=Earlier(old.number, old.issued_on, old.gift_on, old.amount) if old else None,
    )


def _write_lines(receipts: Sequence[Receipt], printed: Sequence[tuple[Assessment, Kind]]) -> None:
    gifts = Gift.objects.filter(pk__in=[found.gift.pk for found, _ in printed])
    provided = dict(gifts.annotate(given=provided_value()).values_list("pk", "given"))
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            receipt=receipt,
            gift=found.gift,
            role=ReceiptLine.Role.NOTICE if kind.notice else ACKNOWLEDGMENT,
            amount=receipt.amount,
            provided=provided[found.gift.pk],
        )
        for receipt, (found, kind) in zip(receipts, printed, strict=True)
    )
