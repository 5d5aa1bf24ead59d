"""Workbooks with all their sheets, and what is said about odd ones."""

from datetime import date
from decimal import Decimal

import pytest

from imports.cells import DATE, NUMBER, Refused
from imports.reading.workbooks import read_xlsx
from tests.imports.files import raw_xlsx, xlsx


def test_values_keep_their_type_and_format():
    data = xlsx(
        {"2021": [["Name", "Amount", "Day"], ["Ann", 12.5, date(2021, 3, 1)]]}, formats={"2021!B2": "[$£-809]0.00"}
    )

    row = read_xlsx("gifts.xlsx", data).sheets[0].rows[1]

    assert (row.cells[1].number, row.cells[1].kind, row.cells[1].number_format) == (
        Decimal("12.5"),
        NUMBER,
        "[$£-809]0.00",
    )
    assert (row.cells[2].kind, row.cells[2].text) == (DATE, "2021-03-01")


def test_hidden_sheets_are_read_and_marked():
    book = read_xlsx("gifts.xlsx", xlsx({"A": [["x"]], "B": [["y"]]}, hidden=["B"]))

    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("A", False), ("B", True)]
    assert [sheet.name for sheet in book.visible] == ["A"]


def test_dates_from_1904_are_read_so_and_said():
    book = read_xlsx("gifts.xlsx", raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', date1904=True))

    assert (book.date1904, book.warnings) == (
        True,
        ["The workbook counts days from 1904 (old Macintosh); its dates were read that way."],
    )


def test_macros_are_named_and_not_run():
    data = raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', extra={"xl/vbaProject.bin": b"x"})

    assert "macros" in read_xlsx("gifts.xlsx", data).warnings[0]


def test_entities_are_refused():
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'

    with pytest.raises(Refused, match="XML entities"):
        read_xlsx("gifts.xlsx", raw_xlsx('<row r="1"/>', before=entity))


def test_broken_xml_is_damaged():
    with pytest.raises(Refused, match="damaged"):
        read_xlsx("gifts.xlsx", raw_xlsx('<row r="1">'))
