from decimal import Decimal
from typing import Any

import pytest

from crm.names.people import parse_names
from imports.formats.platforms import donorbox
from imports.matching.known_records import KnownGift, KnownPerson, KnownRecords
from imports.plans import PlannedRow, Reference
from tests.imports.files import csv_file, planned, told

TITLES = (
    "Name,Donating Company,Donor's First Name,Donor's Last Name,Donor Email,Make Donation Anonymous,Campaign,"
    "Amount Description,Amount,Fair Market Value,Currency,Amount in USD,Processing Fee,Platform Fee,Total Fee,"
    "Net Amount,Fee Covered,Donor Comment,Internal Notes,Donated At,Phone,Address,City,State / Province,Postal Code,"
    "Country,Employer,Occupation,Designation,Receipt Id,Donation Type,Card Type,Last 4 Digits,Stripe Charge Id,"
    "Pay Pal Transaction Id,Recurring Donation,Join Mailing List,First Donation,Donor Id"
)
USUAL = {
    "Name": "Ines Vance", "Donor's First Name": "Ines", "Donor's Last Name": "Vance", "Donor Email": "ines@example.org",
    "Make Donation Anonymous": "false", "Campaign": "Lantern Appeal", "Amount": "50.00", "Currency": "USD",
    "Amount in USD": "50.00", "Net Amount": "47.10", "Fee Covered": "false", "Donated At": "03/14/2024 04:55 PM",
    "City": "Toledo", "Country": "United States", "Designation": "Well Drilling", "Receipt Id": "9001",
    "Donation Type": "stripe", "Stripe Charge Id": "ch_3Made0001", "Donor Id": "77",
}  # fmt: skip


def donations(*rows: dict[str, str], titles: str = TITLES, **settings: Any) -> list[PlannedRow]:
    names = titles.split(",")
    lines = [",".join(f'"{({**USUAL, **row}).get(name, "")}"' for name in names) for row in rows]
    return planned("\n".join([",".join(f'"{name}"' for name in names), *lines]), **settings).rows


def one(cells: dict[str, str] | None = None, **settings: Any) -> PlannedRow:
    (row,) = donations(cells or {}, **settings)
    return row


def test_a_donation_is_a_gift_with_the_ids_of_its_processor() -> None:
    row = one()

    assert told(row) == (2, "accept", "gift", "2024-03-14", "50.00", "USD", "WELL", "card")
    assert row.references == (
        Reference("stripe", "charge", "ch_3Made0001"),
        Reference("donorbox", "receipt", "9001"),
    )


@pytest.mark.parametrize(
    "titles",
    [
        ",".join(reversed(TITLES.split(","))),
        "Donated At,Currency,Amount,Donation Type,Name,Stripe Charge Id,Receipt Id,Designation,Total Fee,Platform Fee",
    ],
)
def test_columns_in_another_order_or_left_out_are_read_alike(titles: str) -> None:
    row = one(titles=titles)

    assert told(row) == (2, "accept", "gift", "2024-03-14", "50.00", "USD", "WELL", "card")
    assert row.party.written == "Ines Vance"


def test_titles_in_capitals_and_paypal_spelled_as_one_word_are_recognized() -> None:
    titles = TITLES.replace("Pay Pal", "Paypal").upper()

    assert donorbox.recognizes(csv_file(f"{titles}\n")) > 0.9


@pytest.mark.parametrize("left_out", ["Amount", "Currency", "Donated At", "Donation Type"])
def test_a_file_without_a_needed_column_is_not_of_this_layout(left_out: str) -> None:
    titles = ",".join(name for name in TITLES.split(",") if name != left_out)

    assert donorbox.recognizes(csv_file(f"{titles}\n")) == 0


@pytest.mark.parametrize(
    ("written", "method", "decision"),
    [
        ("stripe", "card", "accept"), ("ach", "ach", "accept"), ("stripe_ach", "ach", "accept"),
        ("paypal", "paypal", "accept"), ("paypal_express", "paypal", "accept"), ("Venmo", "venmo", "accept"),
        ("seashells", "other", "review"), ("", "other", "review"),
    ],
)  # fmt: skip
def test_donation_types_are_payment_methods(written: str, method: str, decision: str) -> None:
    row = one({"Donation Type": written})

    assert (row.method, row.decision) == (method, decision)


