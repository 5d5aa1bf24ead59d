"""One row of a hand-made list: who gave, and what kind of money it was."""

from datetime import datetime

from tests.imports.files import planned, records, xlsx

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


def test_a_grant_belongs_to_its_sponsor_and_thanks_its_adviser() -> None:
    titles = ["Letter date", "Sponsor", "Recommended by", "Grant amount", "Grant ID"]
    (row,) = records(
        planned(xlsx({"Grants": [titles, ["3/14/2016", "Hillside Charitable Fund", "Ines Vance", 900, "G-7"]]}))
    )

    assert (row.supporter, row.method, row.organization is None, row.soft_credit is None) == (None, "daf", False, False)
