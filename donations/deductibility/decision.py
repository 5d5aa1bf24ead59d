"""What the rules decide about a gift, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from donations.deductibility.facts import ZERO, Benefit, cents
from donations.deductibility.statement_codes import MUST_NOT_SAY, MUST_SAY


@dataclass(frozen=True)
class Contribution:
    """One contribution: its day (None where only a period is known), dollars each, and how many of them."""

    on: date | None
    amount: Decimal
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Part:
    """One transaction after section 2.6: `paid` (after refunds) = `contribution` + `value`.

    `kind` is `cash`, `insubstantial`, `purchase`, `quid_pro_quo`, `void` (fully refunded), `none` (never paid) or
    `ask_staff` (the year's limits are not known). `value` is the fair market value that is subtracted from the payment.
    """

    kind: str
    paid: Decimal
    value: Decimal
    dates: tuple[tuple[date | None, Decimal], ...]
    contributions: tuple[Contribution, ...]
    benefits: tuple[Benefit, ...] = ()
    event: str = ""

    @property
    def contribution(self) -> Decimal:
        return self.paid - self.value


#: Keys of `Decision.as_dict` that are left out when empty.
OPTIONAL_KEYS = (
    "contributions",
    "lines",
    "soft_credit",
    "internal_book_value",
    "state_legends",
    "due_by",
    "action",
    "report",
)


@dataclass(kw_only=True)
class Decision:
    """What document is due and what it may say. Amounts are dollars; None means *must not be stated*.

    `must_say` and `must_not_say` hold codes (`statements`), `notes` and `never` the sentences no code exists for;
    `parts` is the arithmetic, transaction by transaction; `rules` the reasoning for staff.
    """

    receipt_kind: str = "none"
    recipient: str | None = None
    date_of_gift: str | None = None
    tax_year: int | None = None
    payment_amount: Decimal | None = None
    deductible_amount: Decimal | None = None
    non_deductible_amount: Decimal | None = None
    deductibility_status: str | None = "not_stated"
    cwa_required: bool = False
    disclosure_required: bool = False
    must_say: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    must_not_say: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    contributions: int | None = None
    lines: list[str] | None = None
    soft_credit: dict[str, Any] | list[dict[str, Any]] | None = None
    internal_book_value: Decimal | None = None
    state_legends: list[str] | None = None
    due_by: date | None = None
    action: str | None = None
    report: dict[str, Any] | None = None
    parts: tuple[Part, ...] = ()

    @property
    def counted_benefits(self) -> tuple[Benefit, ...]:
        """Benefits that have to be described on the document."""
        return tuple(benefit for part in self.parts for benefit in part.benefits)

    @property
    def benefit_value(self) -> Decimal:
        return sum((part.value for part in self.parts), ZERO)

    def say(self, *codes: str) -> None:
        self.must_say += [code for code in codes if code not in self.must_say]

    def unsay(self, *codes: str) -> None:
        self.must_say = [code for code in self.must_say if code not in codes]

    def forbid(self, *codes: str) -> None:
        self.must_not_say += [code for code in codes if code not in self.must_not_say]

    def warn(self, *codes: str) -> None:
        self.warnings += [code for code in codes if code not in self.warnings]

    def because(self, text: str, citation: str = "") -> None:
        """Add a line of reasoning, unless it is there already."""
        line = f"{text} ({citation})" if citation else text
        if line not in self.rules:
            self.rules.append(line)

    def state_amounts(self, *, paid: Decimal, deductible: Decimal, status: str) -> None:
        """Set the three amounts so that contribution and value add up to the payment."""
        self.payment_amount, self.deductible_amount = paid, deductible
        self.non_deductible_amount = paid - deductible
        self.deductibility_status = status

    def as_dict(self) -> dict[str, Any]:
        """The JSON of a case's `expected`, with `rules`. Optional keys appear where they apply."""
        document: dict[str, Any] = {
            "receipt_kind": self.receipt_kind,
            "recipient": self.recipient,
            "date_of_gift": self.date_of_gift,
            "tax_year": self.tax_year,
            "payment_amount": _plain(self.payment_amount),
            "deductible_amount": _plain(self.deductible_amount),
            "non_deductible_amount": _plain(self.non_deductible_amount),
            "deductibility_status": self.deductibility_status,
            "cwa_required": self.cwa_required,
            "disclosure_required": self.disclosure_required,
            "must_say": [f"{code}: {MUST_SAY[code]}" for code in self.must_say] + self.notes,
            "must_not_say": [f"{code}: {MUST_NOT_SAY[code]}" for code in self.must_not_say] + self.never,
            "warnings": self.warnings,
        }
        for key in OPTIONAL_KEYS:
            if (value := getattr(self, key)) is not None:
                document[key] = _plain(value)
        return document | {"rules": self.rules}


def _plain(value: Any) -> Any:
    """Values as JSON: money as strings with two decimals, days in ISO format."""
    if isinstance(value, Decimal):
        return str(cents(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