@pytest.mark.parametrize("title", ["Pay Pal Transaction Id", "Paypal Transaction Id"])
def test_the_transaction_of_paypal_finds_the_gift_in_its_file(title: str) -> None:
    row = one(
        {title: "9AB12345CD678901E", "Stripe Charge Id": "", "Donation Type": "paypal"},
        titles=TITLES.replace("Pay Pal Transaction Id", title),
    )

    assert Reference("paypal", "transaction", "9AB12345CD678901E") in row.references


def test_a_charge_on_record_is_the_same_gift() -> None:
    vance = KnownPerson("7", parse_names("Ines Vance").people[0])
    charge = Reference("stripe", "charge", "ch_3Made0001")
    gift = KnownGift("g1", "gift", one().date, Decimal(50), "USD", "7", references=(charge,))

    assert one(known=KnownRecords(people=[vance], gifts=[gift])).gift == "g1"


def test_a_donating_company_is_the_donor_and_an_employer_is_not() -> None:
    company = one({"Donating Company": "Harbor Lights Bakery LLC"})
    employed = one({"Employer": "Harbor Lights Bakery LLC"})

    assert company.party.organization == "Harbor Lights Bakery LLC"
    assert (employed.party.organization, employed.party.written) == ("", "Ines Vance")


def test_anonymous_is_about_recognition_and_keeps_the_donor() -> None:
    row = one({"Make Donation Anonymous": "true"})

    assert (row.decision, row.party.written) == ("accept", "Ines Vance")


@pytest.mark.parametrize(
    ("cells", "about"),
    [
        ({"Fair Market Value": "20.00"}, "20.00 was given in return"),
        ({"Currency": ""}, "currency is missing"),
        ({"Currency": "galleons"}, "is not a currency"),
        ({"Name": "", "Donor's First Name": "", "Donor's Last Name": ""}, "email address"),
        ({"Status": "Shimmering"}, "The status is"),
    ],
)
def test_what_nobody_can_tell_is_a_question(cells: dict[str, str], about: str) -> None:
    row = one(cells, titles=f"{TITLES},Status")

    assert row.decision == "review"
    assert about in row.reason


def test_a_failed_donation_is_no_gift() -> None:
    failed, good = donations({"Status": "failed"}, {"Receipt Id": "9002"}, titles=f"{TITLES},Status")

    assert (failed.decision, good.decision) == ("ignore", "accept")


@pytest.mark.parametrize(("back", "taken"), [("20.00", "-20.00"), ("", "-50.00")])
def test_a_refund_is_a_second_part(back: str, taken: str) -> None:
    cells = {"Status": "refunded", "Amount Refunded": back, "Refunded At": "04/02/2024 10:00 AM"}

    gift, refund = donations(cells, titles=f"{TITLES},Status,Amount Refunded,Refunded At")

    assert told(refund) == (2, "accept", "refund", "2024-04-02", taken, "USD", "WELL", "card")
    assert (refund.part, refund.gift) == (2, gift.gift)


def test_a_file_that_writes_the_day_first_proves_it_by_its_column() -> None:
    rows = donations({"Donated At": "03/04/2024 09:00"}, {"Donated At": "25/04/2024 09:00", "Receipt Id": "9002"})

    assert [str(row.date) for row in rows] == ["2024-04-03", "2024-04-25"]


@pytest.mark.parametrize(
    ("cells", "fund"),
    [
        ({"Designation": "Library"}, "LIB"), ({"Designation": "", "Campaign": "Well Drilling"}, "WELL"),
        ({"Designation": "", "Campaign": ""}, "GEN"), ({"Designation": "Moonbeams"}, None),
    ],
)  # fmt: skip
def test_the_designation_is_the_fund_else_a_campaign_named_like_one(cells: dict[str, str], fund: str | None) -> None:
    assert one(cells).fund == fund


def test_joining_the_mailing_list_is_consent_and_not_joining_says_nothing() -> None:
    joined, silent = donations({"Join Mailing List": "true"}, {"Join Mailing List": "false", "Receipt Id": "9002"})

    assert (joined.party.told.consents, silent.party.told.consents) == ((("email", True),), ())


def test_a_line_exported_twice_is_one_gift() -> None:
    assert [row.decision for row in donations({}, {"Receipt Id": "9002", "Stripe Charge Id": ""}, {})] == [
        "accept", "accept", "duplicate",
    ]  # fmt: skip


def test_a_total_is_no_donation() -> None:
    rows = donations({}, {name: "Total" if name == "Name" else "" for name in TITLES.split(",")})

    assert [row.decision for row in rows] == ["accept", "ignore"]
