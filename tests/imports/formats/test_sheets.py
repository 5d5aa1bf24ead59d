"""Sheets of a workbook: merged cells, formulas, and what the sheet itself says."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.imports.files import planned, raw_xlsx, records, xlsx


def test_currency_may_live_in_the_number_format_alone() -> None:
    rows = [
        ["Date", "Name", "Amount", "How paid"],
        ["1/31/2016", "Tom Vance", 20, "Cash"],
        ["2/1/2016", "Tom Vance", 30, "Cash"],
    ]
    plan = planned(xlsx({"2016": rows}, formats={"2016!C2": "[$£-809]#,##0.00", "2016!C3": "[$Rs-420]\\ #,##0"}))

    assert [(row.amount, row.currency) for row in records(plan)] == [
        (Decimal("20.00"), "GBP"),
        (Decimal("30.00"), "PKR"),
    ]


def test_a_date_typed_once_for_merged_rows_counts_for_all() -> None:
    book = {"Deposits": [["Deposit Date", "Check #", "Name on Check", "Amount"], ["3/14/2016", 11, "Tom Vance", 20],
                         ["", 12, "Gul Orakzai", 30]]}  # fmt: skip
    data = merged(xlsx(book), "A2:A3")

    assert [(str(row.date), row.method) for row in records(planned(data))] == [("2016-03-14", "check")] * 2


def test_the_sheet_may_say_how_everything_was_paid() -> None:
    data = xlsx({"Cash 2016": [["Date", "Name", "Amount"], ["3/14/2016", "Tom Vance", 20]]})

    assert [row.method for row in records(planned(data))] == ["cash"]


FORMULA = '<row r="{0}"><c r="A{0}"><v>43284</v></c><c r="B{0}" t="str">{1}</c><c r="C{0}">{2}</c></row>'
TITLES = "".join(
    f'<c r="{place}" t="inlineStr"><is><t>{title}</t></is></c>'
    for place, title in (("A1", "Date"), ("B1", "Name"), ("C1", "Amount"))
)


def test_formulas_give_their_saved_value_and_are_never_worked_out() -> None:
    rows = (
        f'<row r="1">{TITLES}</row>'
        + FORMULA.format(2, "<v>Tom Vance</v>", "<f>20+5</f><v>25</v>")
        + FORMULA.format(3, "<v>Tom Vance</v>", "<f>20+5</f>")
        + FORMULA.format(4, '<f>HYPERLINK("http://x.test")</f><v>Tom Vance</v>', "<v>25</v>")
    )
    plan = planned(raw_xlsx(rows))

    assert [(row.decision, row.amount) for row in records(plan)] == [
        ("accept", Decimal("25.00")), ("review", None), ("review", Decimal("25.00"))
    ]  # fmt: skip
    assert plan.rows[0].note == "The amount is a formula in the file (=20+5)."


@pytest.mark.parametrize("name", ['=HYPERLINK(""x"")', "+cmd|x!A0", "@SUM(1)", "'=1+1", "＝1+1", "-Tom"])
def test_formulas_for_names_are_held_with_a_sentence(name: str) -> None:
    plan = planned(f'Name,Amount,Date\n"{name}",10,2024-01-13\n')

    (row,) = records(plan)
    assert (row.decision, row.supporter, row.amount) == ("review", None, Decimal("10.00"))
    assert row.reason == "The name cell is a formula: enter the name."


LOG = [["Gifts"], ["Date", "Name", "Amount"], ["2024-01-13", "Tom Vance", 10], ["2024-01-14", "Bea Vance", 20],
       ["2024-01-15", "Gul Testwala", 30]]  # fmt: skip


@pytest.mark.parametrize("place", ["A3", "B3", "C3", "D3"])
def test_a_comment_on_a_cell_holds_its_row_and_is_quoted(place: str) -> None:
    plan = planned(marked(xlsx({"2024": LOG}), comments={place: "really $10, a typo", "A1": "kept by Ann"}))

    assert [row.decision for row in records(plan)] == ["review", "accept", "accept"]
    assert "really $10, a typo" in records(plan)[0].reason
    assert any("A1" in warning and "kept by Ann" in warning for warning in plan.warnings)


def test_a_comment_where_no_cell_is_is_named() -> None:
    plan = planned(marked(xlsx({"2024": LOG}), comments={"J40": "ask Bea"}))

    assert any("ask Bea" in warning for warning in plan.warnings)


@pytest.mark.parametrize("places", [["C4"], ["A4", "B4", "C4"]])
def test_a_row_with_cells_struck_through_is_held(places: list[str]) -> None:
    plan = planned(marked(xlsx({"2024": LOG}), struck=places))

    assert [row.decision for row in records(plan)] == ["accept", "review", "accept"]
    assert "struck through" in records(plan)[1].reason


def marked(data: bytes, *, comments: dict[str, str] | None = None, struck: list[str] | None = None) -> bytes:
    book = load_workbook(BytesIO(data))
    for place, text in (comments or {}).items():
        book.active[place].comment = Comment(text, "Ann")
    for place in struck or ():
        book.active[place].font = Font(strike=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def merged(data: bytes, cells: str) -> bytes:
    book = load_workbook(BytesIO(data))
    book.active.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
