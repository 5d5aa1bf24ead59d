"""A corrected receipt: what remains of the payment, and the receipt it replaces."""

from core.money import ZERO
from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind

THANKS = "Please keep this letter in place of the earlier one."


def compose(case: Case) -> Body:
    decision = case.decision
    given = rows.contribution(case)
    if decision.benefit_value and given:
        head = ("How we calculated your contribution", "Amount")
        return Body(THANKS, rows.worked_out(case), rows.total(_label(case), given), head)
    if decision.benefit_value:
        return Body(
            THANKS, rows.given(case, noun="Payment"), rows.total("Your payment", decision.payment_amount or ZERO)
        )
    return Body(THANKS, rows.given(case, noun=_noun(case)), rows.total(_label(case), given))


def _label(case: Case) -> str:
    """The label of the total. Not every correction is of a contribution: after a denied exemption it is a gift without
    tax effect."""
    return "Your contribution" if case.decision.deductibility_status == "deductible" else "Your gift"


def _noun(case: Case) -> str:
    return "" if case.decision.deductibility_status == "deductible" else "Gift"


KIND = Kind(
    slug="corrected_acknowledgment",
    label="Corrected receipt",
    permission="receipts.issue",
    prints=("corrected_acknowledgment",),
    title="Corrected\nreceipt",
    compose=compose,
)
