"""One row of a hand-made list: who gave, and what kind of money it was."""

import pytest

from tests.imports.books import LOG
from tests.imports.files import planned, records, xlsx


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


@pytest.mark.parametrize("paid", ["DAF", "Fidelity DAF", "donor-advised fund"])
def test_a_grant_of_a_fund_is_no_gift_of_the_person_named(paid):
    (row,) = records(planned(f"Name,Date,Amount,Fund,How\nAna Pinto,2024-01-05,50,General,{paid}\n"))

    assert (row.decision, row.method) == ("review", "daf")
    assert "choose the donor" in row.reason
