"""What a kind of document is, and what it is made from."""

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
    """The receipt this document replaces or declares void, as it was printed."""

    number: str
    issued_on: date
    gift_on: date
    amount: Decimal


@dataclass(frozen=True)
class Case:
    """One gift with what the law says of it: everything a kind may print."""

    gift: Gift
    facts: Facts
    decision: Decision
    earlier: Earlier | None = None


@dataclass(frozen=True)
class Body:
    """What a kind puts between the salutation and the signature, besides the sentences of the law."""

    thanks: str
    rows: tuple[Row, ...]
    total: Total | None = None
    table_head: tuple[str, str] = ("Gift", "Amount")
    #: Sentences of the law's codes that this kind says in its own words instead.
    own_words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    `prints` are the decisions (`receipt_kind` of the rules) it prints. `title` stands at the top, a line break where it
    turns; `box` heads the sentences of the law. A `notice` says that another receipt is void and acknowledges nothing.
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
