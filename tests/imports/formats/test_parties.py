"""The parties of a row."""

from datetime import datetime

import pytest

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


def test_the_parties_of_a_row_are_told_apart() -> None:
    rows = {(row.sheet, row.row): row for row in records(planned(xlsx(LOG, hidden=["old"])))}

    couple, bakery, church, spouse = rows["2014", 5], rows["2015", 2], rows["2016", 4], rows["2016", 2]
    assert None not in (couple.supporter, couple.supporter_2, couple.household)
    assert (bakery.supporter, bakery.organization is None) == (None, False)
    assert (church.supporter, church.organization is None) == (None, False)
    assert (spouse.supporter, spouse.supporter_2 is None) == (rows["2014", 4].supporter, False)
    assert rows["2015", 4].supporter == rows["2015", 3].supporter
    assert rows["2015", 8].gift == rows["2015", 7].gift


@pytest.mark.parametrize(
    ("name", "people"),
    [("Amir/Huda Testwala", ["Amir Testwala", "Huda Testwala"]), ("Gul / Tom Vance", ["Gul Vance", "Tom Vance"]),
     ("Gul Testwala/Tom Vance", ["Gul Testwala", "Tom Vance"]),
     ("Zarmina/Torgul Vance", ["Zarmina Vance", "Torgul Vance"]),
     ("Vance, Tom", ["Tom Vance"]), ("Testwala, Tom and Gul", ["Tom Testwala", "Gul Testwala"]),
     ("Vance, Tom Lee", ["Tom Lee Vance"]), ("Orakzai Testwala, Maria Elena", ["Maria Elena Orakzai Testwala"]),
     ("Tom Vance, Jr.", ["Tom Vance Jr."]), ("Tom Vance, MD", ["Tom Vance"])],
)  # fmt: skip
def test_a_slash_joins_two_and_a_comma_after_one_name_turns_it(name: str, people: list[str]) -> None:
    (row,) = records(planned(f'Date,Name,Amount\n2025-04-14,"{name}",750\n'))

    assert (row.decision, [one.full for one in row.party.people]) == ("accept", people)
