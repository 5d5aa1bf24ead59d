"""Notes beneath a table, prose above it, and marks on its cells say something of rows."""

import pytest

from imports.plans import PlannedRow
from tests.imports.files import planned, records

LIST = "Name,Date,Amount\nTom Vance{mark},2024-01-05,10\nTeodoro Quispe,2024-01-06,20\nIda Marsh,2024-01-07,30\n"
CONTACTS = "Name,Email\nTom Vance{mark},tom@x.example\nTeodoro Quispe,teo@x.example\n"


def rows_above(note: str, mark: str = "", listed: str = LIST) -> list[PlannedRow]:
    return records(planned(f'{listed.format(mark=mark)}"{note}",,\n'))


def held(rows: list[PlannedRow]) -> list[str]:
    return [row.party.written for row in rows if row.decision != "accept"]


ALL = ["Tom Vance", "Teodoro Quispe", "Ida Marsh"]


@pytest.mark.parametrize(
    ("note", "mark", "about"),
    [
        ("* pledged, not received", "*", ["Tom Vance"]), ("* pledged, not received", "", ALL),
        ("** check returned", "**", ["Tom Vance"]),
        ("† not yet deposited", "†", ["Tom Vance"]),
        ("NOTE: these are pledges", "", ALL), ("Note: not counted yet", "", ALL),
        ("Teodoro’s check bounced", "", ["Teodoro Quispe"]),
        ("Quispe asked us not to mail him", "", ["Teodoro Quispe"]),
        ("* goes to the well", "*", []), ("* zakat", "*", []), ("Updated by the office", "", []),
    ],
)  # fmt: skip
def test_a_note_beneath_a_list_is_about_those_it_marks_or_names_else_all(note: str, mark: str, about: list) -> None:
    rows = rows_above(note, mark)

    assert held(rows) == about
    assert all(note in row.reason for row in rows if row.decision == "review")
    assert [row.party.written for row in rows] == ALL


def test_a_note_beneath_a_list_names_the_currency_of_its_amounts() -> None:
    assert [row.currency for row in rows_above("All amounts in CAD")] == ["CAD"] * 3


def test_a_mark_that_nothing_explains_is_asked_and_is_no_part_of_a_name() -> None:
    rows = records(planned(LIST.format(mark="*")))

    assert (held(rows), rows[0].party.written, rows[0].raw["Name"]) == (["Tom Vance"], "Tom Vance", "Tom Vance*")


@pytest.mark.parametrize("mark", ["*", "†", "(*)"])
def test_an_amount_keeps_its_value_beside_a_mark(mark: str) -> None:
    (row,) = records(planned(f"Name,Date,Amount\nTom Vance,2024-01-05,10.00{mark}\n"))

    assert (row.decision, str(row.amount)) == ("review", "10.00")


@pytest.mark.parametrize(
    ("note", "mark"), [("† deceased", "†"), ("* do not mail", "*"), ("Tom asked us not to mail him", "")]
)
def test_a_note_beneath_a_list_of_people_is_about_some_of_them(note: str, mark: str) -> None:
    rows = rows_above(note, mark, CONTACTS)

    assert (held(rows), len(rows)) == (["Tom Vance"], 2)


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("These are the names of all those who said at the dinner that they intend to give; nothing has come in so far",
         "review"),
        ("This log lists gifts and pledges of our members in the year 2024: please ask Ana before you edit any of it",
         "accept"),
    ],
)  # fmt: skip
def test_prose_above_a_list_is_named_and_asked_where_nothing_came(text: str, decision: str) -> None:
    plan = planned(f'"{text}",,\n{LIST.format(mark="")}')

    assert {row.decision for row in records(plan)} == {decision}
    assert any(text in warning for warning in plan.warnings)


def test_notes_that_hold_no_row_are_named() -> None:
    plan = planned(f"{LIST.format(mark='')}Updated by the office,,\n")

    assert any("“Updated by the office”" in warning for warning in plan.warnings)
