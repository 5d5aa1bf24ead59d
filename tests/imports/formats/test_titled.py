"""Files whose titles are known word for word."""

import pytest

from imports.cells import Row, Sheet, Workbook, text_cell
from imports.formats.titled import records_of, snake, titled_tables, titles_found, words, yes_or_no
from imports.plans import IGNORE

SIGNATURE = words("donor_id email_1 amount")


def sheet(*lines: str, **more) -> Sheet:
    rows = [Row(number, [text_cell(text) for text in line.split(",")]) for number, line in enumerate(lines, start=1)]
    return Sheet("Export", rows, **more)


def test_titles_compare_in_snake_case():
    assert (snake("Email 1"), snake("  Donor-ID! ")) == ("email_1", "donor_id")


@pytest.mark.parametrize(("text", "said"), [("Yes", True), (" 0 ", False), ("", None), ("maybe", None)])
def test_yes_and_no(text, said):
    assert yes_or_no(text) is said


def test_a_table_is_found_wherever_its_header_stands():
    book = Workbook("a.csv", [sheet("Report,of today", "Amount,Donor ID,Email 1,Other", "'007,1,a@example.org,x")])

    ((_, table),) = titled_tables(book, SIGNATURE, 3, {"email_1": "email"})

    assert (table.header, [column.role for column in table.columns]) == (2, ["amount", "donor_id", "email", "other"])
    assert table.body[0].texts[0] == "007"  # without the apostrophe of text for Excel
    assert titles_found(book, SIGNATURE) == 3


def test_too_few_titles_or_a_hidden_sheet_make_no_table():
    book = Workbook("a.csv", [sheet("Amount,Name", "1,Ann"), sheet("Amount,Donor ID,Email 1", hidden=True)])

    assert [table for _, table in titled_tables(book, SIGNATURE, 3, {})] == [None, None]
    assert titles_found(book, SIGNATURE) == 1


def test_two_columns_of_one_title_are_numbered():
    book = Workbook("a.csv", [sheet("Amount,Donor ID,Email 1,Email 1")])

    ((_, table),) = titled_tables(book, SIGNATURE, 3, {})

    assert [column.title for column in table.columns][-2:] == ["Email 1", "Email 1 (2)"]


def test_rows_beside_a_table_are_named():
    found = list(records_of(Workbook("a.csv", []), [(sheet("a,b", "", "c,d"), None)]))

    assert [(row.row, row.decision) for row in found] == [(1, IGNORE), (3, IGNORE)]
