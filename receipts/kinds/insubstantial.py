"""A gift with insubstantial benefits in return (receipt rules, 2.5; Rev. Proc. 90-12 and 92-49)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    return Body(rows.thanks(case), rows.given(case), rows.total("Your contribution", rows.contribution(case)))


KIND = Kind(
    slug="insubstantial_benefit_acknowledgment",
    label="Receipt with insubstantial benefits",
    permission="receipts.issue",
    prints=("insubstantial_benefit_acknowledgment",),
    title="Receipt for\nyour gift",
    compose=compose,
)
