"""Write accepted rows: people, households, pledges, gifts, refunds, in bulk.

Runs inside one transaction. A row that cannot be written without guessing waits, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import get_currency_precision

from core.db.set_wise import update_many
from core.display import money_text
from core.models import User
from core.money import CENT, ZERO
from donations.ledger import refunds
from donations.ledger import services as ledger
from donations.ledger.current_entries import current_entry_ids
from donations.ledger.drafts import ForeignDraft, GiftDraft, LineDraft, Reference, SoftCreditDraft
from donations.ledger.rollups import followed
from donations.ledger.services import PledgeDraft
from donations.models import Fund, Gift, GiftLine, GiftReference, Pledge, Refund
from imports.applying.bounds import DESCRIPTION
from imports.applying.change_log import Effects
from imports.applying.supporters import Parties
from imports.models import ImportBatch, ImportRow
from imports.plans import IN_KIND, MATCH, NEGATIVE, PLEDGE, PLEDGE_PAYMENT, REFUND, SPONSORSHIP, TICKET

LINE_KINDS = {
    TICKET: GiftLine.Kind.TICKET,
    SPONSORSHIP: GiftLine.Kind.SPONSORSHIP,
    MATCH: GiftLine.Kind.MATCH,
}
SAME_GIFT = "Possible duplicate of a recorded gift: is it the same gift?"
SAME_REFUND = "Possible duplicate of a recorded refund: is it the same refund?"
TAKEN_BACK = "This gift was recorded before and later reversed: was the money received after all?"
NEAR = timedelta(days=7)
#: Means that are no money, as files say them: the kind of gift and its payment method.
NO_MONEY: dict[str, tuple[str, str]] = {
    Gift.Method.STOCK: (Gift.Kind.SECURITIES, Gift.Method.STOCK),
    Gift.Method.IN_KIND: (Gift.Kind.IN_KIND, Gift.Method.IN_KIND),
    "crypto": (Gift.Kind.DIGITAL_ASSET, Gift.Method.OTHER),
}
#: What is called so where a row does not describe it.
WITHOUT_WORDS = {
    Gift.Kind.SECURITIES: "Stock",
    Gift.Kind.IN_KIND: "In-kind gift",
    Gift.Kind.DIGITAL_ASSET: "Digital asset",
}
NO_GIVER = "The donor is unknown"


class Applier:
    """Writes rows of one batch. `keys` translates `new:17` to record keys, across several runs of the same batch."""

    def __init__(self, *, batch: ImportBatch, by: User | None, today: date, currency: str) -> None:
        self.batch, self.by, self.today, self.currency = batch, by, today, currency
        self.keys: dict[str, str] = dict(batch.answers.get("keys", {}))
        self.funds = {fund.code: fund.pk for fund in Fund.objects.all()}
        self.gift_count = self.waiting = self.held = 0
        self.known_count = self.people_count = 0
        self.unpaid: dict[int, Decimal] = {}  # what is left of pledges after the rows so far
        self.effects = Effects(batch)

    def apply(self, rows: list[ImportRow]) -> None:
        """Write the rows that are ready; mark the others as waiting. Stores the keys in the batch."""
        ready = [row for row in rows if not self._set_waiting(row)]
        parties = Parties(self.batch, self.keys, self.by, self.effects)
        self.people_count = parties.create_for(ready)
        self._apply_pledges([row for row in ready if row.kind == PLEDGE])
        with followed():  # totals are updated once, at the end
            self._apply_gifts([row for row in ready if row.kind and row.kind not in (PLEDGE, *NEGATIVE)])
            self._apply_refunds([row for row in ready if row.kind in NEGATIVE])
        for row in ready:
            if row.kind is None:
                row.state = ImportRow.State.APPLIED
        fields = ["state", "waits_for", "gift", "pledge", "refund"]
        update_many(rows, fields)
        self.waiting = sum(row.state == ImportRow.State.WAITING for row in rows)
        self.effects.write()
        self.batch.answers = {**self.batch.answers, "keys": self.keys}
        self.batch.save(update_fields=["answers", "parties"])

    def written(self) -> dict[str, int]:
        """Counts of what happened: new gifts and supporters, existing gifts, rows that wait."""
        return {
            "gifts": self.gift_count,
            "gifts_known": self.known_count,
            "supporters": self.people_count,
            "waiting": self.waiting + self.held,
        }

    def _set_waiting(self, row: ImportRow) -> bool:
        """Whether a row has to wait; sets the reason."""
        plan = row.plan
        row.waits_for = ""
        if row.kind is not None and not plan.get("told_before"):
            if plan["same_as"]:
                row.waits_for = SAME_GIFT
            elif plan["amount"] is None or row.date is None:
                row.waits_for = "The amount or date is missing"
            elif row.kind == PLEDGE and row.currency != self.currency:
                row.waits_for = f"A pledge in {row.currency}: record it by hand in {self.currency}"
            elif row.currency != self.currency and self._rate(row) is None:
                row.waits_for = f"The exchange rate for {row.currency} on {row.date:%b %-d, %Y}"
            elif not any(plan[slot] for slot in ("supporter", "organization", "payer", "household")):
                row.waits_for = NO_GIVER
        if row.waits_for:
            row.state = ImportRow.State.WAITING
        return bool(row.waits_for)

    def _apply_pledges(self, rows: list[ImportRow]) -> None:
        fresh = list({row.plan["gift"]: row for row in reversed(rows) if self._pledge_of(row) is None}.values())[::-1]
        made = ledger.record_pledges(drafts=[self._pledge_draft(row) for row in fresh], by=self.by)
        self.effects.created(Pledge, [pledge.pk for pledge in made])
        self.keys |= {row.plan["gift"]: f"pledge:{one.pk}" for row, one in zip(fresh, made, strict=True)}
        for row in rows:
            row.pledge_id = self._pledge_of(row)
            row.state = ImportRow.State.APPLIED if row in fresh else ImportRow.State.KNOWN

    def _pledge_of(self, row: ImportRow) -> int | None:
        """The pledge of a row, once it is written."""
        return self._id(row.plan["gift"], "pledge")

    def _pledge_draft(self, row: ImportRow) -> PledgeDraft:
        return PledgeDraft(self._giver(row), _decimal(row), self._fund(row), _day(row), row.plan["memo"])

    def _apply_gifts(self, rows: list[ImportRow]) -> None:
        told = {row.pk: self._id(row.plan["gift"], "gift") for row in rows}
        now = current_entry_ids(pk for pk in told.values() if pk is not None)
        fresh = []
        for row in rows:
            known = told[row.pk]
            if known is None or row.plan.get("again"):
                fresh.append(row)
            elif (counts := now.get(known)) is None:
                row.state, row.waits_for = ImportRow.State.WAITING, TAKEN_BACK
            else:
                row.gift_id, row.state = counts, ImportRow.State.KNOWN
                self.known_count += 1
        self._record([row for row in fresh if not self._overpays(row)])

    def _overpays(self, row: ImportRow) -> bool:
        """Whether a payment is more than is unpaid on its pledge, with the rows before it counted. Such a row waits,
        unless a person reviewed it."""
        pledge = self._pledge(row)
        if pledge is None:
            return False
        if pledge not in self.unpaid:
            self.unpaid[pledge] = Pledge.objects.get(pk=pledge).open_amount
        amount, unpaid = self._home_amount(row), self.unpaid[pledge]
        if amount > unpaid and not row.answered_by_id:
            told = f"{money_text(amount)} is more than the {money_text(unpaid)} unpaid on the pledge"
            row.state, row.waits_for = ImportRow.State.WAITING, told
            return True
        self.unpaid[pledge] = max(unpaid - amount, ZERO)
        return False

    def _record(self, rows: list[ImportRow]) -> None:
        """Write gifts. One whose reference belongs to a gift undone since becomes a question, unless a person answered
        that the money was received."""
        drafts = [self._draft(row) for row in rows]
        taken = _taken_back([ref for row, draft in zip(rows, drafts, strict=True) if row.plan.get("again")
                             for ref in draft.references])  # fmt: skip
        drafts = [
            replace(draft, references=tuple(ref for ref in draft.references if ref not in taken))
            if row.plan.get("again") else draft
            for row, draft in zip(rows, drafts, strict=True)
        ]  # fmt: skip
        recorded = ledger.record_gifts(drafts=drafts, by=self.by, today=self.today, act="gift.imported")
        found = zip(rows, recorded.gifts, recorded.new, recorded.reversed, strict=True)
        for row, gift, is_new, is_reversed in found:
            if is_reversed and not is_new:
                row.state, row.waits_for = ImportRow.State.WAITING, TAKEN_BACK
                continue
            row.gift, row.state = gift, ImportRow.State.APPLIED if is_new else ImportRow.State.KNOWN
            self.keys[row.plan["gift"] or f"row:{row.pk}"] = f"gift:{gift.pk}"
            self.known_count += not is_new
        self.effects.created(Gift, [gift.pk for gift in recorded.created])
        self.gift_count += sum(recorded.new)

    def _apply_refunds(self, rows: list[ImportRow]) -> None:
        """Write refunds in order, as each is checked against earlier ones; one audit entry for all."""
        written: list[Refund] = []
        for row in rows:
            gift_id = self._id(row.plan["gift"], "gift")
            if told := self._id(row.plan.get("told_before"), "refund"):
                row.gift_id, row.refund_id, row.state = gift_id, told, ImportRow.State.KNOWN
                continue
            now = current_entry_ids([gift_id]).get(gift_id) if gift_id else None
            gift = Gift.objects.filter(pk=now).first() if now else None
            if gift is None:
                row.state, row.waits_for = ImportRow.State.WAITING, "The refunded gift is not recorded"
                continue
            if row.answered_by_id is None and self._is_told_before(row, gift):
                row.state, row.waits_for = ImportRow.State.WAITING, SAME_REFUND
                continue
            try:
                row.refund, is_new = refunds.write_refund(refund=self._refund(row, gift))
            except refunds.RefundTooLarge:
                row.state, row.waits_for = ImportRow.State.WAITING, "The refund is larger than what is left of the gift"
                continue
            row.gift, row.state = gift, ImportRow.State.APPLIED
            self.effects.created(Refund, [row.refund.pk])
            written += [row.refund] if is_new else []
        if written:
            refunds.tell_refunds(refunds=written, by=self.by)

    def _refund(self, row: ImportRow, gift: Gift) -> Refund:
        """The refund of a row. When the file dates it before its gift, as settlements may be, it gets the gift's dates;
        the row keeps the file's date."""
        return Refund(
            gift=gift,
            amount=self._home_amount(row),
            refunded_on=max(_day(row), gift.gift_on),
            posted_on=max(_day(row), gift.posted_on),
            by=self.by,
            reason=row.plan["memo"] or f"{(row.kind or REFUND).capitalize()} in {self.batch.spoken_number}",
            system="import",
            reference=self._fingerprint(row),
        )

    def _is_told_before(self, row: ImportRow, gift: Gift) -> bool:
        """Whether another file contained a refund like this one."""
        near = (_day(row) - NEAR, _day(row) + NEAR)
        return gift.refunds.filter(amount=self._home_amount(row), refunded_on__range=near).exists()

    def _draft(self, row: ImportRow) -> GiftDraft:
        plan = row.plan
        amount = self._home_amount(row)
        kind, method = _what_by(row)
        evidence = [Reference(*ref) for ref in plan["references"]]
        check = next((ref.value for ref in evidence if ref.system == "check"), "")
        return GiftDraft(
            supporter_id=self._giver(row),
            joint_with_id=self._joint(row),
            lines=(LineDraft(self._fund(row), amount, LINE_KINDS.get(row.kind or "", GiftLine.Kind.CONTRIBUTION)),),
            kind=kind,
            method=method,
            gift_on=_day(row),
            posted_on=row.date,
            received_on=row.date,
            pledge_id=self._pledge(row),
            description=_what_was_given(plan["memo"], kind),
            check_number=check,
            origin=Gift.Origin.IMPORT,
            history=True,
            note=_note(plan),
            references=(
                Reference("import", "row", self._fingerprint(row)),
                *(ref for ref in evidence if ref.system != "check"),
            ),
            foreign=self._foreign(row),
            soft_credits=self._soft_credits(row, amount),
        )

    def _giver(self, row: ImportRow) -> int:
        """The legal donor: the organization, the payer, the person, else the named family."""
        plan = row.plan
        for slot in ("organization", "payer", "supporter", "household"):
            if plan[slot]:
                found = self._id(plan[slot], "supporter")
                if found is None:
                    found = self._id(f"giver of {plan[slot]}", "supporter")
                return found  # type: ignore[return-value]
        raise LookupError(NO_GIVER)

    def _joint(self, row: ImportRow) -> int | None:
        if row.plan["organization"] or row.plan["payer"]:
            return None
        second = self._id(row.plan["supporter_2"], "supporter")
        return second if second != self._id(row.plan["supporter"], "supporter") else None

    def _soft_credits(self, row: ImportRow, amount: Decimal) -> tuple[SoftCreditDraft, ...]:
        credited = self._id(row.plan["soft_credit"], "supporter")
        return (SoftCreditDraft(credited, amount, "adviser" if row.kind != MATCH else "employee"),) if credited else ()

    def _fund(self, row: ImportRow) -> int:
        return self.funds[row.plan["fund"]]

    def _pledge(self, row: ImportRow) -> int | None:
        """The open pledge a payment must be for; None when there are several or none."""
        if row.kind != PLEDGE_PAYMENT:
            return None
        giver = self._giver(row)
        rows = Pledge.objects.unpaid().filter(supporter_id=giver, promised_on__lte=row.date)
        found = list(rows.values_list("pk", flat=True)[:2])
        return found[0] if len(found) == 1 else None

    def _rate(self, row: ImportRow) -> Decimal | None:
        text = self.batch.answers.get("rates", {}).get(f"{row.currency} {row.date}")
        return Decimal(text) if text else None

    def _home_amount(self, row: ImportRow) -> Decimal:
        """The amount in the organization's currency at the rate on the date of gift, rounded to cents (receipt rules,
        2.9)."""
        amount, rate = _decimal(row), self._rate(row)
        if row.currency == self.currency:
            return amount
        if rate is None:
            raise LookupError(f"{row.place} has no rate")
        return (amount * rate).quantize(CENT, ROUND_HALF_UP)

    def _foreign(self, row: ImportRow) -> ForeignDraft | None:
        rate = self._rate(row)
        if row.currency is None or row.currency == self.currency or rate is None:
            return None
        return ForeignDraft(
            minor_units=int(_decimal(row).scaleb(get_currency_precision(row.currency))),
            currency=row.currency,
            rate=rate,
            rate_source=self.batch.answers.get("rate_source", ""),
            rate_on=_day(row),
        )

    def _fingerprint(self, row: ImportRow) -> str:
        return f"{self.batch.sha256[:32]} {row.sheet} {row.row} {row.part}"

    def _id(self, key: str | None, table: str) -> int | None:
        """The primary key for a key of the plan, once the record exists."""
        real = self.keys.get(key or "", key or "")
        name, _, number = real.partition(":")
        return int(number) if name == table and number.isdecimal() else None


