"""Facebook's report of payouts."""

import pytest

from imports.plans import PlannedRow
from tests.imports.files import planned, told
from tests.imports.formats.platforms.tables import table

TITLES = (
    "Payment ID,Charge Date,Charge Time,Donation Amount,FB Fee,Net Payout Amount,Payout Currency,Sender Currency,"
    "Charge Action Type,Charity ID,First Name,Last Name,Email Address,Fundraiser Title,Campaign Owner Name,Permalink"
)
USUAL = {
    "Payment ID": "770543799260381", "Charge Date": "2022-02-04", "Charge Time": "23:36:41", "Donation Amount": "40.00",
    "FB Fee": "1.00", "Net Payout Amount": "39.00", "Payout Currency": "USD", "Sender Currency": "USD",
    "Charge Action Type": "S", "First Name": "Ines", "Last Name": "Vance", "Fundraiser Title": "Tom's birthday",
    "Campaign Owner Name": "Tom Okafor",
}  # fmt: skip


def one(**cells: str) -> PlannedRow:
    row = {**USUAL, **{name.replace("_", " "): text for name, text in cells.items()}}
    return planned(table(TITLES, row), "Facebook_Payout.csv").rows[0]


def test_a_charge_is_a_gift_of_whoever_gave_not_of_the_fundraiser() -> None:
    row = one()

    assert told(row)[:6] == (2, "accept", "gift", "2022-02-04", "40.00", "USD")
    assert (row.method, row.party.written, row.memo) == ("facebook", "Ines Vance", "Tom's birthday")
    assert (row.fund_text, row.references[0].value) == (None, "770543799260381")


@pytest.mark.parametrize(
    "cells",
    [
        {"Charge_Action_Type": "R"},
        {"Charge_Action_Type": ""},
        {"Sender_Currency": "EUR"},
        {"Payout_Currency": "XQX", "Sender_Currency": "XQX"},
        {"First_Name": "", "Last_Name": ""},
        {"Donation_Amount": "-40.00"},
    ],
)
def test_what_is_not_documented_is_held(cells: dict[str, str]) -> None:
    assert one(**cells).decision == "review"


def test_a_matching_donation_asks_for_its_donor() -> None:
    titles = f"{TITLES},Matching Donation"
    rows = [{**USUAL, "Matching Donation": told} for told in ("No", "Yes")]
    rows[1] |= {"Payment ID": "2"}

    found = planned(table(titles, *rows), "Facebook_Payout.csv").rows

    assert [row.decision for row in found] == ["accept", "review"]


def test_a_fundraiser_named_like_a_fund_is_for_it() -> None:
    assert one(Fundraiser_Title="Well Drilling").fund == "WELL"
