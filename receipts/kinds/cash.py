"""Money given for nothing in return (receipt rules, 2.1 and 2.2)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    return Body(rows.thanks(case), rows.given(case), rows.total("Your contribution", rows.contribution(case)))


KIND = Kind(
    slug="cash_acknowledgment",
    label="Receipt for a cash gift",
    permission="receipts.issue",
    prints=("cash_acknowledgment",),
    title="Receipt for\nyour gift",
    compose=compose,
)
