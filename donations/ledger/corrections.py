"""Turn a posted gift back into a draft for its correction, with everything it had."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from crm.models import Supporter
from donations.ledger.drafts import BenefitDraft, ForeignDraft, LineDraft, SoftCreditDraft
from donations.models import Fund, Gift, GiftLine

#: Fields that the correction form does not show.
UNASKED = ("kind", "joint_with_id", "anonymous", "pledge_id", "origin", "history", "description")


def carried_over(gift: Gift, *, amount: Decimal) -> dict[str, Any]:
    """The fields a corrected entry takes over from `gift` unchanged; `amount` is the corrected amount.

    A soft credit for the whole gift becomes one for the whole new amount; others are reduced to it if larger. The
    amount in a foreign currency is kept only if `amount` is the same.
    """
    foreign = getattr(gift, "foreign", None) if amount == gift.amount else None
    return {
        **{name: getattr(gift, name) for name in UNASKED},
        "foreign": _same(ForeignDraft, foreign) if foreign else None,
        "soft_credits": tuple(
            SoftCreditDraft(credit.supporter_id, _credit(credit.amount, gift.amount, amount), credit.role)
            for credit in gift.soft_credits.all()
        ),
    }


def without_donor_ties(gift: Gift, supporter: Supporter) -> dict[str, Any]:
    """The fields to reset when a gift is corrected to another donor: pledge, joint donor, anonymity, and soft credits
    of the new donor for their own gift."""
    credits = carried_over(gift, amount=gift.amount)["soft_credits"]
    mine = tuple(credit for credit in credits if credit.supporter_id != supporter.pk)
    return {"pledge_id": None, "joint_with_id": None, "anonymous": supporter.anonymous, "soft_credits": mine}


def lines_of(gift: Gift, *, fund: Fund | None, amount: Decimal | None) -> tuple[LineDraft, ...]:
    """The gift's lines with their kinds and benefits. `fund` and `amount` may change only on a gift with one line."""
    lines = tuple(_line(line) for line in gift.lines.prefetch_related("benefits"))
    if len(lines) > 1:
        return lines
    (only,) = lines
    return (replace(only, fund_id=fund.pk if fund else only.fund_id, amount=amount or only.amount),)


def _line(line: GiftLine) -> LineDraft:
    benefits = tuple(_same(BenefitDraft, benefit) for benefit in line.benefits.all())
    return LineDraft(line.fund_id, line.amount, line.kind, line.description, benefits)


def _same(draft: type, row: Any) -> Any:
    return draft(**{item.name: getattr(row, item.name) for item in fields(draft)})


def _credit(credited: Decimal, before: Decimal, now: Decimal) -> Decimal:
    return now if credited == before else min(credited, now)
