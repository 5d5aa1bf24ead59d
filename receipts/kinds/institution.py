"""To a fund, a foundation or a platform that is itself a charity: its grant arrived (receipt rules, 3)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    paid = case.decision.payment_amount or case.gift.net_amount
    return Body(
        "Thank you for your grant.",
        rows.given(case, noun="Grant"),
        rows.total("Your grant", paid),
        ("Grant", "Amount"),
    )


KIND = Kind(
    slug="institutional_acknowledgment",
    label="Grant acknowledgment",
    permission="receipts.issue",
    prints=("institutional_acknowledgment",),
    title="Acknowledgment\nof your grant",
    compose=compose,
    number_label="Number",
    date_label="Date of grant",
    box="For your records",
)
