"""Sheets of one column and lines without titles: lists of people and money are read or held, notes are named."""

import pytest

from imports.plans import Plan
from tests.imports.files import planned, xlsx

GIFTS = [["Name", "Date", "Amount"], ["Ana Pinto", "2024-01-05", 10]]


def beside_gifts(name: str, rows: list[list]) -> tuple[Plan, list]:
    plan = planned(xlsx({"2024": GIFTS, name: rows}))
    return plan, [row for row in plan.rows if row.sheet == name]


@pytest.mark.parametrize(
    ("name", "channels"),
    [("DO NOT SOLICIT", {"email", "phone", "sms", "mail"}), ("Deceased", {"email", "phone", "sms", "mail"}),
     ("Do not mail", {"mail"}), ("Do not call", {"phone"})],
)  # fmt: skip
def test_a_sheet_of_one_column_of_names_is_read(name: str, channels: set) -> None:
    _, rows = beside_gifts(name, [["Name"], ["Teodoro Quispe"], ["Bo Lund"]])

    assert [(row.decision, row.party.written) for row in rows] == [("accept", "Teodoro Quispe"), ("accept", "Bo Lund")]
    assert [row.as_json()["consent"] for row in rows] == [dict.fromkeys(channels, "out")] * 2


@pytest.mark.parametrize("name", ["Do not mail", "DO NOT SOLICIT", "Deceased", "Bounced", "Bad checks", "Pledges"])
def test_names_without_a_title_are_held_where_the_sheet_s_name_says_something(name: str) -> None:
    _, rows = beside_gifts(name, [["Teodoro Quispe"], ["Bo Lund"]])

    assert [row.decision for row in rows] == ["review", "review"]
    assert all(f"“{name}”" in row.reason for row in rows)


@pytest.mark.parametrize(
    "rows", [[[50], [20], [30]], [["$50.00"]], [["Ingeborg Sahl — $75 — 2/9/2024"]], [["Bo Lund gave 20 dollars"]]]
)
def test_money_in_lines_without_titles_is_held(rows: list[list]) -> None:
    _, found = beside_gifts("Cash", rows)

    assert {row.decision for row in found} == {"review"}


@pytest.mark.parametrize(
    "rows", [[["Remember the letters"]], [["2024"], ["2025"]], [["Total 500.00"]], [["General"], ["Well Drilling"]]]
)
def test_notes_and_lists_of_words_are_named(rows: list[list]) -> None:
    plan, found = beside_gifts("Other", rows)

    assert {row.decision for row in found} == {"ignore"}
    assert any("“Other” contains only notes" in text for text in plan.warnings)


@pytest.mark.parametrize("titles", ["Name,Check", "Name,Fund"])
@pytest.mark.parametrize("name", ["Bounced", "Returned", "Bad checks"])
def test_a_list_without_amounts_that_is_called_one_of_money_is_held(name: str, titles: str) -> None:
    _, rows = beside_gifts(name, [titles.split(","), ["Teodoro Quispe", "101"]])

    assert [row.decision for row in rows] == ["review"]
    assert f"“{name}”" in rows[0].reason


def test_a_file_of_one_column_is_a_list_of_people() -> None:
    plan = planned("Email\nana@x.example\nbo@x.example\n", "unsubscribed.csv")

    assert [(row.decision, row.as_json()["consent"]) for row in plan.rows] == [("accept", {"email": "out"})] * 2
