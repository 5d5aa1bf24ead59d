from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.imports.files import planned, raw_xlsx, records, told, xlsx

LOG = {
    "Notes": [["Willow Creek Library Friends"], ["Kept by Ines. Dates are month/day/year."]],
    "2014": [
        ["DONATIONS 2014"],
        [],
        ["Date", "Name", "Amount", "How paid", "For", "Notes"],
        [datetime(2014, 1, 2, 14, 30), "Gul Orakzai", 50, "Check #3729", "General", ""],
        ["16-Jan-14", "Tirmizi, Gul & Sakina", "$250/-", "Cash", "wells", ""],
        ["", "Sub-total", 300],
        ["— FEBRUARY 2014 —"],
        ["02-03-14", "Ines Vance", "CAD 40", "Cash", "Library", ""],
        ["2/20", "Ines Vance", 40, "Cash", "Library", ""],
        ["2/21/2014", "Ines Vance", "TBD", "Check", "", ""],
        ["2/22/2014", "", 40, "Check", "", ""],
        ["2/23/2014", "Ines Vance", "20+20", "Cash", "", ""],
        ["GRAND TOTAL 2014"],
        ["* matched gifts are marked"],
    ],
    "2015": [
        ["S.No", "Date Received", "Donor Name", "Address / City", "Phone", "Email", "Amount\n(GBP)", "Method / Check #",
         "Purpose", "Type"],
        [1, "3/5/2015", "Harbor Lights Bakery LLC", "Toledo", "", "", 500, "Check 12", "", "Donation"],
        [2, "3/6/2015", "Tom Vance", "Toledo", "419-555-0101", "tom@example.org", 1200, "PLEDGE", "wells", "Pledge"],
        [3, "4/6/2015", "Tom Vance", "Toledo", "", "", 300, "Check 44", "wells", "Pledge payment"],
        [4, "5/1/2015", "Tom Vance", "Toledo", "", "", "USD 75", "In-kind", "Library", "Donation"],
        [5, "6/1/2015", "Tom Vance", "Toledo", "", "", "($100.00)", "Check 44", "wells", "returned"],
        [6, "6/2/2015", "Tom Vance", "Toledo", "", "", 25, "Zelle", "wells", "Donation"],
        [6, "6/2/2015", "Tom Vance", "Toledo", "", "", 25, "Zelle", "wells", "Donation"],
    ],
    "2016": [
        ["Date", "First Name", "Last Name", "Spouse", "Amount", "Currency", "Method", "Ref", "Fund", "Thank-you sent?"],
        ["1/31/2016", "Gul", "Orakzai", "Palwasha", "1,000.00", "PKR", "Check", "77", "wells", "Y"],
        ["Date", "First Name", "Last Name", "Spouse", "Amount", "Currency", "Method", "Ref", "Fund", "Thank-you sent?"],
        ["2/1/2016", "", "St Mark Urdu Church", "", 60, "USD", "Cash", "", "", ""],
        ["13/45/2016", "Ines", "Vance", "", 60, "USD", "Cash", "", "", ""],
    ],
    "old": [["Date", "Name", "Amount"], ["1/1/2010", "Gul Orakzai", 5]],
}  # fmt: skip


def test_a_log_with_other_columns_each_year_is_read_whole() -> None:
    plan = planned(xlsx(LOG, hidden=["old"]))

    assert [(row.sheet, *told(row)) for row in records(plan)] == [
        ("2014", 4, "accept", "gift", "2014-01-02", "50.00", "USD", "GEN", "check"),
        ("2014", 5, "accept", "gift", "2014-01-16", "250.00", "USD", "WELL", "cash"),
        ("2014", 8, "accept", "gift", "2014-02-03", "40.00", "CAD", "LIB", "cash"),
        ("2014", 9, "review", "gift", "None", "40.00", "USD", "LIB", "cash"),
        ("2014", 10, "reject", "gift", "2014-02-21", "None", "USD", "GEN", "check"),
        ("2014", 11, "reject", "gift", "2014-02-22", "40.00", "USD", "GEN", "check"),
        ("2014", 12, "review", "gift", "2014-02-23", "None", "USD", "GEN", "cash"),
        ("2015", 2, "accept", "gift", "2015-03-05", "500.00", "GBP", "GEN", "check"),
        ("2015", 3, "accept", "pledge", "2015-03-06", "1200.00", "GBP", "WELL", "pledge"),
        ("2015", 4, "accept", "pledge_payment", "2015-04-06", "300.00", "GBP", "WELL", "check"),
        ("2015", 5, "accept", "in_kind", "2015-05-01", "75.00", "USD", "LIB", "in-kind"),
        # a dollar sign is no pound: the title's currency is only for cells that name none
        ("2015", 6, "review", "refund", "2015-06-01", "-100.00", "USD", "WELL", "check"),
        ("2015", 7, "accept", "gift", "2015-06-02", "25.00", "GBP", "WELL", "zelle"),
        ("2015", 8, "duplicate", "gift", "2015-06-02", "25.00", "GBP", "WELL", "zelle"),
        ("2016", 2, "accept", "gift", "2016-01-31", "1000.00", "PKR", "WELL", "check"),
        ("2016", 4, "accept", "gift", "2016-02-01", "60.00", "USD", "GEN", "cash"),
        ("2016", 5, "reject", "gift", "None", "60.00", "USD", "GEN", "cash"),
    ]