def _taken_back(references: list[Reference]) -> set[Reference]:
    """Those of these references whose gifts no longer count."""
    values = {ref.value for ref in references}
    rows = GiftReference.objects.filter(value__in=values, gift__status=Gift.Status.REVERSED)
    return {Reference(row.system, row.kind, row.value) for row in rows} & set(references)


def _day(row: ImportRow) -> date:
    """The date of gift; rows without one wait."""
    if row.date is None:
        raise LookupError(f"{row.place} has no date")
    return row.date


def _decimal(row: ImportRow) -> Decimal:
    return abs(Decimal(row.plan["amount"]))


def _note(plan: Mapping[str, Any]) -> str:
    """The note of a gift: the row's own, and the file's words for a payment method that a gift has none for."""
    paid_by = plan.get("paid_by")
    return "; ".join(filter(None, [plan["memo"], f"Payment method in the file: {paid_by}" if paid_by else ""]))


def _what_was_given(memo: str, kind: str) -> str:
    """The description of a gift that is no money; a longer text is its note, whole."""
    if kind == Gift.Kind.CASH:
        return ""
    name = WITHOUT_WORDS[Gift.Kind(kind)]
    return (memo if len(memo) <= DESCRIPTION else f"{name}: see the note") or name


def _what_by(row: ImportRow) -> tuple[str, str]:
    """What a row gives and how. Stock, goods and coins are no money, whatever the row calls the gift."""
    method = row.plan["method"]
    if method in NO_MONEY:
        return NO_MONEY[method]
    if row.kind == IN_KIND:
        return NO_MONEY[Gift.Method.IN_KIND]
    return Gift.Kind.CASH, method if method in Gift.Method.values else Gift.Method.OTHER
