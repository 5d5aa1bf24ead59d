"""The facts of one gift that the tax rules read: plain values, no database.

- An **Org** is the charity with its dated exemption status; `as_of` is the day of issue.
- A **Donor** is the legal donor: the owner of the account or the property given.
- **Facts** are everything `decide` may read. Case files and real gifts are both turned into these.

Money is `Decimal` in dollars unless a payment names another currency; days are `date`. Every field has a default, so a
caller names only what it knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

CARD_METHODS = frozenset(
    {"stripe_card", "stripe_subscription", "wallet", "paypal_merchant_account", "platform_processor_msp_is_donee"}
)
STOCK_METHODS = frozenset({"stock_dtc", "stock_certificate_usps"})
#: Ways only a fund or a platform that is itself a charity can pay.
FUND_METHODS = frozenset({"daf_grant", "platform_daf"})
PROPERTY_KINDS = frozenset({"in_kind", "publicly_traded_securities", "digital_asset", "vehicle"})
INSTITUTIONS = frozenset({"private_foundation", "daf_sponsor", "platform_charity"})
HOME = frozenset({"", "US", "USA", "UNITED STATES"})


class BadFacts(ValueError):
    """Facts that cannot be used; the message is a sentence for the person who gave them."""


def cents(amount: Decimal) -> Decimal:
    """Rounded to whole cents, half up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def dollars(amount: Decimal) -> str:
    """`$1,234.50`."""
    return f"−${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def day_text(day: date | None) -> str:
    """`Nov 29, 2026`; '' for None."""
    return f"{day:%b} {day.day}, {day.year}" if day else ""


@dataclass(frozen=True, kw_only=True)
class Org:
    """The charity. `status` is the latest known; `exemption.status_on` derives earlier ones from the dates
    beside it."""

    legal_name: str = "the organization"
    ein: str = ""
    address: str = ""
    city_and_state: str = ""
    phone: str = ""
    website: str = ""
    program: str = ""
    time_zone: str = "America/New_York"
    state_of_incorporation: str = ""
    formation_date: date | None = None
    status: str = "recognized"
    application_filed: date | None = None
    determination_letter_date: date | None = None
    exemption_effective_date: date | None = None
    denial_date: date | None = None
    revocation_effective: date | None = None
    revocation_published: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True)
class Contributor:
    """One of several people whose money another person hands in, or `count` of them with `amount` each. `count` None: a
    list exists, but the number of people on it is not known."""

    name: str
    amount: Decimal | None = None
    count: int | None = 1


@dataclass(frozen=True, kw_only=True)
class Donor:
    type: str = "individual"
    name: str = ""
    legal_name: str = ""
    dba: str = ""
    owner: str = ""
    members: tuple[str, ...] = ()
    household: tuple[str, ...] = ()
    state: str = ""
    country: str = ""
    age: int | None = None
    public_anonymity: bool = False
    advisor: str = ""
    ira_custodian: str = ""
    employer_foundation: str = ""
    drawn_on: str = ""
    contributors: tuple[Contributor, ...] = ()

    @property
    def is_abroad(self) -> bool:
        return self.country.strip().upper() not in HOME


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try at charging a card; `at` carries its zone."""

    at: dt.datetime
    succeeded: bool


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One payment (check, charge, transfer). `amount` is gross, in `currency`; `period` replaces an unknown day
    ("biweekly")."""

    amount: Decimal = ZERO
    date: dt.date | None = None
    currency: str = "USD"
    method: str = ""
    payer: str = ""
    event: str = ""
    txn: str = ""
    count: int = 1
    period: str = ""
    check_date: dt.date | None = None
    postmark: dt.date | None = None
    shipped: dt.date | None = None
    received: dt.date | None = None
    cleared: dt.date | None = None
    returned_nsf: dt.date | None = None
    authorized: dt.date | None = None
    debited: dt.date | None = None
    settled_on: dt.date | None = None
    settled_usd: Decimal | None = None
    charged_at: dt.datetime | None = None
    donor_timezone: str = ""
    attempts: tuple[Attempt, ...] = ()
    payout: dt.date | None = None
    processor_fee: Decimal | None = None
    donor_covered_fee: Decimal | None = None
    platform_tip: Decimal | None = None
    to_org: Decimal | None = None
    spot_rate_usd: Decimal | None = None
    rate_source: str = ""

    @property
    def is_foreign(self) -> bool:
        return self.currency.upper() != "USD"

    @property
    def given(self) -> Decimal:
        """What reached the charity as a gift, in the payment's currency: before fees, without a platform's tip."""
        if self.to_org is not None:
            return self.to_org
        return self.amount - self.platform_tip if self.platform_tip else self.amount

    @property
    def usd(self) -> Decimal:
        """Dollars of all its `count` payments, at the spot rate of the date of gift, rounded to cents before any test.
        Raises `BadFacts` for another currency without a rate."""
        if not self.is_foreign:
            return self.given * self.count
        if self.spot_rate_usd is None:
            raise BadFacts(f"The payment of {self.given} {self.currency} has no exchange rate for its date.")
        return cents(self.given * self.spot_rate_usd) * self.count


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """Goods or services in return. `fmv_each` is what a guest would pay elsewhere, `cost_each` our own cost."""

    description: str = ""
    qty: int = 1
    fmv_each: Decimal = ZERO
    cost_each: Decimal | None = None
    bears_org_name_or_logo: bool = False
    unordered: bool = False
    kind: str = "goods_services"
    status: str = "accepted"
    event: str = ""

    @property
    def value(self) -> Decimal:
        return self.fmv_each * self.qty

    @property
    def cost(self) -> Decimal | None:
        return None if self.cost_each is None else self.cost_each * self.qty


