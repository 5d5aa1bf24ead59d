"""PayPal's download of activity, as accounts of several countries write it."""

import csv
from io import StringIO
from typing import Any

import pytest

from imports.formats import recognize
from imports.matching.known_records import KnownRecords
from imports.plans import Plan, PlannedRow
from tests.imports.files import csv_file, planned, told

TITLES = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,"
    "Item Title,Reference Txn ID,Balance,Address Line 1,Town/City,Zip/Postal Code,Country,Subject,Note,Country Code,"
    "Balance Impact"
)
USUAL = {
    "Date": "03/25/2024", "Time": "10:24:41", "TimeZone": "EDT", "Name": "Ines Vance", "Type": "Donation Payment",
    "Status": "Completed", "Currency": "USD", "Gross": "50.00", "Fee": "-1.49", "Net": "48.51",
    "From Email Address": "ines@vance.example", "To Email Address": "give@charity.example", "Transaction ID": "5TX01",
    "Item Title": "Library", "Balance Impact": "Credit",
}  # fmt: skip
REFUND = {
    "Type": "Payment Refund", "Gross": "-50.00", "Fee": "0.00", "Net": "-50.00", "Date": "03/28/2024",
    "Transaction ID": "9BACK", "Reference Txn ID": "5TX01", "Item Title": "", "Balance Impact": "Debit",
    "From Email Address": "give@charity.example", "To Email Address": "ines@vance.example",
}  # fmt: skip


def text_of(*rows: dict[str, str], titles: str = TITLES) -> str:
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    names = titles.split(",")
    writer.writerow(names)
    same = {"Time Zone": "TimeZone", "Time zone": "TimeZone"}
    for row in rows:
        cells = {**USUAL, **row}
        writer.writerow([cells.get(same.get(name.strip(), name.strip()), "") for name in names])
    return out.getvalue()


def plan_of(*rows: dict[str, str], titles: str = TITLES, **settings: Any) -> Plan:
    return planned("\ufeff" + text_of(*rows, titles=titles), "Download.CSV", **settings)


def one(**cells: str) -> PlannedRow:
    (row,) = plan_of({name.replace("_", " "): text for name, text in cells.items()}).rows
    return row


def test_a_completed_donation_is_a_gift_with_its_gross_amount() -> None:
    row = one()

    assert told(row) == (2, "accept", "gift", "2024-03-25", "50.00", "USD", "LIB", "paypal")
    assert [ref.value for ref in row.references] == ["5TX01"]
    assert row.party.contact.emails == ("ines@vance.example",)


@pytest.mark.parametrize("zone", ["TimeZone", "Time Zone", "Time zone", " TIMEZONE"])
def test_titles_count_in_any_order_and_spelling(zone: str) -> None:
    names = TITLES.replace("TimeZone", zone).replace("Gross", " Gross").replace("Name", "NAME").split(",")
    titles = ",".join(reversed(names))
    same = {name: USUAL.get("TimeZone") for name in ("TIMEZONE",)} | {"NAME": USUAL["Name"]}

    (row,) = plan_of(same, titles=titles).rows

    assert told(row) == (2, "accept", "gift", "2024-03-25", "50.00", "USD", "LIB", "paypal")


@pytest.mark.parametrize("missing", ["Gross", "Type", "Status", "Currency", "Transaction ID", "Date"])
def test_a_file_without_a_needed_column_is_not_read_as_activity(missing: str) -> None:
    titles = ",".join(name for name in TITLES.split(",") if name != missing)

    form = recognize(csv_file(text_of({}, titles=titles)))

    assert form is None or form.SLUG != "paypal"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Status": "Pending"}, "The payment is pending."),
        ({"Status": "Denied"}, "The payment is denied."),
        ({"Balance Impact": "Memo"}, "A memo: no money was received."),
        ({"Type": "General Currency Conversion"}, "A currency conversion."),
        ({"Type": "User Initiated Withdrawal", "Gross": "-900.00"}, "A transfer to the bank."),
        ({"Type": "Account Hold for Open Authorization"}, "A hold, by which no money was received."),
        ({"Type": "Reversal of General Account Hold"}, "A hold, by which no money was received."),
        ({"Type": "Partner Fee", "Gross": "-1.00", "Reference Txn ID": "5TX01"}, "A fee."),
        ({"Type": "General Payment", "Gross": "-80.00"}, "A payment that was sent, not received."),
    ],
)  # fmt: skip
def test_what_brought_no_gift_is_ignored(cells: dict[str, str], reason: str) -> None:
    row, good = plan_of({**cells, "Transaction ID": "5TX00"}, {}).rows

    assert (row.decision, row.reason, row.kind) == ("ignore", reason, None)
    assert good.decision == "accept"


@pytest.mark.parametrize(
    "cells",
    [
        {"Type": "Auction Payment"},
        {"Type": ""},
        {"Status": "Under Review"},
        {"Status": "Refunded"},
        {"Balance Impact": ""},
        {"Balance Impact": "Debit"},
        {"Currency": "XQX"},
        {"Currency": "PKR"},
        {"Type": "Mass Pay Payment", "Name": "PayPal Giving Fund"},
        {"Name": "PayPal Giving Fund"},
        {"Type": "Express Checkout Payment", "Item Title": "Mug, blue"},
        {"Item Title": "Library", "Subject": "Well Drilling"},
        {"Currency": "JPY", "Gross": "500.50"},
        {"Name": ""},
        {"TimeZone": "IST"},
    ],
)
def test_what_is_not_documented_is_held(cells: dict[str, str]) -> None:
    (row,) = plan_of(cells).rows

    assert (row.decision, bool(row.reason)) == ("review", True)


