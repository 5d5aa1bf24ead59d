"""Rows and cells as read."""

from imports.cells import BLANK, TEXT, Cell, Row, Sheet, Workbook, text_cell


def test_a_row_ends_in_empty_cells():
    row = Row(1, [text_cell("a")])

    assert (row.cell(0).text, row.cell(1).text, row.cell(-1).text) == ("a", "", "")


def test_blanks_alone_are_blank():
    assert (text_cell(" ").kind, text_cell("x").kind) == (BLANK, TEXT)
    assert Row(1, [text_cell(" "), Cell()]).is_blank is True
    assert Row(1, [text_cell(" "), text_cell("x")]).is_blank is False


def test_hidden_sheets_are_not_visible():
    book = Workbook("list.xlsx", [Sheet("A", []), Sheet("B", [], hidden=True)])

    assert [sheet.name for sheet in book.visible] == ["A"]
