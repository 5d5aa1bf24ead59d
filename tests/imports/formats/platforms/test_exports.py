"""What all layouts of platforms share, shown by a layout of its own."""

from collections.abc import Iterable
from typing import Any

import pytest

from imports.contexts import Context
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.plans import GIFT, PlannedRow
from tests.imports.files import FUNDS, csv_file

EXPORT = Export(
    signature=frozenset({"gross", "payer_id", "txn"}),
    wanted=2,
    needed=frozenset({"date", "amount", "name"}),
    roles={"gross": "amount", "day": "date"},
    used=frozenset({"date", "amount", "name", "currency", "fund", "purpose", "txn"}),
    known=frozenset({"payer_id"}),
)
TITLES = "Txn,Day,Name,Gross,Currency,Fund,Purpose"


def rows_of(record: Record) -> Iterable[PlannedRow]:
    planned = record.begin(GIFT, "paypal")
    problems = record.read_day(planned, record.text("date"))
    problems += record.read_money(
        planned, record.text("amount"), record.text("currency"), among=frozenset({"USD", "JPY"})
    )
    problems += record.read_fund(planned, "fund", "purpose")
    decide(planned, [*problems, *record.doubts(planned)])
    yield planned


def read(*lines: str, titles: str = TITLES, name: str = "x.csv", **settings: Any) -> list[PlannedRow]:
    workbook = csv_file("\n".join([titles, *lines]), name)
    return list(read_export(workbook, Context(**{"funds": FUNDS, **settings}), EXPORT, rows_of))


@pytest.mark.parametrize(
    ("titles", "sure"),
    [
        (TITLES, 0.95),
        ("gross,NAME, Txn ,day", 0.95),
        ("Txn,Day,Name,Amount", 0.0),
        ("Txn,Payer ID,Day,Name", 0.0),
        ("Gross,Day,Name", 0.0),
    ],
)
def test_a_layout_needs_titles_of_its_own_and_all_it_reads(titles: str, sure: float) -> None:
    assert recognized(csv_file(f"Report\n{titles}\n1,2,3,4"), EXPORT) == sure


@pytest.mark.parametrize(
    ("amount", "currency", "decision", "read_as"),
    [
        ("1.250,50", "USD", "accept", "1250.50"),
        ("20,00", "USD", "accept", "20.00"),
        ("500", "JPY", "accept", "500.00"),
        ("500,50", "JPY", "review", "500.50"),
        ("20,00", "EUR", "review", "20.00"),
        ("20,00", "nothing", "review", "20.00"),
        ("0,00", "USD", "reject", "None"),
    ],
)
def test_amounts_and_currencies(amount: str, currency: str, decision: str, read_as: str) -> None:
    (row,) = read(f'1,2024-03-14,Ines Vance,"{amount}",{currency},,')

    assert (row.decision, str(row.amount)) == (decision, read_as)


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["03.02.2024"], "2024-02-03"),
        (["3/2/2024", "25/2/2024"], "2024-02-03"),
        (["3/2/2024", "2/25/2024"], "2024-03-02"),
    ],
)
def test_the_order_of_day_and_month_is_the_columns(days: list[str], first: str) -> None:
    rows = read(*(f"{number},{day},Ines Vance,20.00,USD,," for number, day in enumerate(days)))

    assert str(rows[0].date) == first


@pytest.mark.parametrize(
    ("fund", "purpose", "text", "decision"),
    [
        ("wells", "", "wells", "accept"),
        ("Something", "Library", "Library", "accept"),
        ("Something", "", "Something", "accept"),
        ("", "", "", "accept"),
        ("wells", "Well Drilling", "wells", "accept"),
        ("wells", "Library", "wells", "review"),
    ],
)
def test_the_fund_is_the_first_known_one(fund: str, purpose: str, text: str, decision: str) -> None:
    (row,) = read(f"1,2024-03-14,Ines Vance,20.00,USD,{fund},{purpose}")

    assert (row.fund_text, row.decision) == (text, decision)


def test_names_of_files_and_lines_above_say_nothing_of_rows() -> None:
    (row,) = read("1,2024-03-14,Ines Vance,20.00,USD,,", name="pledges and refunds.csv")

    assert row.decision == "accept"


def test_a_column_somebody_added_is_asked_about_where_it_may_matter() -> None:
    (row,) = read("1,2024-03-14,Ines Vance,20.00,USD,,,2024-05-01", titles=f"{TITLES},Returned on")

    assert row.decision == "review"
