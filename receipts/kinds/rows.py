"""Table rows that several kinds print: what was given, what was subtracted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.display import MINUS, day_text, money_text
from donations.deductibility import Benefit
from donations.models import Gift, GiftLine
from receipts.kinds.base import Case
from receipts.snapshot import Row, Total

THANKS = "Thank you for your gift. Your support makes this work possible."
GIVEN_BACK = {"declined": "declined", "returned_before_event": "returned before the event"}
#: The printed name of a gift line by its kind; other kinds use their own label.
NAMES = {GiftLine.Kind.CONTRIBUTION: "Contribution", GiftLine.Kind.FEE_COVER: "Card fee you covered"}


def thanks(case: Case) -> str:
    """A sentence of thanks; for a restricted gift it says what the money is used for."""
    restricted = [line.fund.name for line in case.gift.lines.all() if line.fund.restricted_on(case.gift.gift_on)]
    if not restricted:
        return THANKS
    purposes = " and ".join(f"“{name}”" for name in dict.fromkeys(restricted))
    return f"Thank you for your gift. As you asked, it will be used only for {purposes}."


def given(case: Case, *, noun: str = "") -> tuple[Row, ...]:
    """Each line of the gift with its fund, then the refunds. `noun` replaces “contribution”."""
    rows = [_line(line, case.gift, noun) for line in case.gift.lines.all()]
    return (*rows, *refunds(case.gift))


def refunds(gift: Gift) -> tuple[Row, ...]:
    """The refunds, one row each."""
    return tuple(
        Row("Less: refunded to you", f"On {day_text(refund.refunded_on)}", minus(refund.amount))
        for refund in gift.refunds.all()
        if not refund.failed
    )


def worked_out(case: Case) -> tuple[Row, ...]:
    """The payment less the value of what was provided in return."""
    gift, decision = case.gift, case.decision
    named = [line.description or line.get_kind_display() for line in gift.lines.all()]
    detail = ", ".join(filter(None, (*dict.fromkeys(named), gift.paid_by)))
    value = minus(decision.benefit_value)
    return (
        Row("You paid", detail, money_text(gift.amount)),
        *refunds(gift),
        Row(
            "Less: value of goods and services",
            "; ".join((*received(decision.counted_benefits), *left_out(case))),
            value,
        ),
    )


def received(benefits: Iterable[Benefit]) -> list[str]:
    """The benefits that count: `9 × dinner at $60.00`."""
    return [f"{item.qty} × {item.description or 'goods'} at {money_text(item.fmv_each)}" for item in benefits]


def left_out(case: Case) -> list[str]:
    """The benefits that do not count because the donor returned them in time: `1 × dinner declined`."""
    return [
        f"{item.qty} × {item.description or 'goods'} {GIVEN_BACK[item.status]}"
        for item in case.facts.benefits
        if item.status in GIVEN_BACK
    ]


def contribution(case: Case) -> Decimal:
    """The payment less the value received, as computed by the tax rules."""
    return sum((part.contribution for part in case.decision.parts), Decimal("0.00"))


def total(label: str, amount: Decimal) -> Total:
    return Total(label, money_text(amount))


def minus(amount: Decimal) -> str:
    return f"{MINUS} {money_text(amount)}"


def _line(line: GiftLine, gift: Gift, noun: str) -> Row:
    name = NAMES.get(GiftLine.Kind(line.kind), line.get_kind_display())
    if line.kind == GiftLine.Kind.CONTRIBUTION:
        name = ", ".join(filter(None, (noun or name, gift.paid_by)))
    detail = "Part of your gift" if line.kind == GiftLine.Kind.FEE_COVER else line.fund.name
    return Row(name, f"{line.description}, {detail}" if line.description else detail, money_text(line.amount))
