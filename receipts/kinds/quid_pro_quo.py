"""A payment partly in exchange for something: paid, less its value (receipt rules, 2.3 and 2.6; IRC 6115)."""

from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind


def compose(case: Case) -> Body:
    return Body(
        "Thank you for your support.",
        rows.worked_out(case),
        rows.total("Your contribution", rows.contribution(case)),
        ("How we calculated your contribution", "Amount"),
    )


KIND = Kind(
    slug="quid_pro_quo_acknowledgment",
    label="Receipt with goods or services",
    permission="receipts.issue",
    prints=("quid_pro_quo_acknowledgment",),
    title="Receipt for\nyour payment",
    compose=compose,
    date_label="Date of payment",
)
