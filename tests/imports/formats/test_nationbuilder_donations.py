import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from crm.names.people import parse_names
from imports.matching.known_records import KnownGift, KnownPerson, KnownRecords
from imports.plans import PlannedRow, Reference
from tests.imports.files import SAMPLES, planned, samples, told

TITLES = (
    "nationbuilder_donation_id,nationbuilder_id,first_name,last_name,email,amount,amount_in_cents,currency,"
    "payment_type_name,authorization,check_number,succeeded_at,failed_at,canceled_at,refunded_at,amount_refunded,"
    "tracking_code_slug,page_slug,note"
)
USUAL = {
    "nationbuilder_donation_id": "501",
    "nationbuilder_id": "7",
    "first_name": "Ines",
    "last_name": "Vance",
    "amount": "50.00",
    "payment_type_name": "Credit Card",
    "succeeded_at": "2024-03-14T10:00:00-04:00",
    "tracking_code_slug": "well_drilling",
}


def donations(*gifts: dict[str, str], **settings) -> list[PlannedRow]:
    titles = TITLES.split(",")
    lines = [",".join(f'"{({**USUAL, **gift}).get(title, "")}"' for title in titles) for gift in gifts]
    return planned("\n".join([TITLES, *lines]), **settings).rows


def one(**cells: str) -> PlannedRow:
    (row,) = donations(cells)
    return row


def test_a_donation_that_succeeded_is_a_gift() -> None:
    assert told(one()) == (2, "accept", "gift", "2024-03-14", "50.00", "USD", "WELL", "card")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"succeeded_at": "", "failed_at": "2024-03-14T10:00:00-04:00"}, "The payment failed."),
        ({"canceled_at": "2024-03-14T10:00:00-04:00"}, "The payment was canceled."),
        ({"succeeded_at": ""}, "The payment has not succeeded: it is pending."),
    ],
)
def test_a_payment_that_brought_nothing_is_no_gift(cells: dict[str, str], reason: str) -> None:
    row, good = donations(cells, {"nationbuilder_donation_id": "502"})

    assert (row.decision, row.reason, row.gift) == ("ignore", reason, None)
    assert good.decision == "accept"


def test_a_gift_at_midnight_utc_belongs_to_the_day_before() -> None:
    assert str(one(succeeded_at="2024-01-01T03:30:00Z").date) == "2023-12-31"


@pytest.mark.parametrize(
    ("amount", "cents", "decision", "read"),
    [
        ("$1,000.17", "100017", "accept", "1000.17"),
        ("", "5000", "accept", "50.00"),
        ("50.00", "", "accept", "50.00"),
        ("50.00", "5001", "review", "None"),
        ("", "", "reject", "None"),
        ("NaN", "", "reject", "None"),
        ("0.00", "0", "reject", "None"),
    ],
)
def test_units_and_cents_must_agree(amount: str, cents: str, decision: str, read: str) -> None:
    row = one(amount=amount, amount_in_cents=cents)

    assert (row.decision, str(row.amount)) == (decision, read)


def test_cents_of_a_currency_without_cents_are_units() -> None:
    row = one(amount="", amount_in_cents="5000", currency="JPY")

    assert (row.amount, row.currency) == (Decimal("5000.00"), "JPY")


@pytest.mark.parametrize(
    ("written", "method", "kind"),
    [
        ("Cash", "cash", "gift"), ("Check", "check", "gift"), ("Money Order", "check", "gift"),
        ("EFT", "ach", "gift"), ("Wire Transfer", "wire", "gift"), ("Apple Pay", "card", "gift"),
        ("ActBlue", "actblue", "gift"), ("Other", "other", "gift"), ("In-Kind", "in-kind", "in_kind"),
    ],
)  # fmt: skip
def test_payment_types_are_methods(written: str, method: str, kind: str) -> None:
    row = one(payment_type_name=written)

    assert (row.decision, row.method, row.kind) == ("accept", method, kind)


