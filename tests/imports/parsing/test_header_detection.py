"""Where a table's titles stand, and what its rows say by their columns."""

import pytest

from imports.cells import NUMBER, Cell, Row, Sheet, Workbook, text_cell
from imports.parsing.header_detection import (
    find_table,
    is_platform_export,
    ragged_rows,
    table_at,
    total_label,
    warn_about,
)


def sheet(*lines: str, **more) -> Sheet:
    rows = [Row(number, [text_cell(text) for text in line.split(",")]) for number, line in enumerate(lines, start=1)]
    return Sheet("Gifts", rows, **more)


def test_titles_are_found_below_a_heading():
    table = find_table(sheet("Our gifts of 2021", "", "Date,Name,Amount", "2021-01-02,Ann Example,5"))

    assert (table.header, [column.role for column in table.columns]) == (3, ["date", "name", "amount"])
    assert [table.text(row, "name") for row in table.body] == ["Ann Example"]


def test_a_sheet_without_titles_has_no_table():
    assert find_table(sheet("Ann Example,5", "Bo Example,6")) is None


def test_repeated_titles_are_numbered_and_said():
    table = find_table(sheet("Date,Name,Amount,Note,Note", "2021-01-02,Ann,5,a,b"))
    book = Workbook("list.csv", [table.sheet])

    warn_about(book, table)

    assert [column.title for column in table.columns][-2:] == ["Note", "Note (2)"]
    assert "More than one column is called “Note”" in book.warnings[0]


def test_rows_wider_or_narrower_than_the_titles_are_ragged():
    table = find_table(sheet("Date,Name,Amount", "1,2,3", "1,2", "1,2,3,", "1,2,3,,", "1,2,3,x"))

    assert ragged_rows(table) == [3, 5, 6]  # one empty cell too many is a bank's habit


def test_titles_repeated_by_a_page_break_are_no_record():
    table = find_table(sheet("Date,Name,Amount", "DATE, name ,Amount", "2021-01-02,Ann,5"))

    assert [table.is_header_again(row) for row in table.body] == [True, False]


def test_a_value_merged_down_is_that_of_each_row():
    table = find_table(sheet("Date,Name,Amount", "2021-01-02,Ann,5", ",Bo,6", merged=[(2, 0, 3, 0)]))

    assert [table.text(row, "date") for row in table.body] == ["2021-01-02", "2021-01-02"]


def test_raw_names_cells_beyond_the_titles_by_their_letters():
    table = find_table(sheet("Date,Name,Amount", "1,2,3,x"))

    assert table.raw(table.body[0]) == {"Date": "1", "Name": "2", "Amount": "3", "column D": "x"}


def test_roles_a_person_gave_are_taken_by_title():
    given = sheet("Wann,Wer", "2021-01-02,Ann")

    table = table_at(given, given.rows[0], {"wer": "name"})

    assert (table.explained, [column.role for column in table.columns]) == (True, [None, "name"])


@pytest.mark.parametrize(
    ("text", "is_total"),
    [
        ("Grand total 2023", True),
        ("Sub-total", True),
        ("Total for March", True),
        ("Balance b/f", True),
        ("Total Wellness LLC", False),
        ("Summer Example", False),
    ],
)
def test_a_total_is_no_part_of_a_name(text, is_total):
    assert bool(total_label([Cell("5", NUMBER), text_cell(text)])) is is_total


def test_a_hand_made_list_is_no_platforms():
    assert is_platform_export(find_table(sheet("Date,Name,Amount", "1,2,3"))) is False
