"""To donors of the pending period, once the letter is there: what it means for their gift (receipt rules, 4)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind

THANKS = (
    "Thank you for your gift from before the IRS had answered us. It has now, and this letter says what that means."
)


def compose(case: Case) -> Body:
    given = rows.total("Your contribution", rows.contribution(case))
    if case.decision.benefit_value:
        return Body(THANKS, rows.worked_out(case), given, ("How your contribution is worked out", "Amount"))
    return Body(THANKS, rows.given(case), given)


KIND = Kind(
    slug="post_determination_letter",
    label="Letter after recognition",
    permission="receipts.issue",
    prints=("post_determination_letter",),
    title="Receipt for\nyour gift",
    compose=compose,
)
