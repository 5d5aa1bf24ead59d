"""The files of gifts, movements and donors, opened again: amounts are numbers, days are days, and nothing runs."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from donations.ledger.refunds import refund_gift
from donations.ledger.services import annotate_gift
from tests.support.builders import TODAY, general_fund, make_campaign, make_gift, make_pledge, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
FORMULA = '=HYPERLINK("https://example.org","x")'
LISTS = ["/gifts/", "/reports/movements/", "/reports/donors/?as_of=2026-06-15"]


@pytest.fixture
def given(organization):
    """A gift of $1,250.50 whose donor's name is a formula, $50 of it given back."""
    donor = make_supporter(FORMULA)
    gift = make_gift(Decimal("1250.50"), supporter=donor, gift_on=date(2026, 3, 2), check_number="0071")
    refund_gift(
        gift=gift, amount=Decimal("50"), refunded_on=date(2026, 4, 1), posted_on=TODAY, by=None, reason="Paid twice"
    )
    return gift


def taken(client, address, form):
    """The file of a list, with the reason it asks for."""
    url = f"{address}{'&' if '?' in address else '?'}export={form}"
    answer = client.post(url, {"reason": "A test"})
    return b"".join(answer.streaming_content)


def sheet(client, address):
    """The header and the rows of a workbook, as Python reads their values."""
    book = load_workbook(BytesIO(taken(client, address, "xlsx")))
    header, *rows = book.active.iter_rows()
    titles, last = [cell.value for cell in header], rows_until(book.active.auto_filter.ref)
    return [dict(zip(titles, (cell.value for cell in row), strict=True)) for row in rows[: last - 1]], book


def rows_until(ref):
    """The last row of a range such as ``A1:D7``: what stands beneath are totals."""
    return int(ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def test_a_workbook_of_gifts_has_numbers_and_days(client_as, given):
    (row,), _ = sheet(client_as("finance"), "/gifts/")

    assert row["Gift"] == given.spoken_number
    assert row["Donor"] == f"'{FORMULA}"
    assert (row["Date of gift"], row["Amount"], row["Refunded"]) == (datetime(2026, 3, 2), 1250.5, 50)
    assert (row["Payment method"], row["Check number"], row["Fund"]) == ("Check", "0071", general_fund().name)
    assert row["Status"] == "refunded"


def test_a_workbook_of_movements_adds_up(client_as, given):
    rows, _ = sheet(client_as("finance"), "/reports/movements/")

    found = [(row["Type"], row["Date of gift"], row["Amount"], row["Gift"]) for row in rows]
    assert found == [
        ("Refund", datetime(2026, 4, 1), -50, given.spoken_number),
        ("Gift", datetime(2026, 3, 2), 1250.5, given.spoken_number),
    ]


def test_a_workbook_of_donors_leaves_a_year_without_gifts_empty(client_as, given):
    (row,), _ = sheet(client_as("finance"), "/reports/donors/?as_of=2026-06-15")

    assert (row["This year to date"], row["Last fiscal year"]) == (1200.5, None)
    assert row["Supporter number"] == given.supporter.spoken_number


@pytest.mark.parametrize("address", LISTS)
def test_no_cell_of_a_workbook_is_a_formula(client_as, given, address):
    _, book = sheet(client_as("finance"), address)

    assert [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("address", LISTS)
def test_a_csv_file_says_the_same_as_the_workbook(client_as, given, address):
    client = client_as("finance")
    rows, _ = sheet(client, address)

    lines = list(csv.DictReader(StringIO(taken(client, address, "csv").decode("utf-8-sig"))))

    assert [[plain(value) for value in row.values()] for row in rows] == [list(line.values()) for line in lines]
    assert all(not value.startswith(("=", "+", "@")) for line in lines for value in line.values())


@pytest.fixture
def grouped(given):
    """The gift above in a campaign, and two of $10.10 and $20.20 in one named like a formula."""
    named, other = make_campaign("Wells 2026"), make_campaign(FORMULA)
    annotate_gift(gift=given, values={"campaign_id": named.pk}, version=given.version, by=None)
    for amount in ("10.10", "20.20"):
        make_gift(Decimal(amount), gift_on=date(2026, 5, 1), campaign_id=other.pk)


COLUMNS = ["Donor", "Date of gift", "Amount", "Gifts in the group", "Cash and stock, less refunds"]
GROUPED = "/gifts/?group=campaign&cols=supporter,gift_on,amount&sort=amount"


def test_a_grouped_workbook_heads_each_group_with_numbers_that_add_up(client_as, grouped):
    rows, book = sheet(client_as("finance"), GROUPED)

    heads = [list(row.values()) for row in rows if row["Gifts in the group"] is not None]
    inside = [list(row.values())[1:] for row in rows if row["Gifts in the group"] is None]
    assert [list(row) for row in rows] == [COLUMNS] * 5
    assert heads == [
        [f"'{FORMULA}", None, None, 2, 30.3],  # 10.10 + 20.20
        ["Wells 2026", None, None, 1, 1200.5],  # 1,250.50 − 50.00
    ]
    assert inside == [
        [datetime(2026, 5, 1), 10.1, None, None],
        [datetime(2026, 5, 1), 20.2, None, None],
        [datetime(2026, 3, 2), 1250.5, None, None],
    ]
    assert [cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert {cell.number_format for cell in book.active["E"] if cell.data_type == "n" and cell.value} == {"#,##0.00"}


def test_a_grouped_csv_file_says_the_same_as_the_workbook(client_as, grouped):
    client = client_as("finance")
    rows, _ = sheet(client, GROUPED)

    lines = list(csv.DictReader(StringIO(taken(client, GROUPED, "csv").decode("utf-8-sig"))))

    told = [{name: text for name, text in line.items() if name != "Gifts in the group"} for line in lines]
    assert told == [{name: plain(row[name]) for name in COLUMNS if name != "Gifts in the group"} for row in rows]
    assert [line["Gifts in the group"] for line in lines] == ["2", "", "", "1", ""]


def plain(value):
    """A cell of a workbook as the CSV file writes it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float | int):
        return f"{value:.2f}"
    return value or ""


@pytest.mark.parametrize("address", ["/gifts/", "/pledges/", "/acknowledgments/", "/reports/movements/"])
def test_a_file_about_gifts_names_its_supporters_by_number_and_types_its_columns(client_as, address):
    """A number leads from a file back to the record, as a name alone does not; days are days, amounts numbers."""
    person = make_supporter()
    make_gift(Decimal("50"), supporter=person)
    make_pledge(Decimal("500"), supporter=person)

    content = taken(client_as("finance", "admin"), address, "xlsx")
    head, row = load_workbook(BytesIO(content)).worksheets[0].iter_rows(max_row=2)

    found = {title.value: cell for title, cell in zip(head, row, strict=True)}
    assert found["Supporter number"].value == person.spoken_number
    assert {cell.data_type for cell in found.values() if cell.number_format == "#,##0.00"} == {"n"}
    assert {cell.data_type for cell in found.values() if cell.number_format == "yyyy-mm-dd"} == {"d"}
