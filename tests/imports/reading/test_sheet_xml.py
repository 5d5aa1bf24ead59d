"""The XML of a worksheet: cells by place and type, and what no sheet can hold."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest

from imports.cells import BOOL, DATE, ERROR, NUMBER
from imports.reading.sheet_xml import BadSheet, SharedText, Style, read_sheet, read_strings

STYLES = [Style("General"), Style("yyyy-mm-dd", is_date=True), Style('"$"0.00'), Style("General", struck=True)]


def rows(xml: str, shared: tuple[str, ...] = (), **options):
    found, _ = read_sheet(
        BytesIO(f"<worksheet><sheetData>{xml}</sheetData></worksheet>".encode()),
        list(map(SharedText, shared)),
        STYLES,
        False,
        options.get("comments"),
    )
    return found


def cells(xml: str, *shared: str):
    return rows(f'<row r="1">{xml}</row>', shared)[0].cells


def test_shared_texts_join_their_runs_and_leave_phonetic_hints_out():
    xml = b"<sst><si><t>Ann </t><r><t>Example</t></r><rPh><t>hint</t></rPh></si><si/></sst>"

    assert read_strings(BytesIO(xml)) == [SharedText("Ann Example"), SharedText("")]


def test_a_line_through_a_cell_or_a_part_of_its_text_is_told():
    xml = (b"<sst><si><r><t>Ann</t></r><r><rPr><strike/></rPr><t>50</t></r></si>"
           b"<si><r><rPr><strike val='0'/></rPr><t>Ann</t></r></si></sst>")  # fmt: skip
    shared = read_strings(BytesIO(xml))
    sheet = (b'<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c s="3"><v>5</v></c>'
             b'<c s="3"/><c t="inlineStr"><is><r><rPr><strike/></rPr><t>x</t></r></is></c></row>'
             b'</sheetData></worksheet>')  # fmt: skip
    (row,) = read_sheet(BytesIO(sheet), shared, STYLES, False)[0]

    assert [cell.struck for cell in row.cells] == [True, False, True, False, True]


def test_comments_stand_at_their_cells_even_at_empty_ones():
    (row,) = rows('<row r="2"><c r="A2"><v>1</v></c><c r="B2"/></row>', comments={"A2": "a typo", "B2": "ask Ann"})

    assert [(cell.text, cell.comment) for cell in row.cells] == [("1", "a typo"), ("", "ask Ann")]


def test_cells_stand_where_they_say_or_after_the_last():
    found = cells('<c r="B1"><v>1</v></c><c><v>2</v></c>')

    assert [cell.text for cell in found] == ["", "1", "2"]


def test_every_type_of_cell():
    found = cells(
        '<c t="s"><v>0</v></c><c t="inlineStr"><is><t>x</t></is></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c>'
        '<c s="1"><v>45000</v></c><c s="2"><v>0.30000000000000004</v></c><c t="str"><f>A1</f><v>y</v></c>',
        "shared",
    )

    assert [cell.text for cell in found[:4]] == ["shared", "x", "#N/A", "TRUE"]
    assert [cell.kind for cell in found[2:6]] == [ERROR, BOOL, DATE, NUMBER]
    assert found[4].moment == datetime(2023, 3, 15)
    assert (found[5].number, found[5].number_format) == (Decimal("0.3"), '"$"0.00')
    assert (found[6].text, found[6].formula) == ("y", "A1")


def test_what_looks_like_no_number_stays_text():
    assert cells("<c><v>1e999</v></c><c><v>12a</v></c>")[1].text == "12a"


def test_escaped_and_half_letters_are_made_whole():
    assert [cell.text for cell in cells('<c t="str"><v>a_x000A_b</v></c><c t="str"><v>_xD800_</v></c>')] == [
        "a\nb",
        "\ufffd",
    ]


def test_rows_without_anything_are_left_out():
    found = rows('<row r="1"><c r="A1"/></row><row r="3"><c r="A3"><v>1</v></c></row>')

    assert [row.number for row in found] == [3]


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c t="s"><v>7</v></c></row>',
        '<row r="1"><c s="9"><v>7</v></c></row>',
        '<row r="1048577"/>',
        "<row>",
    ],
)
def test_what_no_sheet_can_hold_is_bad(xml):
    with pytest.raises(BadSheet):
        rows(xml)


def test_merged_ranges_are_told_and_whole_columns_are_not():
    xml = b'<worksheet><mergeCells><mergeCell ref="B2:C4"/><mergeCell ref="A:A"/></mergeCells></worksheet>'

    assert read_sheet(BytesIO(xml), [], [], False)[1] == [(2, 1, 4, 2)]
