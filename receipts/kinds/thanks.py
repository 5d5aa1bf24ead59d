"""Thank-you letters without tax language: services, and gifts the exemption does not cover (receipt rules, 2.10, 4)."""

from donations.models import Gift
from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind
from receipts.snapshot import Row


def compose(case: Case) -> Body:
    gift = case.gift
    if gift.kind != Gift.Kind.CASH:
        return Body(
            "Thank you for your generosity.", (Row(gift.description or gift.get_kind_display()),), None, ("", "")
        )
    paid = case.decision.payment_amount or gift.net_amount
    return Body(rows.thanks(case), rows.given(case, noun="Gift"), rows.total("Your gift", paid))


KIND = Kind(
    slug="thank_you_no_tax",
    label="Thank-you (no tax language)",
    permission="receipts.issue",
    prints=("thank_you_no_tax",),
    title="Thank you",
    compose=compose,
    number_label="Number",
    box="About this letter",
)
