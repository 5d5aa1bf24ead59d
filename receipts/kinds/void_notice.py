"""A notice that an earlier receipt is void because nothing remains of its gift (receipt rules, 3)."""

from core.display import day_text, money_text
from core.money import ZERO
from receipts.kinds import rows
from receipts.kinds.base import Body, Case, Kind
from receipts.snapshot import Row


def compose(case: Case) -> Body:
    earlier = case.earlier
    if earlier is None:
        raise ValueError("A void notice names the receipt it is about.")
    stated = Row(
        f"Receipt {earlier.number}, now void",
        f"Issued {day_text(earlier.issued_on)} for a gift of {day_text(earlier.gift_on)}",
        money_text(earlier.amount),
    )
    return Body(
        "A receipt we sent you is no longer valid. Please do not use it.",
        (stated, Row("Less: amount no longer valid", "", rows.minus(earlier.amount))),
        rows.total("Remaining amount", ZERO),
        ("Receipt", "Amount"),
        own_words=_own_words(case, earlier.number),
    )


def _own_words(case: Case, number: str) -> tuple[tuple[str, str], ...]:
    """Own wording for a gift reversed without a refund, for which the sentence about refunds would be untrue."""
    if not hasattr(case.gift, "reversal"):
        return ()
    return (
        ("CORRECTS", f"Receipt {number} is void and may not be used. It was issued for a gift we did not receive."),
    )


KIND = Kind(
    slug="void_notice",
    label="Void receipt notice",
    permission="receipts.void",
    prints=("void_notice",),
    title="Notice of a\nvoid receipt",
    compose=compose,
    number_label="Notice",
    notice=True,
)
