"""Gifts of property: described, never valued on the document (receipt rules, 2.10)."""

from receipts.kinds.base import Body, Case, Kind
from receipts.snapshot import Row


def compose(case: Case) -> Body:
    funds = ", ".join(dict.fromkeys(line.fund.name for line in case.gift.lines.all()))
    return Body("Thank you for your gift.", (Row(case.gift.description, funds),), None, ("What you gave", ""))


KIND = Kind(
    slug="noncash_acknowledgment",
    label="Receipt for an in-kind gift",
    permission="receipts.issue",
    prints=("noncash_acknowledgment",),
    title="Receipt for\nyour gift",
    compose=compose,
    date_label="Received",
)
