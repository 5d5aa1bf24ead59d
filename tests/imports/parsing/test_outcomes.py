"""What says that money did not come counts wherever it stands: a cell, a title, a heading, a sheet, a file."""

import pytest

from imports.parsing.outcomes import says_came, says_did_not_come
from tests.imports.files import planned, xlsx

STATEMENTS = (
    "Checks returned by the bank", "Returned by bank", "Bad checks", "Checks that bounced", "Stopped payments", "NSF",
    "Uncashed checks", "Not deposited", "Checks to be deposited", "Disputed", "Chargebacks", "Declined cards", "Failed",
    "VOID", "Canceled", "Written off", "Refunds 2024", "Donations returned to donors", "Gifts we sent back", "Pending",
    "Awaiting payment", "Not received", "Promised", "Unpaid", "Still owed", "Duplicates", "Already entered", "Drafts",
    "Quotes", "Bids", "Letters of intent", "Intent to give", "Potential donors", "Grants made", "Beneficiaries",
    "For another charity", "Expenses", "Tuition",
)  # fmt: skip
HEAD = ["Name", "Date", "Amount"]
GIFT = ["Ana Pinto", "2024-01-05", "10.00"]
#: A list of one gift with a statement in each place where one may stand, and the name of its file.
PLACES = {
    "cell": lambda said: ([[*HEAD, "Xyz"], [*GIFT, said]], "list.csv"),
    "note": lambda said: ([[*HEAD, "Notes"], [*GIFT, said]], "list.csv"),
    "title": lambda said: ([[said], HEAD, GIFT], "list.csv"),
    "heading": lambda said: ([HEAD, [said, "", ""], GIFT], "list.csv"),
    "heading of a group": lambda said: ([["", "", said], HEAD, GIFT], "list.csv"),
    "file name": lambda said: ([HEAD, GIFT], f"{said.replace(' ', '_')}.csv"),
}
ORDINARY = (
    "Gifts 2024", "Spring appeal", "Harbor dinner 2024", "Bank transfers", "Ramadan drive", "Copy of donor log",
    "Returning donors", "Stop hunger drive", "Walk for water", "Board gifts", "Donors who gave in 2024", "Major gifts",
    "Acme grants received", "Back to school drive", "Zakat received", "Fundraising event",
)  # fmt: skip


def decisions(rows: list[list[str]], name: str) -> list[tuple[str, str | None]]:
    text = "\n".join(",".join(row) for row in rows)
    return [(row.decision, row.kind) for row in planned(f"{text}\n", name).rows if row.decision != "ignore"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("said", STATEMENTS)
def test_what_speaks_against_a_gift_is_no_gift_wherever_it_stands(said: str, place: str) -> None:
    assert ("accept", "gift") not in decisions(*PLACES[place](said))


@pytest.mark.parametrize("said", STATEMENTS)
def test_what_speaks_against_a_gift_is_no_gift_as_the_name_of_a_sheet(said: str) -> None:
    plan = planned(xlsx({said: [HEAD, GIFT]}))

    assert [row.kind for row in plan.rows if row.decision == "accept" and row.kind == "gift"] == []


@pytest.mark.parametrize("place", ["title", "file name"])
@pytest.mark.parametrize("said", ORDINARY)
def test_an_ordinary_title_asks_nothing(said: str, place: str) -> None:
    assert decisions(*PLACES[place](said)) == [("accept", "gift")]


@pytest.mark.parametrize("said", ["Bad checks", "Duplicates", "Not deposited", "Checks returned by the bank"])
def test_a_type_in_the_row_does_not_answer_whether_money_came(said: str) -> None:
    assert decisions([[said], [*HEAD, "Type"], [*GIFT, "Donation"]], "list.csv") == [("review", "gift")]


@pytest.mark.parametrize("said", ["cleared", "paid", "Yes", "received in full", "thanked"])
def test_what_says_that_money_came_asks_nothing(said: str) -> None:
    assert (says_came(said), says_did_not_come(said)) == (True, False)


@pytest.mark.parametrize("said", ["already entered in QuickBooks", "stopped by the office", "return visit in May"])
def test_a_note_about_something_else_asks_nothing(said: str) -> None:
    assert not says_did_not_come(said, note=True)
