"""A small donor log for tests of committing: names, a couple, a foreign gift, a pledge with payments, odd rows."""

from datetime import datetime

from imports.models import ImportBatch
from tests.imports.files import xlsx

HEAD = ["Date", "Name", "Amount", "How paid", "For", "Notes"]


def small_log(*, extra: list[list] | None = None) -> bytes:
    """Seven rows of 2024: accepted cash is 50 + 250 + 75 + 600 - 25 = 950.00 and 100.00 GBP; a pledge of 1,200."""
    rows = [
        ["GIFTS 2024"],
        HEAD,
        ["2024-01-05", "Amina Testperson", "50.00", "Check #1001", "General", ""],
        ["2024-01-05", "Amina Testperson", "-25.00", "Check", "General", "Refund"],
        ["2024-02-06", "Bilal & Hina Sampleson", "250.00", "Check #1002", "General", ""],
        ["2024-02-07", "Kashif Otherperson", "75.00", "Cash", "Wells", ""],
        ["2024-03-01", "Exampleville Dental, LLC", "600.00", "Check #55", "General", ""],
        ["2024-03-09", "Omar Faraway", "£100.00", "Check #7", "General", ""],
        ["2024-04-01", "Rabia Promiser", "1200.00", "PLEDGE", "General", "Pledge"],
        ["March 2024", "Tariq Monthly", "40.00", "Cash", "General", ""],
        ["2024-06-01", "Sana Undecided", "see email", "Cash", "General", ""],
        *(extra or []),
        [None, "TOTAL", "950.00", None, None, None],
    ]
    return xlsx({"2024": rows})


def newcomers(count: int, *, called: str = "Newcomer") -> list[list]:
    """Rows for `extra`: 30.00 in cash from each of so many people nobody knows yet."""
    names = (f"Zainab {called}{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(count))
    return [["2024-07-01", name, "30.00", "Cash", "General"] for name in names]


def outcomes(batch: ImportBatch) -> dict[str, str]:
    """What became of each row, by the name in the file."""
    return {row.plan["name"]: row.state for row in batch.rows.all() if row.plan["name"]}


#: A log by hand with other columns each year.
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