def test_a_payment_without_name_and_address_has_no_donor() -> None:
    assert one(Name="", From_Email_Address="").decision == "reject"


@pytest.mark.parametrize("kind", ["Subscription Payment", "Mobile Payment", "General Payment", "DONATION PAYMENT"])
def test_all_types_of_donations_are_gifts(kind: str) -> None:
    assert (one(Type=kind).decision, one(Type=kind).kind) == ("accept", "gift")


def test_a_checkout_that_names_a_fund_is_a_gift() -> None:
    assert one(Type="Express Checkout Payment").decision == "accept"


def test_days_are_those_of_the_organization() -> None:
    assert str(one(Date="12/31/2024", Time="22:30:00", TimeZone="PST").date) == "2025-01-01"
    assert str(one(Date="01/01/2025", Time="03:30:00", TimeZone="BST").date) == "2024-12-31"
    assert str(one(Date="01/01/2025", Time="03:30:00", TimeZone="Europe/Paris").date) == "2024-12-31"


def test_other_countries_write_the_day_first_and_decimal_commas() -> None:
    first = {"Date": "02/03/2024", "Time": "09:00:00", "TimeZone": "CET", "Gross": "1.250,00", "Currency": "EUR"}
    first |= {"Fee": "-0,35", "Net": "1.249,65"}
    second = {**first, "Date": "25/03/2024", "Gross": "20,00", "Transaction ID": "5TX02"}

    rows = plan_of(first, second).rows

    assert [(str(row.date), str(row.amount), row.currency) for row in rows] == [
        ("2024-03-02", "1250.00", "EUR"),
        ("2024-03-25", "20.00", "EUR"),
    ]


def test_dates_with_points_have_the_day_first() -> None:
    assert str(one(Date="02.03.2024", TimeZone="CET").date) == "2024-03-02"


def test_dates_of_two_readings_are_asked_for_unless_a_person_said() -> None:
    cells = {"Date": "02/03/2024"}

    assert plan_of(cells).rows[0].decision == "review"
    assert str(plan_of(cells, day_first=True).rows[0].date) == "2024-03-02"
    assert str(plan_of(cells, day_first=False).rows[0].date) == "2024-02-03"


def test_an_amount_against_the_notation_of_its_column_is_held() -> None:
    rows = plan_of({"Gross": "1.250,00"}, {"Gross": "1,250.00", "Transaction ID": "5TX02"}).rows

    assert [row.decision for row in rows] == ["review", "accept"]


def test_currencies_without_cents_keep_their_units() -> None:
    row = one(Currency="JPY", Gross="12,000")

    assert (row.decision, str(row.amount), row.currency) == ("accept", "12000.00", "JPY")


@pytest.mark.parametrize(("gross", "status"), [("-50.00", "Completed"), ("-20.00", "Partially Refunded")])
def test_a_refund_is_of_the_gift_whose_number_it_names(gross: str, status: str) -> None:
    other = {"Transaction ID": "5TX02", "Gross": gross.lstrip("-")}

    first, second, back = plan_of({"Status": status}, other, {**REFUND, "Gross": gross}).rows

    assert told(back) == (4, "accept", "refund", "2024-03-28", gross, "USD", "LIB", "paypal")
    assert back.gift == first.gift != second.gift
    assert back.supporter == first.supporter


def test_a_refund_of_an_earlier_file_finds_its_gift() -> None:
    known = KnownRecords()
    before = plan_of({}, known=known)
    known.remember(before, {})

    (back,) = plan_of({**REFUND, "Gross": "-20.00"}, known=known).rows

    assert (back.decision, back.gift, back.fund) == ("accept", before.rows[0].gift, "LIB")


def test_a_refund_of_an_unknown_gift_is_held_whatever_else_was_given() -> None:
    gift, back = plan_of({"Transaction ID": "5TX02"}, REFUND).rows

    assert (gift.decision, back.decision, back.gift) == ("accept", "review", None)
    assert "5TX01" in back.reason


def test_a_refund_of_a_held_gift_waits_with_it() -> None:
    gift, back = plan_of({"Status": "Under Review"}, REFUND).rows

    assert (gift.decision, back.decision) == ("review", "review")


def test_a_refund_without_a_number_is_held() -> None:
    _, back = plan_of({}, {**REFUND, "Reference Txn ID": ""}).rows

    assert back.decision == "review"


def test_a_lost_dispute_takes_its_gift_back() -> None:
    gift, back = plan_of({}, {**REFUND, "Type": "Chargeback"}).rows

    assert (back.decision, back.kind, back.gift, str(back.amount)) == ("accept", "chargeback", gift.gift, "-50.00")


def test_a_line_pasted_twice_counts_once() -> None:
    first, second = plan_of({}, {}).rows

    assert (first.decision, second.decision, second.gift) == ("accept", "duplicate", first.gift)


def test_the_same_payment_of_two_downloads_is_one_gift() -> None:
    known = KnownRecords()
    first = plan_of({}, known=known)
    known.remember(first, {})

    (again,) = plan_of({"Name": "Vance, Ines"}, {"Transaction ID": "5TX02"}, known=known).rows[:1]

    assert (again.decision, again.gift) == ("accept", first.rows[0].gift)


def test_an_unknown_fund_is_given_as_written() -> None:
    row = one(Item_Title="Roof repair")

    assert (row.fund_text, row.fund) == ("Roof repair", None)


def test_a_fund_in_the_subject_counts_where_the_title_names_none() -> None:
    assert one(Item_Title="Donation", Subject="wells").fund == "WELL"


def test_notes_are_kept_as_written() -> None:
    assert one(Note="=1+1").memo == "=1+1"
