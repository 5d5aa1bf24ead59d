"""Rows of a year's ledger in a case file: paid, promised, credited and refunded."""

from __future__ import annotations

from typing import Any

from donations.deductibility.cases.values import Row, date_in, first_date, money_in, text_in, words
from donations.deductibility.facts import BadFacts, LedgerRow


def ledger_row(row: Row) -> LedgerRow:
    """One line of a donor's year. Raises `BadFacts` where its type or day is missing."""
    kind, day, amount = text_in(row, "type"), date_in(row, "date"), row.get("amount")
    if not kind or day is None:
        raise BadFacts("A line of the ledger needs a type and a date.")
    if kind == "refund" and isinstance(amount, str):
        amount = amount.removeprefix("-")  # a refund may be written with or without a sign
    return LedgerRow(
        type=kind,
        date=day,
        amount=money_in({"amount": amount}, "amount"),
        method=text_in(row, "method"),
        received=date_in(row, "received"),
        description=words(row.get("description")),
        value=money_in(row, "fmv"),
        **_given_back(row, kind),
    )


def _given_back(row: Row, kind: str) -> dict[str, Any]:
    """The facts in `refunded`: on a refund, the day of the gift it is of; on a gift, the amount refunded."""
    refunded = row.get("refunded")
    if kind == "refund":
        named = first_date(refunded) or first_date(row.get("description"))
        return {"refunds": named.isoformat() if named else ""}
    if refunded is None or refunded is False or refunded == "":
        return {}
    whole = refunded is True or first_date(refunded) is not None
    return {"refunded": money_in(row, "amount") if whole else money_in(row, "refunded")}
