"""To donors of the pending period, after the IRS letter: what it means for their gift (receipt rules, 4)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind

THANKS = (
    "Thank you for the gift you made before the IRS had decided on our tax status. The IRS has now decided, and this "
    "letter explains what that means for your gift."
)


def compose(case: Case) -> Body:
    given = rows.total("Your contribution", rows.contribution(case))
    if case.decision.benefit_value:
        return Body(THANKS, rows.worked_out(case), given, ("How we calculated your contribution", "Amount"))
    return Body(THANKS, rows.given(case), given)


KIND = Kind(
    slug="post_determination_letter",
    label="Letter after IRS recognition",
    permission="receipts.issue",
    prints=("post_determination_letter",),
    title="Receipt for\nyour gift",
    compose=compose,
)
