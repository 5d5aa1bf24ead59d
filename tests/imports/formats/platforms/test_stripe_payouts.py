from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm.names.people import parse_names
from imports.contexts import Context
from imports.formats.platforms import stripe_payouts
from imports.matching.known_records import KnownGift, KnownPerson, KnownRecords
from imports.planning.planner import read_plan, reading_order
from imports.plans import PlannedRow, Reference
from tests.imports.files import csv_file, planned

TITLES = (
    "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,currency,gross,fee,net,"
    "reporting_category,source_id,payment_intent_id,charge_id,description"
)
USUAL = {
    "automatic_payout_id": "po_Made01", "automatic_payout_effective_at_utc": "2024-03-16 00:00:00",
    "balance_transaction_id": "txn_Made01", "created_utc": "2024-03-15 02:05:10", "currency": "usd", "gross": "50.00",
    "fee": "1.40", "net": "48.60", "reporting_category": "charge", "source_id": "ch_3Made0001",
    "payment_intent_id": "pi_3Made0001", "charge_id": "ch_3Made0001", "description": "Donation",
}  # fmt: skip


def known(amount: str = "50", currency: str = "USD") -> KnownRecords:
    charge = Reference("stripe", "charge", "ch_3Made0001")
    day = date(2024, 3, 14)
    gift = KnownGift(
        "g1", "gift", day, Decimal(amount), currency, "7", method="card", fund="WELL", references=(charge,)
    )
    return KnownRecords(people=[KnownPerson("7", parse_names("Ines Vance").people[0])], gifts=[gift])


def rows_of(*rows: dict[str, str], titles: str = TITLES, **settings: Any) -> list[PlannedRow]:
    names = titles.split(",")
    lines = [",".join(f'"{({**USUAL, **row}).get(name, "")}"' for name in names) for row in rows]
    return planned("\n".join([titles, *lines]), **settings).rows


def one(cells: dict[str, str] | None = None, **settings: Any) -> PlannedRow:
    (row,) = rows_of(cells or {}, **settings)
    return row


def test_a_charge_is_the_gift_on_record_with_its_donor_and_fund() -> None:
    row = one(known=known())

    assert (row.decision, row.kind, str(row.date), str(row.amount)) == ("accept", "gift", "2024-03-14", "50.00")
    assert (row.gift, row.supporter, row.fund, row.method) == ("g1", "7", "WELL", "card")


@pytest.mark.parametrize(
    "name", ["payout_reconciliation_itemized_2024.csv", "Itemised_payout_reconciliation-USD-2024-03.csv", "Payouts.csv"]
)
def test_the_name_stripe_gives_the_file_asks_nothing(name: str) -> None:
    text = "\n".join([TITLES, ",".join(USUAL[title] for title in TITLES.split(","))])

    assert planned(text.encode(), name, known=known()).rows[0].decision == "accept"


def test_a_charge_nobody_recorded_is_a_question() -> None:
    row = one()

    assert (row.decision, row.gift) == ("review", None)
    assert "import the payments first" in row.reason


def test_a_charge_of_another_amount_is_a_question() -> None:
    assert one(known=known("60")).decision == "review"


def test_a_charge_settled_in_another_currency_is_the_same_gift() -> None:
    assert one({"gross": "62.50"}, known=known("50", "GBP")).gift == "g1"


def test_what_the_donor_paid_is_used_where_the_report_has_it() -> None:
    paid = {"gross": "62.50", "customer_facing_amount": "50.00", "customer_facing_currency": "gbp"}

    row = one(paid, titles=f"{TITLES},customer_facing_amount,customer_facing_currency", known=known("50", "GBP"))

    assert (row.decision, str(row.amount), row.currency) == ("accept", "50.00", "GBP")


def test_a_refund_takes_from_the_gift_of_its_charge() -> None:
    back = {
        "reporting_category": "refund",
        "gross": "-20.00",
        "source_id": "re_Made01",
        "created_utc": "2024-04-01 15:00",
    }

    row = one(back, known=known())

    assert (row.decision, row.kind, str(row.date), str(row.amount)) == ("accept", "refund", "2024-04-01", "-20.00")
    assert (row.gift, row.supporter) == ("g1", "7")


@pytest.mark.parametrize(
    "category", ["payout", "fee", "network_cost", "transfer", "topup", "Payout", "payout_reversal"]
)
def test_payouts_and_fees_are_never_gifts(category: str) -> None:
    row = one({"reporting_category": category, "gross": "-48.60", "source_id": "po_Made01", "charge_id": ""})

    assert (row.decision, row.kind, row.gift) == ("ignore", None, None)


@pytest.mark.parametrize(
    "cells",
    [
        {"reporting_category": "dispute", "gross": "-50.00"}, {"reporting_category": "dispute_reversal"},
        {"reporting_category": "refund_failure"}, {"reporting_category": "moonbeams"}, {"reporting_category": ""},
        {"gross": "-50.00"}, {"reporting_category": "refund", "gross": "20.00"}, {"currency": "galleons"},
        {"currency": ""}, {"charge_id": "", "source_id": "", "payment_intent_id": ""},
    ],
)  # fmt: skip
def test_what_nobody_can_tell_is_a_question(cells: dict[str, str]) -> None:
    assert one(cells, known=known()).decision == "review"


def test_a_report_that_names_the_donor_stands_on_its_own() -> None:
    row = one(
        {"customer_name": "Ines Vance", "payment_metadata[fund]": "Library"},
        titles=f"{TITLES},customer_name,payment_metadata[fund]",
    )

    assert (row.decision, row.party.written, row.fund) == ("accept", "Ines Vance", "LIB")


@pytest.mark.parametrize("left_out", ["gross", "currency", "reporting_category", "created_utc"])
def test_a_file_without_a_needed_column_is_not_of_this_layout(left_out: str) -> None:
    titles = ",".join(name for name in TITLES.split(",") if name != left_out)

    assert stripe_payouts.recognizes(csv_file(f"{titles}\n")) == 0


def test_titles_in_any_case_and_order_are_recognized() -> None:
    titles = ",".join(reversed(TITLES.upper().split(",")))

    assert stripe_payouts.recognizes(csv_file(f"{titles}\n")) > 0.9


def test_a_file_that_names_no_donors_is_planned_after_all_others() -> None:
    text = "\n".join([TITLES, ",".join(USUAL[title] for title in TITLES.split(","))])
    later = "Date,Name,Amount\n2025-01-02,Ines Vance,50.00\n"

    payouts, gifts = (read_plan("list.csv", one.encode(), Context()) for one in (text, later))

    assert reading_order(gifts) < reading_order(payouts)
