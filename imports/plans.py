"""What a file says and what an import would do with it: plain values, no database.

A **PlannedRow** is one record of a file (once per `part`). A format fills in what the row itself says; `planning.plan`
then sets the keys (`supporter`, `gift`, …), the fund, and decisions that need more than one row. Keys are `new:17` for
records to create; for existing ones they are those of the caller's `Known` records.

A **Plan** is all rows of one file with their people, organizations, households and gifts, the warnings and the totals.
`Plan.as_json()` returns only JSON values.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from crm.names.people import PersonName

#: The prefix of keys of records to create; no existing record's key has it.
NEW = "new:"
ACCEPT, REJECT, REVIEW, DUPLICATE, IGNORE = DECISIONS = ("accept", "reject", "review", "duplicate", "ignore")
GIFT, TICKET, SPONSORSHIP, MATCH = "gift", "ticket", "sponsorship", "match"
PLEDGE, PLEDGE_PAYMENT, IN_KIND = "pledge", "pledge_payment", "in_kind"
REFUND, CHARGEBACK = "refund", "chargeback"
KINDS = (GIFT, TICKET, SPONSORSHIP, MATCH, PLEDGE, PLEDGE_PAYMENT, IN_KIND, REFUND, CHARGEBACK)
NOT_CASH = frozenset({PLEDGE, IN_KIND})
NEGATIVE = frozenset({REFUND, CHARGEBACK})


def is_new_key(key: str | None) -> bool:
    """Whether a key is of a record to create, by this file or an earlier one that still waits."""
    return bool(key) and str(key).startswith(NEW)


@dataclass(frozen=True, slots=True)
class Reference:
    """The key of a gift in another file or system: a charge id, a check number (compared with the amount)."""

    system: str  # "stripe", "check", …
    kind: str  # "charge", "number", …
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A donor's contact details in a row; values are normalized, the written ones are in `PlannedRow.raw`."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164 when it can be parsed, else digits
    city: str = ""
    address: str = ""  # the street, a line or several
    region: str = ""
    postal_code: str = ""
    country: str = ""  # two letters, if the file says one
    unread: tuple[str, ...] = ()  # values in contact columns that can't be read


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What a list of contacts says about a person besides contact details."""

    ids: tuple[str, ...] = ()  # references to other systems: "nationbuilder:1004"
    consents: tuple[tuple[str, bool], ...] = ()  # channel, and whether contact is allowed
    consent_on: str = ""  # since when, as an ISO date; "" when the file does not say
    bad_emails: tuple[str, ...] = ()  # known to bounce
    unsubscribed: tuple[str, ...] = ()  # addresses that opted out of bulk email
    tags: tuple[str, ...] = ()
    native_name: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return self != NOTHING_TOLD


NOTHING_TOLD = ContactFacts()


@dataclass(frozen=True, slots=True)
class Party:
    """Who a row names: up to two people, or an organization, or only a family name ("The Raza Family")."""

    written: str = ""
    people: tuple[PersonName, ...] = ()
    household: str = ""  # the couple or family as written; "" for a single person
    organization: str = ""
    contact: Contact = Contact()
    told: ContactFacts = NOTHING_TOLD
    nameless: bool = False  # without a name: an email address, a number or a street is used instead
    doubt: str = ""  # the question about the name that a user must answer

    def __bool__(self) -> bool:
        return bool(self.people or self.organization or self.household or self.doubt)


#: The attributes of a row that are keys: the records it names, and the gift it is or may be.
KEYS = ("supporter", "supporter_2", "household", "organization", "soft_credit", "payer", "gift", "same_as")


