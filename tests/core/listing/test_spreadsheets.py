"""Files that people take home: the same rows, of the right kinds, and nothing that runs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import format_html
from openpyxl import load_workbook

from core.listing import spreadsheets
from core.listing.files import cells

HOSTILE = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "  =1", "\u200b=1", "\ufeff@x", "\n=1"]
HEADER = ["Name", "Amount", "Day"]


def read_csv(rows, header=HEADER):
    text = "".join(spreadsheets.csv_lines(header=header, rows=rows))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def read_xlsx(rows, header=HEADER):
    with spreadsheets.xlsx_file(header=header, rows=rows, title="Gifts [2026]") as file:
        return load_workbook(file)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_form_makes_a_formula_of_a_text(text):
    (cell,) = read_xlsx([[text]], ["Name"]).worksheets[0]["A2:A2"][0]

    assert read_csv([[text]], ["Name"])[1] == [f"'{text}"]
    assert (cell.data_type, cell.value[:1]) == ("s", "'")


@pytest.mark.parametrize("text", ["Amina", "O'Brien", "a=b", "1-2", "عائشہ", "«x»", "_x000D_"])
def test_innocent_text_stays_as_it_is(text):
    assert spreadsheets.safe_text(text) == text


def test_headings_are_made_safe_too():
    assert read_csv([], ["=HYPERLINK()"]) == [["'=HYPERLINK()"]]
    assert read_xlsx([], ["=HYPERLINK()"]).worksheets[0]["A1"].value == "'=HYPERLINK()"


def test_characters_that_xml_cannot_hold_are_left_out():
    rows = [["A\x00m\x0bi\x1fn\ud800a\uffff"]]

    assert read_csv(rows, ["Name"])[1] == ["Amina"]
    assert read_xlsx(rows, ["Name"]).worksheets[0]["A2"].value == "Amina"


def test_amounts_are_numbers_and_days_are_days_in_a_workbook():
    sheet = read_xlsx([["Amina", Decimal("-1234.50"), date(2026, 2, 28)]]).worksheets[0]

    assert [cell.value for cell in sheet[2]] == ["Amina", -1234.5, datetime(2026, 2, 28)]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d"]
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("#,##0.00", "yyyy-mm-dd")
    assert (sheet.title, sheet.freeze_panes) == ("Gifts  2026", "A2")


def test_a_csv_file_says_the_same_and_begins_with_the_mark_of_utf_8():
    text = "".join(spreadsheets.csv_lines(header=HEADER, rows=[["عائشہ", Decimal("-1234.50"), date(2026, 2, 28)]]))

    assert text == "\ufeffName,Amount,Day\r\nعائشہ,-1234.50,2026-02-28\r\n"


def test_moments_are_told_in_the_zone_of_the_page():
    assert spreadsheets.plain(datetime(2026, 3, 1, 8, 2, 5, 7, tzinfo=UTC)) == datetime(2026, 3, 1, 8, 2, 5)


def test_markup_and_missing_values_do_not_reach_a_file():
    cell = format_html("<b>{}</b>", "Amina & <Omar>")

    assert read_csv([[cell, None, True]])[1] == ["Amina & <Omar>", "", "Yes"]


def test_a_cell_holds_no_more_than_excel_takes():
    assert len(read_xlsx([["x" * 40_000]], ["Name"]).worksheets[0]["A2"].value) == 32_767


def test_rows_beyond_a_sheet_go_to_another_one(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)

    book = read_xlsx(([str(number)] for number in range(5)), ["Name"])

    assert [[row[0].value for row in sheet] for sheet in book.worksheets] == [
        ["Name", "0", "1"],
        ["Name", "2", "3"],
        ["Name", "4"],
    ]


def test_a_csv_file_is_written_while_rows_are_read(monkeypatch):
    seen = []

    def rows():
        for number in range(3):
            seen.append(number)
            yield [number]

    monkeypatch.setattr(cells, "AT_ONCE", 2)
    lines = spreadsheets.csv_lines(header=["Number"], rows=rows())

    assert (next(lines), seen) == ("\ufeffNumber\r\n", [])
    assert (next(lines), seen) == ("0\r\n1\r\n", [0, 1])


def test_columns_are_as_wide_as_what_stands_in_them():
    sheet = read_xlsx([["A name of forty letters and then some more", Decimal("1"), None]]).worksheets[0]

    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] >= len("A name of forty letters and then some more")
    assert (widths[1] < 20, widths[2] < 20) == (True, True)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_moments_of_a_file_read_in_the_zone_of_the_page_that_gave_it(form):
    """A file is sent after the request has left the zone of its page."""
    at = datetime(2026, 11, 29, 18, 30, 55, tzinfo=UTC)

    def rows():
        yield [at, at.astimezone(timezone.get_current_timezone()).strftime("%H:%M")]

    with timezone.override(ZoneInfo("America/New_York")):
        answer = spreadsheets.respond(form=form, name="log", header=["When", "Hour"], rows=rows())
    content = b"".join(answer.streaming_content)

    if form == "csv":
        assert content.decode().splitlines()[1] == "2026-11-29 13:30:55,13:30"
    else:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert [cell.value for cell in sheet[2]] == [datetime(2026, 11, 29, 13, 30, 55), "13:30"]
    assert timezone.get_current_timezone_name() == "UTC"