@dataclass(frozen=True, kw_only=True)
class LineItem:
    """What a part of one payment was for. `described`: whether benefit rows describe it; None when unknown."""

    description: str = ""
    kind: str = ""
    amount: Decimal = ZERO
    described: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Refund:
    amount: Decimal
    date: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Dispute:
    opened: dt.date | None = None
    outcome: str = ""
    closed: dt.date | None = None

    @property
    def is_lost(self) -> bool:
        return self.outcome.lower() == "lost"

    @property
    def is_open(self) -> bool:
        return self.outcome.lower() not in {"won", "lost", "withdrawn"}


@dataclass(frozen=True, kw_only=True)
class Pledge:
    date: dt.date | None = None
    total: Decimal | None = None
    schedule: str = ""
    due: dt.date | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Property:
    """A gift other than money. Values are for accounting and threshold tests, never printed."""

    description: str = ""
    received: dt.date | None = None
    donor_claimed_value: Decimal | None = None
    issuer: str = ""
    share_class: str = ""
    shares: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    dtc_received: dt.date | None = None
    postmark: dt.date | None = None
    sold: dt.date | None = None
    asset: str = ""
    quantity: Decimal | None = None
    spot_internal: Decimal | None = None
    vin: str = ""
    gross_proceeds: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    services: str = ""
    expense: Decimal | None = None
    until: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Earmark:
    type: str
    name: str = ""
    discretion_and_control: bool = False


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A row of a donor's year. `value` is the fair market value received in return; None when unknown. `refunds` is the
    day of the gift that a refund row is of; `refunded` is how much of this row was refunded."""

    type: str = "gift"
    date: dt.date | None = None
    amount: Decimal | None = None
    method: str = ""
    received: dt.date | None = None
    description: str = ""
    value: Decimal | None = None
    refunds: str = ""
    refunded: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Screening:
    """A comparison with a sanctions list. `result` is what the reviewer found: `true_match`, `false_positive`, …"""

    reviewed: bool = False
    result: str = ""
    list_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything the rules read. `org` is None only for questions that are not about a gift."""

    org: Org | None = field(default_factory=Org)
    donor: Donor = field(default_factory=Donor)
    gift_kind: str = "cash"
    method: str = ""
    payments: tuple[Payment, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    line_items: tuple[LineItem, ...] = ()
    refunds: tuple[Refund, ...] = ()
    appeal_informs_deductible_amount: bool | None = None
    unordered_cost_this_year: Decimal = ZERO
    same_transaction: bool = False
    dispute: Dispute | None = None
    prior_receipt: str = ""
    prior_acknowledgment: bool = False
    prior_acknowledged: dt.date | None = None
    receipted_amount: Decimal | None = None
    donor_return_filed: dt.date | None = None
    pledge: Pledge | None = None
    property_given: Property | None = None
    form_8283_presented: bool = False
    volunteer: Volunteer | None = None
    restriction: str = ""
    tribute: str = ""
    earmark: Earmark | None = None
    donor_note: str = ""
    event_cancelled: dt.date | None = None
    waived_refund: dt.date | None = None
    returned_tickets: int = 0
    document: str = ""
    date: dt.date | None = None
    registered_in_state: bool | None = None
    registration_number: str = ""
    ag_address: str = ""
    ledger: tuple[LedgerRow, ...] = ()
    year: int | None = None
    issued: dt.date | None = None
    screening: Screening | None = None
    party: str = ""
    funds_held: Decimal | None = None
    worksheet: Mapping[str, Any] | None = None

    @property
    def issued_on(self) -> dt.date | None:
        """The day of issue, or None."""
        return self.issued or self.date or (self.org.as_of if self.org else None)
