from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm.names.people import parse_names
from imports.formats.platforms import chase
from imports.matching.known_records import KnownGift, KnownOrganization, KnownPerson, KnownRecords
from imports.plans import PlannedRow
from tests.imports.files import csv_file, planned

TITLES = "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #"
CARD = "Card,Transaction Date,Post Date,Description,Category,Type,Amount,Memo"
ZELLE = "Zelle payment from INES VANCE 19876543210"


def lines(*rows: str, titles: str = TITLES, **settings: Any) -> list[PlannedRow]:
    """The planned lines of an account; each row ends with the bank's own comma."""
    return planned("\n".join([titles, *(f"{row}," for row in rows)]), **settings).rows


def credit(description: str, amount: str = "50.00", kind: str = "ACH_CREDIT", **settings: Any) -> PlannedRow:
    (row,) = lines(f'CREDIT,03/14/2024,"{description}",{amount},{kind},900.00,', **settings)
    return row


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("ORIG CO NAME:STRIPE ORIG ID:1800948598 CO ENTRY DESCR:TRANSFER SEC:CCD", "ACH_CREDIT"),
        ("ORIG CO NAME:PAYPAL ORIG ID:PAYPALSI77 CO ENTRY DESCR:TRANSFER", "ACH_CREDIT"),
        ("ORIG CO NAME:BENEVITY FUND ORIG ID:1", "ACH_CREDIT"),
        ("VENMO CASHOUT 4455", "MISC_CREDIT"),
        ("REMOTE ONLINE DEPOSIT # 5", "CHECK_DEPOSIT"),
        ("Online Transfer from SAV ...4321", "ACCT_XFER"),
        ("INTEREST PAYMENT", "MISC_CREDIT"),
        ("OFFICE SUPPLIES RETURN", "REFUND_TRANSACTION"),
    ],
)
def test_money_that_other_files_tell_or_that_nobody_gave_is_no_gift(description: str, kind: str) -> None:
    row = credit(description, kind=kind)

    assert (row.decision, row.kind, row.gift) == ("ignore", None, None)
    assert row.reason


@pytest.mark.parametrize(
    "line",
    ["DEBIT,03/14/2024,RENT - OFFICE,-650,ACH_DEBIT,250.00,", "CHECK,03/14/2024,CHECK 1041,-20.00,CHECK_PAID,1,1041",
     "DSLIP,03/14/2024,DEPOSIT,75.00,DEPOSIT,1,3"],
)  # fmt: skip
def test_money_out_and_deposit_slips_are_no_gifts(line: str) -> None:
    (row,) = lines(line)

    assert row.decision == "ignore"


@pytest.mark.parametrize(
    ("description", "kind", "payer", "method"),
    [
        (ZELLE, "QUICKPAY_CREDIT", "Ines Vance", "zelle"),
        ("Zelle payment from Ines Vance BACa1b2c3d4e5", "PARTNERFI_TO_CHASE", "Ines Vance", "zelle"),
        ("FEDWIRE CREDIT VIA: MOON BANK/021 B/O: INES VANCE REF: CHASE NYC", "WIRE_INCOMING", "Ines Vance", "wire"),
        ("ORIG CO NAME:HARBOR LIGHTS BAKERY LLC ORIG ID:99 CO ENTRY DESCR:GIFT", "ACH_CREDIT",
         "Harbor Lights Bakery Llc", "ach"),
    ],
)  # fmt: skip
def test_a_line_that_names_its_payer_is_held_with_the_payer(
    description: str, kind: str, payer: str, method: str
) -> None:
    row = credit(description, kind=kind)

    assert (row.decision, row.kind, row.party.written, row.method) == ("review", "gift", payer, method)
    assert (str(row.date), str(row.amount), row.currency) == ("2024-03-14", "50.00", "USD")
    assert "is it a gift?" in row.reason


@pytest.mark.parametrize(
    ("amount", "day", "decision"),
    [
        ("50", date(2024, 3, 12), "ignore"), ("50", date(2024, 3, 7), "ignore"),
        ("50", date(2024, 3, 6), "review"), ("49", date(2024, 3, 14), "review"),
    ],
)  # fmt: skip
def test_a_gift_of_the_payer_on_record_explains_one_line(amount: str, day: date, decision: str) -> None:
    vance = KnownPerson("7", parse_names("Ines Vance").people[0])
    gift = KnownGift("g1", "gift", day, Decimal(amount), "USD", "7", method="zelle")

    first, second = lines(
        *[f"CREDIT,03/14/2024,{ZELLE},50.00,QUICKPAY_CREDIT,900.00,"] * 2,
        known=KnownRecords(people=[vance], gifts=[gift]),
    )

    assert (first.decision, second.decision) == (decision, "review")


def test_a_gift_of_an_organization_explains_its_line() -> None:
    firm = KnownOrganization("9", "Harbor Lights Bakery LLC")
    gift = KnownGift("g1", "gift", date(2024, 3, 14), Decimal(50), "USD", organization="9")

    row = credit(
        "ORIG CO NAME:HARBOR LIGHTS BAKERY LLC ORIG ID:99", known=KnownRecords(organizations=[firm], gifts=[gift])
    )

    assert row.decision == "ignore"


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("CREDIT,03/14/2024,SOMETHING,50.00,MOONBEAM,1,", "The type is “MOONBEAM”"),
        ("SPARKLE,03/14/2024,SOMETHING,50.00,ACH_CREDIT,1,", "“Details” says “SPARKLE”"),
        ("CREDIT,03/14/2024,SOMETHING,some,ACH_CREDIT,1,", "is not an amount"),
        ("CREDIT,someday,SOMETHING,50.00,ACH_CREDIT,1,", "someday"),
        ("DEBIT,03/14/2024,DEPOSITED ITEM RETURNED,-50.00,DEPOSIT_RETURN,1,", "A deposit was returned"),
        ("CREDIT,03/14/2024,COUNTER CREDIT,50.00,MISC_CREDIT,1,", "No gift on record explains"),
    ],
)
def test_a_line_nobody_can_tell_is_held(line: str, about: str) -> None:
    (row,) = lines(line)

    assert row.decision == "review"
    assert about in row.reason


def test_a_file_without_gifts_is_shown_line_by_line() -> None:
    rows = lines(*["DEBIT,03/14/2024,RENT - OFFICE,-650,ACH_DEBIT,250.00,"] * 2)

    assert [(row.row, row.decision) for row in rows] == [(2, "ignore"), (3, "ignore")]


def test_purchases_by_card_are_no_gifts() -> None:
    (row,) = planned(f"{CARD}\n4321,03/14/2024,03/15/2024,SIGNS AND MORE,Shopping,Sale,-20.00,\n").rows

    assert row.decision == "ignore"


@pytest.mark.parametrize("titles", [TITLES.upper(), ",".join(reversed(TITLES.split(","))), CARD.lower()])
def test_titles_in_any_case_and_order_are_recognized(titles: str) -> None:
    assert chase.recognizes(csv_file(f"{titles}\n")) > 0.9


@pytest.mark.parametrize("left_out", ["Description", "Amount", "Type", "Posting Date"])
def test_a_file_without_a_needed_column_is_not_of_this_layout(left_out: str) -> None:
    titles = ",".join(name for name in TITLES.split(",") if name != left_out)

    assert chase.recognizes(csv_file(f"{titles}\n")) == 0