def test_its_totals_leave_out_what_is_held_pledged_or_in_kind() -> None:
    totals = planned(xlsx(LOG, hidden=["old"])).totals

    # USD 50 + 250 + 60; GBP 500 + 300 + 25
    assert totals.cash_net_by_currency == {
        "USD": Decimal("360.00"), "CAD": Decimal("40.00"), "GBP": Decimal("825.00"), "PKR": Decimal("1000.00")
    }  # fmt: skip
    assert totals.sum_by_kind_currency["pledge|GBP"] == Decimal("1200.00")
    assert totals.cash_net_by_year_currency["2014|USD"] == Decimal("300.00")


def test_rows_that_are_no_gifts_are_kept_and_say_why() -> None:
    plan = planned(xlsx(LOG, hidden=["old"]))

    assert [
        (row.sheet, row.row, row.reason) for row in plan.rows if row.decision == "ignore" and row.sheet != "Notes"
    ] == [
        ("2014", 6, "Total (Sub-total), not a gift."),
        ("2014", 7, "Heading or note, not a gift."),
        ("2014", 13, "Total (GRAND TOTAL 2014), not a gift."),
        ("2014", 14, "Note, not a gift."),
        ("2016", 3, "Repeated column titles."),
        ("old", 1, "The sheet is hidden."),
        ("old", 2, "The sheet is hidden."),
    ]


def test_the_parties_of_a_row_are_told_apart() -> None:
    rows = {(row.sheet, row.row): row for row in records(planned(xlsx(LOG, hidden=["old"])))}

    couple, bakery, church, spouse = rows["2014", 5], rows["2015", 2], rows["2016", 4], rows["2016", 2]
    assert None not in (couple.supporter, couple.supporter_2, couple.household)
    assert (bakery.supporter, bakery.organization is None) == (None, False)
    assert (church.supporter, church.organization is None) == (None, False)
    assert (spouse.supporter, spouse.supporter_2 is None) == (rows["2014", 4].supporter, False)
    assert rows["2015", 4].supporter == rows["2015", 3].supporter
    assert rows["2015", 8].gift == rows["2015", 7].gift


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


def test_dates_that_can_be_read_both_ways_wait_for_an_answer() -> None:
    data = xlsx({"2016": [["Date", "Name", "Amount"], ["3/4/2016", "Tom Vance", 20], ["5/6/2016", "Tom Vance", 30]]})

    assert [row.decision for row in records(planned(data))] == ["review", "review"]
    assert "month/day or day/month" in planned(data).warnings[0]
    assert [str(row.date) for row in records(planned(data, day_first=True))] == ["2016-04-03", "2016-06-05"]


def test_a_date_typed_once_for_merged_rows_counts_for_all() -> None:
    book = {"Deposits": [["Deposit Date", "Check #", "Name on Check", "Amount"], ["3/14/2016", 11, "Tom Vance", 20],
                         ["", 12, "Gul Orakzai", 30]]}  # fmt: skip
    data = merged(xlsx(book), "A2:A3")

    assert [(str(row.date), row.method) for row in records(planned(data))] == [("2016-03-14", "check")] * 2


def test_the_sheet_may_say_how_everything_was_paid() -> None:
    data = xlsx({"Cash 2016": [["Date", "Name", "Amount"], ["3/14/2016", "Tom Vance", 20]]})

    assert [row.method for row in records(planned(data))] == ["cash"]


def test_a_grant_belongs_to_its_sponsor_and_thanks_its_adviser() -> None:
    titles = ["Letter date", "Sponsor", "Recommended by", "Grant amount", "Grant ID"]
    (row,) = records(
        planned(xlsx({"Grants": [titles, ["3/14/2016", "Hillside Charitable Fund", "Ines Vance", 900, "G-7"]]}))
    )

    assert (row.supporter, row.method, row.organization is None, row.soft_credit is None) == (None, "daf", False, False)


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


def merged(data: bytes, cells: str) -> bytes:
    book = load_workbook(BytesIO(data))
    book.active.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