@dataclass(slots=True)
class PlannedRow:
    """One record of a file. `raw` is the content of the cells, by column title; nothing is dropped."""

    sheet: str
    row: int
    part: int = 1
    decision: str = ACCEPT
    reason: str = ""
    note: str = ""  # shown beside an accepted row, e.g. that the amount was a formula
    kind: str | None = None
    date: datetime.date | None = None
    amount: Decimal | None = None  # signed: refunds and chargebacks are negative
    currency: str | None = None
    fund_text: str | None = None  # as written; None when the file has no such column
    fund: str | None = None  # fund_code
    method: str | None = None
    paid_by: str = ""  # the file's words for the payment method, where a gift's own method says less
    memo: str = ""
    party: Party = Party()
    adviser: Party = Party()  # gets soft credit, not the donor
    references: tuple[Reference, ...] = ()
    paid_in: int | None = None  # the row of the same sheet that names who paid, where the party is only a guest
    guest: bool = False  # no gift, but names someone: the guest of a free seat
    raw: dict[str, str] = field(default_factory=dict)
    supporter: str | None = None
    supporter_2: str | None = None
    household: str | None = None
    organization: str | None = None
    soft_credit: str | None = None
    payer: str | None = None
    gift: str | None = None
    same_as: str | None = None
    answer: dict[str, Any] | None = None  # a user's answer, as `imports.planning.answers` stores it
    called: str = ""  # the donor's name in the file, where a user chose the donor
    meant: dict[str, str] | None = None  # the donor's key from an answer about another row with this name
    is_of_gift: bool = False  # names a gift of another file by its number, and no donor
    is_bank_line: bool = False  # held unless a gift on record explains it
    told_before: str = ""  # what the same row of an earlier version of the file became: "gift:4", "refund:2"

    def fund_meant(self, blank_fund: str | None) -> str | None:
        """The fund of the gift: the named one, or `blank_fund` where the file names none."""
        return blank_fund if self.kind and self.fund is None and self.fund_text is None else self.fund

    def as_json(self) -> dict[str, Any]:
        """The row as the import document prints it, with its raw cells."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "part": self.part,
            "decision": self.decision,
            "reason": self.reason,
            "note": self.note,
            "kind": self.kind,
            "date": self.date.isoformat() if self.date else None,
            "amount": plain(self.amount),
            "currency": self.currency,
            **{name: getattr(self, name) for name in ("fund", "fund_text", "method", "paid_by")},
            "name": self.party.written,
            "memo": self.memo,
            "told": asdict(self.party.told) if self.party.told else None,
            "consent": _consent(self.party.told),
            **{key: getattr(self, key) for key in KEYS},
            "references": [[ref.system, ref.kind, ref.value] for ref in self.references],
            "body": "organization" if self.party.organization else "person",
            "emails": list(self.party.contact.emails),
            "answer": None if self.told_before else self.answer,
            "told_before": self.told_before,
            "raw": self.raw,
        }


@dataclass(slots=True)
class PlannedPerson:
    """A person in the file. `is_new` is False when the key is that of an existing record."""

    key: str
    name: PersonName
    is_new: bool = True
    written: list[str] = field(default_factory=list)  # all spellings
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    streets: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    household: str | None = None
    nameless: bool = False
    reasons: list[str] = field(default_factory=list)  # why rows were matched to this record
    maybe_same_as: dict[str, str] = field(default_factory=dict)  # other key -> why it may be the same person


@dataclass(slots=True)
class PlannedOrganization:
    """An organization in the file."""

    key: str
    name: str
    is_new: bool = True
    written: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    streets: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PlannedHousehold:
    """A couple or family named in one cell. It never owns money."""

    key: str
    name: str
    is_new: bool = True
    members: list[str] = field(default_factory=list)
    streets: list[str] = field(default_factory=list)  # of rows without a named member, as is the next
    cities: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Totals:
    """Totals of accepted rows. Cash is every kind except pledge and in-kind; currencies are never converted."""

    decisions: Counter[str] = field(default_factory=Counter)
    sum_by_kind_currency: dict[str, Decimal] = field(default_factory=dict)
    cash_net_by_currency: dict[str, Decimal] = field(default_factory=dict)
    cash_net_by_year_currency: dict[str, Decimal] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "decisions": dict(self.decisions),
            **{name: {key: plain(value) for key, value in sorted(sums.items())} for name, sums in self._sums()},
        }

    def add(self, row: PlannedRow) -> None:
        """Add an accepted row with an amount."""
        if row.decision != ACCEPT or row.kind is None or row.amount is None:
            return
        self._put(self.sum_by_kind_currency, f"{row.kind}|{row.currency}", row.amount)
        if row.kind not in NOT_CASH:
            self._put(self.cash_net_by_currency, str(row.currency), row.amount)
            year = row.date.year if row.date else "?"
            self._put(self.cash_net_by_year_currency, f"{year}|{row.currency}", row.amount)

    @staticmethod
    def _put(sums: dict[str, Decimal], key: str, amount: Decimal) -> None:
        sums[key] = sums.get(key, Decimal(0)) + amount

    def _sums(self) -> list[tuple[str, dict[str, Decimal]]]:
        names = ("sum_by_kind_currency", "cash_net_by_currency", "cash_net_by_year_currency")
        return [(name, getattr(self, name)) for name in names]


@dataclass(slots=True)
class Plan:
    """What importing one file would do."""

    rows: list[PlannedRow]
    warnings: list[str] = field(default_factory=list)
    people: dict[str, PlannedPerson] = field(default_factory=dict)
    organizations: dict[str, PlannedOrganization] = field(default_factory=dict)
    households: dict[str, PlannedHousehold] = field(default_factory=dict)
    blank_fund: str | None = None  # fund code for rows of a file without fund names, if a user chose one

    @property
    def totals(self) -> Totals:
        """Totals of this file: every accepted row."""
        return totals_of(self.rows)

    def as_json(self) -> dict[str, Any]:
        return {
            "warnings": self.warnings,
            "rows": [row.as_json() for row in self.rows],
            "totals": self.totals.as_json(),
        }


def totals_of(rows: Iterable[PlannedRow]) -> Totals:
    """Totals of all accepted rows; a gift in two rows counts twice."""
    totals = Totals()
    for row in rows:
        totals.decisions[row.decision] += 1
        totals.add(row)
    return totals


def totals_once(plans: Iterable[Plan]) -> Totals:
    """Totals of several files with each gift counted once, by (gift, kind); `same_as` joins two gifts."""
    rows = [row for plan in plans for row in plan.rows]
    same = {row.gift: row.same_as for row in rows if row.decision == ACCEPT and row.gift and row.same_as}
    totals, seen = Totals(), set()
    for row in rows:
        totals.decisions[row.decision] += 1
        if row.decision != ACCEPT:
            continue
        told = (_first(row.same_as or row.gift, same), row.kind) if row.gift else (id(row), row.kind)
        if told not in seen:
            seen.add(told)
            totals.add(row)
    return totals


def plain(amount: Decimal | None) -> str | None:
    """The amount as digits with at least two decimals, never with an exponent."""
    if amount is None:
        return None
    exponent = amount.as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{amount:.{places}f}"


def _consent(told: ContactFacts) -> dict[str, str] | None:
    """The consent of a row per channel, in the words of the import document; None when there is none."""
    said = {"email": "bad"} if told.bad_emails else {}
    for channel, given in told.consents:
        name = "sms" if channel == "text" else channel
        if not given or name not in said:
            said[name] = "in" if given else "out"
    return said or None


def _first(gift: str | None, same: dict[str, str]) -> str | None:
    seen = set()
    while gift in same and gift not in seen:
        seen.add(gift)
        gift = same[gift]
    return gift