def test_the_page_names_the_fund_where_the_code_is_blank_and_a_fund_is_called_so() -> None:
    assert one(tracking_code_slug="", page_slug="well-drilling").fund == "WELL"
    assert one(tracking_code_slug="", page_slug="donate").fund == "GEN"


def test_money_given_back_is_a_second_part_that_takes_from_the_gift() -> None:
    gift, back = donations({"refunded_at": "2024-03-20T10:00:00-04:00", "amount_refunded": "20.00"})

    assert told(back) == (2, "accept", "refund", "2024-03-20", "-20.00", "USD", "WELL", "card")
    assert (back.part, back.gift) == (2, gift.gift)


def test_nothing_given_back_is_no_second_part() -> None:
    assert len(donations({"amount_refunded": "0.00"})) == 1


def test_a_line_exported_twice_is_one_gift() -> None:
    assert [row.decision for row in donations({}, {})] == ["accept", "duplicate"]


def test_a_charge_or_check_on_record_is_the_same_gift() -> None:
    vance = KnownPerson("7", parse_names("Ines Vance").people[0])
    day, charge, check = one().date, Reference("stripe", "charge", "ch_123456"), Reference("check", "number", "88")
    known = KnownRecords(
        people=[vance],
        gifts=[
            KnownGift("g1", "gift", day, Decimal(50), "USD", "7", references=(charge,)),
            KnownGift("g2", "gift", day, Decimal(60), "USD", "7", references=(check,)),
            KnownGift("g3", "gift", day, Decimal(70), "USD", "7"),
        ],
    )  # fmt: skip
    found = donations(
        {"authorization": "ch_123456", "email": "other@example.org"},
        {"nationbuilder_donation_id": "502", "amount": "60", "payment_type_name": "Check", "check_number": "88"},
        {"nationbuilder_donation_id": "503", "amount": "70"},
        known=known,
    )

    assert [(row.decision, row.gift, row.same_as) for row in found] == [
        ("accept", "g1", None), ("accept", "g2", None), ("accept", found[2].gift, "g3"),
    ]  # fmt: skip


def test_one_number_in_nationbuilder_is_one_person() -> None:
    known = KnownRecords(
        people=[
            KnownPerson("7", parse_names("Aslam Khan").people[0], ids=("nationbuilder:7",)),
            KnownPerson("8", parse_names("Aslam Khan").people[0], ids=("nationbuilder:8",)),
        ]
    )
    found = donations({"first_name": "Aslam", "last_name": "Khan"}, {"first_name": "Ines", "amount": "9"}, known=known)

    assert [row.supporter for row in found] == ["7", "new:1"]


@samples
def test_the_sample_exports_are_read_to_the_cent_on_top_of_the_log(tmp_path, capsys, db) -> None:
    names = [
        "MSP Donor Log (MASTER) 2018-2026 - DO NOT EDIT!!.xlsx",
        "nationbuilder-people-export-2026-10-05.csv",
        "nationbuilder-donations-export-2023-01-15.csv",
    ]
    truth = json.loads((SAMPLES / "truth" / "truth_ledger.json").read_text())["files"]
    paths = [str(SAMPLES / "files" / name) for name in names]

    call_command("import_file", *paths, "--funds", str(SAMPLES / "truth" / "fund_aliases.csv"), "--json")

    files = json.loads(capsys.readouterr().out)["files"]
    assert [file["format"] for file in files] == ["donor_log", "nationbuilder_people", "nationbuilder_donations"]
    for name, file in zip(names, files, strict=True):
        assert file["totals"]["cash_net_by_currency"] == truth[name]["money"]["cash_net_by_currency"]


def test_words_in_place_of_a_check_number_are_no_reference() -> None:
    row = one(payment_type_name="Check", check_number="from Parveen Zanzeer")

    assert [ref for ref in row.references if ref.system == "check"] == []
