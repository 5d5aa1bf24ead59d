"""Workbooks written part by part, opened again with openpyxl."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from core.listing.files import workbooks


def opened(*rows, header=("A", "B"), most=1_000, title="Gifts", last=()):
    file = BytesIO()
    book = workbooks.Workbook(file, title=title, header=header, widths=[12] * len(header), most=most)
    book.add(rows)
    book.end_of_rows()
    book.add(list(last), bold=True)
    book.close()
    return load_workbook(file)


def test_each_kind_of_value_is_read_back_as_it_was():
    row = ["a <b> & “c”", Decimal("-1234.50"), 7, date(2026, 2, 28), datetime(2026, 2, 28, 13, 30, 55), None, ""]

    sheet = opened(row, header="ABCDEFG").active

    values = [cell.value for cell in sheet[2]]
    assert values[:5] == ["a <b> & “c”", -1234.5, 7, datetime(2026, 2, 28), datetime(2026, 2, 28, 13, 30, 55)]
    assert values[5:] == [None, None]
    formats = [cell.number_format for cell in sheet[2]][:5]
    assert formats == ["General", "#,##0.00", "#,##0", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"]


@pytest.mark.parametrize("text", [" led by space", "ended by one ", "two\nlines", "عائشہ", "]]>", "&amp;"])
def test_every_character_of_a_text_is_kept(text):
    assert opened([text, "x"]).active["A2"].value == text


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date(2026, 12, 1)])
def test_days_are_counted_as_excel_does(day):
    assert workbooks._serial(day) == to_excel(day)


def test_the_header_and_the_last_rows_are_bold_and_no_others():
    sheet = opened(["x", 1], last=([], ["Total", 1])).active

    assert [(row[0].value, row[0].font.b) for row in sheet.iter_rows()] == [
        ("A", True),
        ("x", False),
        (None, False),
        ("Total", True),
    ]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.column_dimensions["B"].width) == ("A1:B2", "A2", 12)


def test_sheets_have_names_of_their_own_that_excel_takes():
    book = opened(*([number, 1] for number in range(3)), most=2, title="It's: a very long name of a file that goes on")

    assert book.sheetnames == [
        "It's  a very long name of a fil",
        "It's  a very long name of a fi1",
        "It's  a very long name of a fi2",
    ]
    assert [sheet.auto_filter.ref for sheet in book.worksheets] == ["A1:B2"] * 3


def test_columns_beyond_the_alphabet_have_two_letters():
    header = [f"Column {number}" for number in range(1, 29)]

    sheet = opened(list(range(28)), header=header).active

    assert (sheet["Z2"].value, sheet["AA2"].value, sheet["AB2"].value) == (25, 26, 27)
