from decimal import Decimal

import pytest

from imports.cells import NUMBER, TEXT, Cell
from imports.contexts import Context
from imports.planning import column_profiling
from imports.reading.files import read_file
from tests.imports.files import FUNDS, csv_file, xlsx

ODD = """Wer;Wieviel;Wann;Post;Nr;Wofür;Wie;Leer
Ulf Beispiel;1.250,50;03.04.2024;u@example.org;A-1001;wells;Cash;
Eva Beispiel;20,00;04.05.2024;e@example.org;A-1002;Library;Check;
"""


def profiles(workbook):
    table = column_profiling.table_of(workbook, column_profiling.places(workbook)[0])
    return column_profiling.profile(table, Context(funds=FUNDS))


def test_columns_nobody_knows_by_title_are_guessed_by_their_values() -> None:
    assert {column.title: column.guess for column in profiles(csv_file(ODD))} == {
        "Wer": "name", "Wieviel": "amount", "Wann": "date", "Post": "email", "Nr": "external_id", "Wofür": "fund",
        "Wie": "method", "Leer": "",
    }  # fmt: skip


def test_a_title_is_believed_only_where_its_values_agree() -> None:
    found = profiles(csv_file("Date of what,Amount due by,Donor\nsoon,whenever,Tom Vance\nlater,never,Ines Vance\n"))

    assert [column.guess for column in found] == ["", "", "name"]


def test_each_column_shows_a_few_of_its_values_and_how_many_rows_fill_it() -> None:
    column = profiles(csv_file("a,b\n1,x\n1,\n2,\n3,\n4,\n"))[0]

    assert (column.samples, column.filled, column.rows) == (("1", "2", "3"), 5, 5)


def test_a_meaning_only_one_column_can_have_goes_to_the_first() -> None:
    found = profiles(
        csv_file("Given,Paid on,Booked\nTom Vance,2024-03-14,2024-03-15\nEva Vance,2024-03-14,2024-03-16\n")
    )

    assert [column.guess for column in found].count("date") == 1


def test_titles_are_looked_for_below_a_heading_and_never_among_records() -> None:
    book = read_file("a.xlsx", xlsx({"Gifts": [["Our gifts"], ["Who", "What"], ["Tom Vance", 5]], "Empty": []}))
    no_titles = csv_file("1,2,3\n4,5,6\n")

    assert [place.label for place in column_profiling.places(book)] == [
        "Gifts, row 2: Who | What",
        "Gifts, row 1: Our gifts",
    ]
    assert column_profiling.places(no_titles) == []


@pytest.mark.parametrize(
    ("texts", "ambiguous"),
    [
        (["3/4/2024", "5/6/2024"], True),
        (["3/4/2024", "25/6/2024"], False),
        (["2024-03-04"], False),
        (["3/3/2024"], False),
    ],
)
def test_dates_are_ambiguous_where_nothing_settles_the_order(texts, ambiguous) -> None:
    assert column_profiling.ambiguous_dates([Cell(text, TEXT) for text in texts]) is ambiguous


@pytest.mark.parametrize(
    ("texts", "ambiguous"),
    [(["1.234", "5"], True), (["1.234,50", "1.234"], False), (["1,234.50", "1,234"], False), (["12.50"], False)],
)
def test_amounts_are_ambiguous_where_nothing_settles_the_decimal_sign(texts, ambiguous) -> None:
    assert column_profiling.ambiguous_amounts([Cell(text, TEXT) for text in texts], likely=False) is ambiguous


def test_a_number_cell_is_an_amount_and_no_date() -> None:
    cell = Cell("12.5", NUMBER, Decimal("12.5"))

    assert (column_profiling.is_amount(cell), column_profiling.is_date(cell)) == (True, False)
