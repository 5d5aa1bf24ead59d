"""What the lines of one payment were for: given, bought outright, or for something only a benefit row can value.

A line's kind says it where it has one; else its words do. What was bought and has no value anywhere is asked about:
called a contribution, its whole price would be deductible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from donations.deductibility.facts import Benefit, Facts, LineItem

GIVEN, BOUGHT, RAFFLE, GOODS, MATCH, UNKNOWN = "given", "bought", "raffle", "merchandise", "match", "unknown"

#: Kinds of our own gift lines. A ticket, a sponsorship or a membership says nothing of what it is worth.
BY_KIND = {
    "contribution": GIVEN,
    "fee_cover": GIVEN,
    "match": MATCH,
    "raffle": RAFFLE,
    "merchandise": GOODS,
    "ticket": BOUGHT,
    "auction": BOUGHT,
    "sponsorship": BOUGHT,
    "membership": BOUGHT,
}
#: The words of lines without a kind; the first that fits decides, so that no “ticket donation” is all a gift.
BY_WORDS = tuple(
    (use, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for use, words in (
        (RAFFLE, r"raffles?|lottery|lotto|sweepstakes?|50[/-]50|(?:prize|lucky) draw|draw tickets?|bingo|door prizes?"),
        (MATCH, r"(?:employer|company|corporate)(?:'s)? match(?:ing)?(?: gift)?"),
        (BOUGHT, r"tickets?|tables?|seats?|dinners?|galas?|banquets?|admission|auctions?|lots?|bids?|memberships?|dues|"
                 r"sponsor(?:ship)?s?|advert\w*|gift (?:bag|basket|box|card|certificate|set|shop|wrap)\w*"),
        (GOODS, r"merchandise|purchases?|t-?shirts?|books?|cookbooks?|calendars?|shop|store"),
        (GIVEN, r"donations?|donat(?:e|ed)|gifts?|giving|contributions?|zakat|zakah|sadaqah?|fitra(?:na)?|khums|"
                r"tithes?|offering|support|funds?|appeal|relief|pledge|tribute|memorial|memory|honou?r|endowment|scholarships?|"
                r"processing|card fee|fees? covered?|cover(?:ed)?(?: the)? fees?|round[- ]?up|charity|unrestricted"),
    )
)  # fmt: skip
#: Words that say nothing about what a line and a benefit have in common.
COMMON = frozenset({"the", "and", "for", "with", "one", "two", "each", "additional", "extra"})


class Lines(NamedTuple):
    """Lines to be counted at their price (no benefit row describes them), and those only staff can explain."""

    sold: tuple[Benefit, ...]
    unexplained: tuple[LineItem, ...]
    matches: tuple[LineItem, ...]


@dataclass
class _Reading:
    """Benefit rows not yet spoken for, while the lines are compared with them."""

    free: list[Benefit]
    sold: list[Benefit] = field(default_factory=list)
    unexplained: list[LineItem] = field(default_factory=list)
    matches: list[LineItem] = field(default_factory=list)


def read_lines(facts: Facts) -> Lines:
    """Compare the lines of a payment with its benefit rows."""
    found = _Reading(list(facts.benefits))
    uses = [(item, use_of(item)) for item in facts.line_items]
    for item, use in uses:
        _take_named(found, item, use)
    kept = 1 if any(use in (BOUGHT, UNKNOWN) and item.described is None for item, use in uses) else 0
    for item, use in uses:
        if use in (RAFFLE, GOODS) and not _is_described(found, item, use, facts, kept):
            found.sold.append(Benefit(description=item.description or use, kind=use, fmv_each=item.amount))
        if use in (BOUGHT, UNKNOWN) and not _is_explained(item, facts):
            found.unexplained.append(item)
        if use == MATCH and facts.donor.type in ("individual", "couple"):
            found.matches.append(item)
    return Lines(tuple(found.sold), tuple(found.unexplained), tuple(found.matches))


def use_of(item: LineItem) -> str:
    """What a line was for."""
    if item.kind:
        return BY_KIND[item.kind]
    return next((use for use, words in BY_WORDS if words.search(item.description)), UNKNOWN)


def is_raffle(benefit: Benefit) -> bool:
    return benefit.kind == "raffle" or bool(BY_WORDS[0][1].search(benefit.description))


def _take_named(found: _Reading, item: LineItem, use: str) -> None:
    """A row named like a line that bought something else is that line's, and stands for no other."""
    if use in (BOUGHT, UNKNOWN) and (row := _named_like(found, item)):
        found.free.remove(row)


def _is_described(found: _Reading, item: LineItem, use: str, facts: Facts, kept: int) -> bool:
    """Whether a benefit row already stands for a line that was bought outright."""
    if item.described is not None:
        return item.described
    if use == RAFFLE:
        return any(map(is_raffle, facts.benefits))
    row = _named_like(found, item) or _worth(found, item, kept if len(found.free) == len(facts.benefits) else 0)
    if row:
        found.free.remove(row)
    return row is not None


def _named_like(found: _Reading, item: LineItem) -> Benefit | None:
    words = _words(item.description)
    return next((row for row in found.free if words & _words(row.description) and not is_raffle(row)), None)


def _worth(found: _Reading, item: LineItem, kept: int) -> Benefit | None:
    """A row of goods of the line's price, while `kept` rows are left for the lines that need one."""
    rows = [row for row in found.free if row.kind == "goods_services" and not is_raffle(row)]
    return next((row for row in rows if row.value == item.amount), None) if len(rows) > kept else None


def _is_explained(item: LineItem, facts: Facts) -> bool:
    """Whether a benefit row can say what the line bought, be it of no value or not provided."""
    if item.described is not None:
        return item.described
    return any(not is_raffle(row) for row in facts.benefits)


def _words(text: str) -> set[str]:
    """The words of a description, singular, without those that mean nothing."""
    return {word.removesuffix("s") for word in re.findall(r"[^\W\d_]{3,}", text.casefold())} - COMMON
