"""A payment at fair market value: a purchase, no part of it a contribution (receipt rules, 2.3)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    paid = case.decision.payment_amount or case.gift.net_amount
    return Body(
        "Thank you for your order.",
        rows.given(case, noun="Payment"),
        rows.total("Your payment", paid),
        ("What you paid for", "Amount"),
    )


KIND = Kind(
    slug="purchase_confirmation",
    label="Purchase confirmation",
    permission="receipts.issue",
    prints=("purchase_confirmation",),
    title="Confirmation of\nyour purchase",
    compose=compose,
    number_label="Number",
    date_label="Date of payment",
    box="Not a contribution",
)
