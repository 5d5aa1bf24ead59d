"""Kinds of files by their titles, and what their columns mean."""

from imports.cells import Row, Sheet, Workbook, text_cell
from imports.column_mapping import GIFTS, PEOPLE, Mapping, signature, signature_of, tables_of

TITLES = Row(1, [text_cell("Wer"), text_cell("Betrag")])


def mapping(**fields) -> Mapping:
    columns = {"wer": "name", "betrag": "amount"}
    return Mapping("7", "Bank", signature(["Wer", "Betrag"]), **{"columns": columns, **fields})


def test_order_case_and_blanks_do_not_make_another_kind():
    assert signature(["Betrag", " WER "]) == signature_of(TITLES)
    assert signature(["Wer", "Betrag", "Wann"]) != signature_of(TITLES)
    assert signature_of(Row(1, [])) == ""


def test_a_file_with_amounts_lists_gifts():
    assert (mapping().lists, mapping(columns={"wer": "name"}).lists) == (GIFTS, PEOPLE)
    assert mapping().slug == "mapped:7"


def test_tables_of_this_kind_are_found_below_a_heading_and_on_visible_sheets():
    body = Row(3, [text_cell("Ann"), text_cell("5")])
    rows = [Row(1, [text_cell("Umsätze")]), Row(2, TITLES.cells), body]
    book = Workbook("list.xlsx", [Sheet("A", rows), Sheet("B", rows, hidden=True), Sheet("C", [body])])

    found = tables_of(book, mapping())

    assert list(found) == ["A"]
    assert [column.role for column in found["A"].columns] == ["name", "amount"]


def test_meanings_of_values_are_told_by_role():
    given = mapping(columns={"art": "kind", "wer": "name"}, values={"art": {"g": "gift"}, "wer": {"x": "y"}})

    assert given.values_by_role() == {"type": {"g": "gift"}}
