"""What a kind of receipt is, and its input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from donations.deductibility import Decision, Facts
from donations.models import Gift
from receipts.snapshot import Row, Total


@dataclass(frozen=True)
class Earlier:
    """The receipt this document replaces or voids, as it was printed."""

    number: str
    issued_on: date
    gift_on: date
    amount: Decimal


@dataclass(frozen=True)
class Case:
    """One gift with the tax rules' decision: everything a kind may print."""

    gift: Gift
    facts: Facts
    decision: Decision
    earlier: Earlier | None = None


@dataclass(frozen=True)
class Body:
    """What a kind prints between salutation and signature, besides the legal sentences."""

    thanks: str
    rows: tuple[Row, ...]
    total: Total | None = None
    table_head: tuple[str, str] = ("Gift", "Amount")
    #: Codes whose legal sentences this kind replaces by its own words.
    own_words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    `prints` are the decisions (`receipt_kind` of the rules) it prints. `title` is printed at the top, with its line
    breaks; `box` is the heading of the legal sentences. A `notice` says that another receipt is void and acknowledges
    nothing.
    """

    slug: str
    label: str
    permission: str
    prints: tuple[str, ...]
    title: str
    compose: Callable[[Case], Body]
    number_label: str = "Receipt"
    date_label: str = "Date of gift"
    box: str = "For your tax return"
    notice: bool = False
