"""What a plan says of rows and totals."""

from datetime import date
from decimal import Decimal

import pytest

from imports.plans import ACCEPT, GIFT, PLEDGE, REVIEW, ContactFacts, Plan, PlannedRow, plain, totals_of, totals_once


def row(amount: str, kind: str = GIFT, **fields) -> PlannedRow:
    values = {"date": date(2024, 1, 2), "currency": "USD", "decision": ACCEPT} | fields
    return PlannedRow("", 2, kind=kind, amount=Decimal(amount), **values)


def test_totals_count_accepted_rows_and_pledges_are_no_cash():
    totals = totals_of([row("5"), row("7", PLEDGE), row("100", decision=REVIEW), row("-2")])

    assert totals.cash_net_by_currency == {"USD": Decimal(3)}
    assert totals.sum_by_kind_currency == {"gift|USD": Decimal(3), "pledge|USD": Decimal(7)}
    assert totals.decisions == {ACCEPT: 3, REVIEW: 1}
    assert totals_of([row("5", date=None)]).cash_net_by_year_currency == {"?|USD": Decimal(5)}


def test_a_gift_told_by_two_files_counts_once():
    first, second, other = row("5", gift="gift:1"), row("5", gift="new:2", same_as="gift:1"), row("5")

    totals = totals_once([Plan([first]), Plan([second, other])])

    assert totals.cash_net_by_currency == {"USD": Decimal(10)}


@pytest.mark.parametrize(
    ("amount", "text"), [("5", "5.00"), ("5.125", "5.125"), ("1E+3", "1000.00"), ("-0.5", "-0.50"), (None, None)]
)
def test_amounts_are_written_without_an_exponent(amount, text):
    assert plain(Decimal(amount) if amount else None) == text


def test_a_fund_for_blank_rows_counts_where_the_file_names_none():
    assert row("5").fund_meant("GEN") == "GEN"
    assert row("5", fund_text="").fund_meant("GEN") is None
    assert row("5", fund="LIB", fund_text="Library").fund_meant("GEN") == "LIB"


def test_the_document_has_consent_in_its_own_words():
    told = ContactFacts(consents=(("text", True), ("email", False), ("email", True)), bad_emails=())
    document = row("5", party=PlannedRow("", 1).party.__class__(told=told)).as_json()

    assert document["consent"] == {"sms": "in", "email": "out"}
    assert (document["amount"], document["date"], document["body"]) == ("5.00", "2024-01-02", "person")
