"""Refunds in a year's ledger: each is taken off the gift it is of, and no gift is made smaller by a guess."""

from datetime import date
from decimal import Decimal

from donations.deductibility.decision import Decision
from donations.deductibility.facts import LedgerRow
from donations.deductibility.rules.ledger_refunds import settled


def gift(amount, month, **fields):
    return LedgerRow(date=date(2014, month, 1), amount=Decimal(amount), **fields)


def refund(amount, day=date(2014, 12, 1), of=""):
    return LedgerRow(type="refund", date=day, amount=Decimal(amount), refunds=of)


def amounts(*rows):
    decision = Decision()
    return [str(row.amount) for row in settled(decision, rows, year=2014) if row.type != "refund"], decision


def test_a_refund_is_of_the_gift_of_the_day_it_names():
    found, decision = amounts(gift("50.00", 1), gift("50.00", 2), refund("20.00", of="2014-02-01"))

    assert found == ["50.00", "30.00"]
    assert decision.rules == ["$20.00 given Feb 1, 2014 was refunded Dec 1, 2014 (IRC 111)"]


def test_a_refund_of_no_named_gift_is_of_the_one_with_its_amount():
    assert amounts(gift("50.00", 1), gift("80.00", 2), refund("50.00"))[0] == ["0.00", "80.00"]


def test_a_refund_two_gifts_may_be_meant_by_is_asked_about():
    found, decision = amounts(gift("50.00", 1), gift("80.00", 2), refund("20.00"))

    assert found == ["50.00", "80.00"]
    assert (decision.action, decision.warnings[-1]) == ("ask_staff", "refund_names_no_gift_ask_staff")


def test_a_gift_after_the_refund_is_not_meant():
    assert amounts(gift("50.00", 1), gift("80.00", 6), refund("20.00", date(2014, 3, 1)))[0] == ["30.00", "80.00"]


def test_what_nobody_paid_cannot_be_refunded():
    found, decision = amounts(gift("50.00", 1, type="in_kind"), refund("20.00"))

    assert (found, decision.action) == (["50.00"], "ask_staff")


def test_a_refund_of_another_years_gift_changes_nothing_here():
    found, decision = amounts(gift("50.00", 1), refund("20.00", of="2013-05-01"))

    assert (found, decision.action) == (["50.00"], None)
    assert "reissue_original_year_statement" in decision.warnings


def test_a_refund_in_a_later_year_warns():
    decision = amounts(gift("50.00", 1), refund("20.00", date(2015, 1, 5)))[1]

    assert "do_not_net_against_later_gifts" in decision.warnings


def test_a_line_that_says_what_went_back_of_it_is_less_that():
    assert amounts(gift("50.00", 1, refunded=Decimal("70.00")), gift("50.00", 2, refunded=Decimal("5.00")))[0] == [
        "0.00",
        "45.00",
    ]
