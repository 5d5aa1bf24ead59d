"""Venmo's statements of both kinds of accounts."""

import pytest

from imports.plans import PlannedRow
from tests.imports.files import planned, told
from tests.imports.formats.platforms.tables import table

TITLES = (
    ",ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (tip),Amount (tax),Amount (fee),Tax Rate,Tax Exempt,"
    "Funding Source,Destination,Beginning Balance,Ending Balance,Statement Period Venmo Fees,Disclaimer"
)
BUSINESS = TITLES.lstrip(",").replace("ID,Datetime", "Transaction ID,Date,Time (UTC)")
USUAL = {
    "ID": "4100000473952325081", "Datetime": "2024-03-08T11:37:08", "Type": "Payment", "Status": "Complete",
    "Note": "🎈", "From": "Ines Vance", "To": "Example Charity", "Amount (total)": "+ $1,150.00",
}  # fmt: skip
ABOVE = ("Account Statement - (@Example) ,,,,", "Account Activity,,,,")


def rows_of(*rows: dict[str, str]) -> list[PlannedRow]:
    last = {"Ending Balance": "$12.00", "Disclaimer": "In case of errors:\ncall us"}
    text = table(TITLES, {"Beginning Balance": "$0.00"}, *({**USUAL, **row} for row in rows), last, above=ABOVE)
    found = planned(text, "VenmoStatement.csv").rows
    assert (found[0].decision, found[-1].decision) == ("ignore", "ignore")
    return found[1:-1]


def test_a_payment_is_a_gift_and_its_long_number_stays_whole() -> None:
    (row,) = rows_of({})

    assert told(row)[:6] == (5, "accept", "gift", "2024-03-08", "1150.00", "USD")
    assert (row.method, row.fund_text, row.references[0].value) == ("venmo", None, "4100000473952325081")


@pytest.mark.parametrize(("text", "amount"), [("+ $20.00", "20.00"), ("$20.00", "20.00"), ("+$20", "20.00")])
def test_amounts_are_written_with_and_without_a_sign(text: str, amount: str) -> None:
    assert str(rows_of({"Amount (total)": text})[0].amount) == amount


@pytest.mark.parametrize(
    "cells",
    [
        {"Type": "Standard Transfer", "Status": "Issued", "Amount (total)": "- $786.00"},
        {"Type": "Instant Transfer", "Status": "Issued"},
        {"Status": "Pending"},
        {"Status": "Failed"},
        {"Amount (total)": "- $4.25"},
    ],
)
def test_what_brought_no_gift_is_ignored(cells: dict[str, str]) -> None:
    nothing, gift = rows_of({**cells, "ID": "41"}, {})

    assert (nothing.decision, nothing.kind, gift.decision) == ("ignore", None, "accept")


@pytest.mark.parametrize("cells", [{"Type": "Charge"}, {"Status": "Disputed"}, {"Type": "Payment", "Status": ""}])
def test_what_is_not_documented_is_held(cells: dict[str, str]) -> None:
    assert rows_of(cells)[0].decision == "review"


def test_a_note_that_is_a_funds_name_says_the_fund() -> None:
    assert rows_of({"Note": "wells"})[0].fund == "WELL"


def test_a_number_a_spreadsheet_shortened_is_no_reference() -> None:
    (row,) = rows_of({"ID": "4.1E+18"})

    assert (row.decision, row.references) == ("accept", ())


def test_a_refund_goes_to_whom_it_was_sent() -> None:
    back = {
        "ID": "42",
        "Type": "Refund",
        "Amount (total)": "- $1,150.00",
        "From": "Example Charity",
        "To": "Ines Vance",
    }

    gift, refund = rows_of({}, {**back, "Datetime": "2024-03-09T11:37:08"})

    assert (refund.decision, refund.kind, refund.gift) == ("accept", "refund", gift.gift)


def test_a_business_profile_writes_days_and_times_of_utc() -> None:
    row = {**USUAL, "Transaction ID": "42", "Date": "01/01/2025", "Time (UTC)": "02:30:00"}

    (found,) = planned(table(BUSINESS, row, above=ABOVE), "statement.csv").rows

    assert (found.decision, str(found.date)) == ("accept", "2024-12-31")
