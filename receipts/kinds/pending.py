"""A gift acknowledged while the exemption is pending: complete, but never called deductible (receipt rules, 4)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    given = rows.contribution(case)
    if case.decision.benefit_value:
        head = ("How we calculated your gift", "Amount")
        return Body(rows.thanks(case), rows.worked_out(case), rows.total("Your gift", given), head)
    return Body(rows.thanks(case), rows.given(case, noun="Gift"), rows.total("Your gift", given))


KIND = Kind(
    slug="pending_exemption_acknowledgment",
    label="Acknowledgment (IRS decision pending)",
    permission="receipts.issue",
    prints=("pending_exemption_acknowledgment",),
    title="Acknowledgment",
    compose=compose,
    number_label="Number",
    box="About our tax status",
)
