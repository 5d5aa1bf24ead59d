"""What every payment processor module provides: plain values in, plain values out.

Amounts are `Decimal`s in units of their currency (ISO code, lower case); each gateway converts the processor's own
units. Moments are aware UTC datetimes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol


class GatewayError(Exception):
    """The processor could not be reached or gave an invalid answer: try again later. The message names objects by id
    only."""

    in_logs = True


class Refused(GatewayError):
    """The processor refused the request; repeating it gives the same answer."""


class NotFound(Refused):
    """The processor has no such object."""


class Unreadable(GatewayError):
    """The processor's answer is malformed; repeating the request gives the same answer until they fix it."""


class BadNotice(ValueError):
    """A webhook request whose signature or timestamp is not valid; the message says why."""


@dataclass(frozen=True)
class CheckoutLine:
    """A line on the payment page: a name and an amount."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class CheckoutRequest:
    """A checkout page to open.

    `reference` is the intent's public id. `key` is the idempotency key: a second request with it opens no second page.
    `submit` is the text of the button, `donate` or `pay`.
    """

    reference: str
    lines: tuple[CheckoutLine, ...]
    currency: str
    email: str
    submit: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    key: str


@dataclass(frozen=True)
class SessionFacts:
    """The state of a payment page: `status` is open, complete or expired; `paid` is True once the money is certain."""

    id: str
    url: str
    status: str
    paid: bool
    payment_id: str
    reference: str
    livemode: bool
    expires_at: datetime


@dataclass(frozen=True)
class Broken:
    """A row of a list that cannot be read: its kind, id and why. The other rows are still used."""

    kind: str
    id: str
    why: str


@dataclass(frozen=True)
class BalanceFacts:
    """One balance transaction of the processor, with its signs."""

    id: str
    type: str
    reporting_category: str
    amount: Decimal
    fee: Decimal
    net: Decimal
    currency: str
    source_id: str
    description: str
    created_at: datetime
    available_on: date


@dataclass(frozen=True)
class RefundFacts:
    """A refund; `status` is pending, requires_action, succeeded, failed or canceled."""

    id: str
    amount: Decimal
    currency: str
    status: str
    created_at: datetime
    payment_id: str
    request: str
    balance: BalanceFacts | None = None
    charge_id: str = ""
    failure_reason: str = ""
    failure_balance: BalanceFacts | None = None


@dataclass(frozen=True)
class ChargeFacts:
    """The charge of a payment; name and address are what the payer typed on the payment page.

    `created_at` is when the charge was requested; a bank debit succeeds days later. `broken` are refunds that cannot be
    read.
    """

    id: str
    amount: Decimal
    currency: str
    created_at: datetime
    method: str
    payer_name: str
    payer_email: str
    country: str
    region: str
    postal_code: str
    balance: BalanceFacts | None = None
    refunds: tuple[RefundFacts, ...] = field(default=())
    broken: tuple[Broken, ...] = field(default=())


@dataclass(frozen=True)
class PaymentFacts:
    """The state of a payment. `status` is the processor's: succeeded, processing, canceled, requires_…

    A charge without a payment object counts as its own payment, under the charge's id.
    """

    id: str
    status: str
    amount: Decimal
    currency: str
    reference: str
    livemode: bool
    created_at: datetime
    declined: bool
    charge: ChargeFacts | None = None
    declined_charge: str = ""  # the charge of the last refusal


@dataclass(frozen=True)
class PayoutFacts:
    """A payout to the bank."""

    id: str
    amount: Decimal
    currency: str
    status: str
    automatic: bool
    arrival_on: date
    trace_id: str
    livemode: bool
    created_at: datetime


@dataclass(frozen=True)
class Notice:
    """A notification that an object changed: which object, but not how.

    `sha256` is the hash of the body as received. `problem` says why a signed notification cannot be read; the other
    fields then hold what could be read.
    """

    id: str
    type: str
    livemode: bool
    object_kind: str
    object_id: str
    account: str
    api_version: str
    happened_at: datetime | None
    sha256: str
    problem: str = ""


class Gateway(Protocol):
    """A payment processor. Every call may raise `GatewayError`; never call one inside a transaction.

    Lists return the readable rows and a `Broken` for each unreadable one, so that one bad row does not hide the others.
    """

    slug: str
    label: str
    livemode: bool

    def create_checkout(self, request: CheckoutRequest) -> SessionFacts: ...
    def expire_checkout(self, session_id: str) -> SessionFacts: ...
    def fetch_session(self, session_id: str) -> SessionFacts: ...
    def fetch_payment(self, payment_id: str) -> PaymentFacts: ...
    def fetch_charge(self, charge_id: str) -> PaymentFacts: ...
    def fetch_balance(self, row_id: str) -> BalanceFacts: ...
    def payment_behind(self, kind: str, external_id: str) -> tuple[str, str]: ...
    def succeeded_at(self, payment: PaymentFacts) -> datetime | None: ...
    def refund(self, *, charge_id: str, amount: Decimal, currency: str, request: str, key: str) -> RefundFacts: ...
    def fetch_payout(self, payout_id: str) -> PayoutFacts: ...
    def list_payouts(self, *, since: datetime) -> Iterator[PayoutFacts | Broken]: ...
    def list_balance(self, *, payout: str = "", since: datetime | None = None) -> Iterator[BalanceFacts | Broken]: ...
    def list_notices(self, *, since: datetime, types: tuple[str, ...]) -> Iterator[Notice]: ...
    def read_notice(self, *, body: bytes, signature: str, secrets: list[str], now: datetime) -> Notice: ...
