"""Gifts before they are stored: plain values, checked without the database.

Every source (form, import, online, event) builds `GiftDraft`s and passes them to `services.record_gifts`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.amounts import LARGEST
from core.money import ZERO, to_cents
from donations.models import Benefit, Gift, GiftLine

EARLIEST = date(1900, 1, 1)
#: What is given by a method that is no way to pay money: never a gift of cash (receipt rules, 2.10).
KINDS_BY_METHOD = {
    Gift.Method.STOCK: (Gift.Kind.SECURITIES,),
    Gift.Method.IN_KIND: (Gift.Kind.IN_KIND, Gift.Kind.VEHICLE, Gift.Kind.DIGITAL_ASSET, Gift.Kind.SERVICES),
    Gift.Method.OTHER: tuple(Gift.Kind),
}


class Reference(NamedTuple):
    """The key of a gift in another system; `("stripe", "charge", "ch_1")`."""

    system: str
    kind: str
    value: str


@dataclass(frozen=True)
class BenefitDraft:
    description: str
    value_each: Decimal
    quantity: int = 1
    cost_each: Decimal | None = None
    kind: str = Benefit.Kind.GOODS_SERVICES
    bears_our_name: bool = False
    unordered: bool = False
    status: str = Benefit.Status.ACCEPTED
    status_on: date | None = None
    status_source: str = ""


@dataclass(frozen=True)
class LineDraft:
    fund_id: int
    amount: Decimal
    kind: str = GiftLine.Kind.CONTRIBUTION
    description: str = ""
    benefits: tuple[BenefitDraft, ...] = ()


@dataclass(frozen=True)
class ForeignDraft:
    """The amount in another currency: in its smallest units, ISO code, and the rate on the date of gift with its
    source."""

    minor_units: int
    currency: str
    rate: Decimal
    rate_source: str
    rate_on: date


@dataclass(frozen=True)
class SoftCreditDraft:
    supporter_id: int
    amount: Decimal
    role: str


@dataclass(frozen=True)
class GiftDraft:
    """One gift to record. Amounts are in the organization's currency; `gift_on` is the legal date of gift."""

    supporter_id: int
    lines: tuple[LineDraft, ...]
    method: str
    gift_on: date
    kind: str = Gift.Kind.CASH
    joint_with_id: int | None = None
    posted_on: date | None = None
    received_on: date | None = None
    campaign_id: int | None = None
    pledge_id: int | None = None
    description: str = ""
    check_number: str = ""
    anonymous: bool = False
    origin: str = Gift.Origin.FORM
    history: bool = False
    note: str = ""
    references: tuple[Reference, ...] = ()
    foreign: ForeignDraft | None = None
    soft_credits: tuple[SoftCreditDraft, ...] = field(default=())

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)


def kinds_by(method: str) -> tuple[Gift.Kind, ...]:
    """What can be given by a payment method: money alone by most."""
    return KINDS_BY_METHOD.get(Gift.Method(method), (Gift.Kind.CASH,))


class BadDraft(ValueError):
    """A draft that cannot become a gift; the message says why, `field` where."""

    def __init__(self, message: str, *, field: str, index: int = 0) -> None:
        super().__init__(message)
        self.field, self.index = field, index


def check(drafts: list[GiftDraft], *, today: date) -> None:
    """Raise `BadDraft` for the first draft that breaks a rule of the ledger."""
    for index, draft in enumerate(drafts):
        for name, message in _problems(draft, today):
            raise BadDraft(message, field=name, index=index)


def _problems(draft: GiftDraft, today: date):
    if not draft.lines:
        yield "amount", "Enter an amount."
    for line in draft.lines:
        to_cents(line.amount)
        if line.amount <= 0:
            yield "amount", "Enter an amount above $0."
        if line.kind not in GiftLine.Kind.values:
            yield "lines", f"“{line.kind}” is not a type of gift line."
    if draft.amount > LARGEST:
        yield "amount", f"Enter an amount of ${LARGEST:,} or less."
    if draft.gift_on > today:
        yield "gift_on", "The date of gift is in the future."
    if draft.gift_on < EARLIEST:
        yield "gift_on", f"The date of gift is before {EARLIEST.year}."
    if draft.method not in Gift.Method.values:
        yield "method", f"“{draft.method}” is not a payment method."
    if draft.kind not in Gift.Kind.values:
        yield "kind", f"“{draft.kind}” is not a type of gift."
    elif draft.method in Gift.Method.values and draft.kind not in kinds_by(draft.method):
        kind, method = Gift.Kind(draft.kind).label, Gift.Method(draft.method).label
        yield "kind", f"A gift of the type “{kind}” can't be made by the payment method “{method}”."
