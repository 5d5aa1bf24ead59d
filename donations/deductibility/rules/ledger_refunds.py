"""Refunds in a donor's year: each reduces the gift it is of, never another one (receipt rules, 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from donations.deductibility.decision import Decision
from donations.deductibility.facts import ZERO, LedgerRow, day_text, dollars

#: Rows that are not payments, so that nothing can be refunded from them.
NOT_PAID = frozenset({"refund", "in_kind", "pledge_unpaid", "daf_soft_credit"})


def settled(decision: Decision, ledger: Iterable[LedgerRow], *, year: int) -> list[LedgerRow]:
    """The ledger by date, each amount less its refunds.

    A refund without a gift reduces the only earlier gift it can be of; if there are several, staff are asked and no
    gift is reduced.
    """
    rows = [_less_own(row) for row in sorted(ledger, key=lambda row: row.date or date.max)]
    for refund in [row for row in rows if row.type == "refund"]:
        place = _place_of(refund, rows)
        if place is None:
            _note_stray(decision, refund, year)
            continue
        gift = rows[place]
        rows[place] = replace(gift, amount=max(ZERO, (gift.amount or ZERO) - (refund.amount or ZERO)))
        decision.because(
            f"{dollars(refund.amount or ZERO)} given {day_text(gift.date)} was refunded {day_text(refund.date)}",
            "IRC 111",
        )
        if refund.date and gift.date and refund.date.year > gift.date.year:
            _warn_of_later_year(decision)
    return rows


def _less_own(row: LedgerRow) -> LedgerRow:
    """A gift less what its own row says was refunded."""
    if not row.refunded or row.amount is None:
        return row
    return replace(row, amount=max(ZERO, row.amount - row.refunded))


def _place_of(refund: LedgerRow, rows: list[LedgerRow]) -> int | None:
    """The index of the gift a refund is of: by the day it names, else the only possible one; None when unclear."""
    back = refund.amount or ZERO
    gifts = {place: row for place, row in enumerate(rows) if row.type not in NOT_PAID and (row.amount or ZERO) >= back}
    if refund.refunds:
        named = [place for place, row in gifts.items() if row.date and row.date.isoformat() == refund.refunds]
        exact = [place for place in named if rows[place].amount == back]
        return _only(exact) if exact else _only(named)
    earlier = [place for place, row in gifts.items() if row.date and refund.date and row.date <= refund.date]
    equal = [place for place in earlier if rows[place].amount == back]
    return _only(equal) if equal else _only(earlier)


def _only(places: list[int]) -> int | None:
    return places[0] if len(places) == 1 else None


def _note_stray(decision: Decision, refund: LedgerRow, year: int) -> None:
    """Handle a refund whose gift is not in this ledger: one of another year changes nothing; one of an unknown gift is
    for staff to decide."""
    _warn_of_later_year(decision)
    if refund.refunds and date.fromisoformat(refund.refunds).year != year:
        decision.because(f"The refund of {refund.refunds} corrects the statement of that year", "IRC 111")
        return
    decision.action = "ask_staff"
    decision.warn("refund_names_no_gift_ask_staff")


def _warn_of_later_year(decision: Decision) -> None:
    decision.warn(
        "do_not_net_against_later_gifts",
        "reissue_original_year_statement",
        "donor_may_need_to_amend_or_report_recovery",
    )
