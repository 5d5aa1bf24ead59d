"""A line of a donor's year in a case file."""

from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import BadFacts
from donations.deductibility.cases.ledger import ledger_row

GIFT = {"type": "gift", "date": "2014-03-01", "amount": "50.00"}


def test_a_line_needs_a_type_and_a_day():
    for missing in ("type", "date"):
        with pytest.raises(BadFacts, match="needs a type and a date"):
            ledger_row(GIFT | {missing: ""})


def test_a_gift_says_how_much_of_it_went_back():
    assert ledger_row(GIFT).refunded == 0
    assert ledger_row(GIFT | {"refunded": "20.00"}).refunded == Decimal("20.00")
    assert ledger_row(GIFT | {"refunded": True}).refunded == Decimal("50.00")
    assert ledger_row(GIFT | {"refunded": "on 2014-05-01"}).refunded == Decimal("50.00")


def test_a_refund_names_its_gift_and_may_have_a_sign():
    row = ledger_row({"type": "refund", "date": "2014-05-01", "amount": "-20.00", "description": "of 2014-03-01"})

    assert (row.amount, row.refunds, row.date) == (Decimal("20.00"), "2014-03-01", date(2014, 5, 1))
    assert ledger_row({"type": "refund", "date": "2014-05-01", "amount": "20.00"}).refunds == ""


def test_a_gift_with_a_sign_is_refused():
    with pytest.raises(BadFacts):
        ledger_row(GIFT | {"amount": "-50.00"})
