"""The parties of a row."""

import pytest

from imports.formats import parties
from tests.imports.books import LOG
from tests.imports.files import planned, records, xlsx


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


@pytest.mark.parametrize(
    ("first", "last", "people", "household"),
    [("Omar", "Dahl, MD", ["Omar Dahl"], ""), ("Omar, Jr.", "Dahl", ["Omar Dahl Jr."], ""),
     ("Ruth", "Bishop", ["Ruth Bishop"], ""), ("Dr.", "Amsel", ["Amsel"], ""), ("The Honorable Ruth", "Amsel",
     ["Ruth Amsel"], ""),
     ("Maria", "de la Cruz y Soto", ["Maria de la Cruz y Soto"], ""),
     ("Mr. & Mrs.", "Amsel", ["Amsel"], "Mr. & Mrs. Amsel"),
     ("Omar & Sara", "Dahl Family", ["Omar Dahl", "Sara Dahl"], "Omar & Sara Dahl Family"),
     ("", "Dahl Family", [], "The Dahl Family")],
)  # fmt: skip
def test_names_in_columns_of_their_own_are_read(first: str, last: str, people: list[str], household: str) -> None:
    (row,) = records(planned(f'Date,First name,Last name,Amount\n2025-04-14,"{first}","{last}",750\n'))

    assert (row.decision, [one.full for one in row.party.people]) == ("accept", people)
    assert row.party.household == household


@pytest.mark.parametrize(
    ("first", "last"),
    [("Omar", "Dahl + 1"), ("Omar", "Dahl*"), ("Omar", "Dahl & Vik"), ("Omar, Sara", "Dahl"),
     ("Omar and friends", "Dahl"), ("Omar s/o Karim", "Dahl"), ("Wells", "Fargo"), ("Not", "Given"), ("Costco", "#122"),
     ("", "Smith, Jones & Brown")],
)  # fmt: skip
def test_names_in_columns_that_may_mean_several_are_asked_about(first: str, last: str) -> None:
    (row,) = records(planned(f'Date,First name,Last name,Amount\n2025-04-14,"{first}","{last}",750\n'))

    marked = last.endswith("*")  # a mark beside a name is asked about, and no part of it
    assert (row.decision, bool(row.party.people)) == ("review", marked)
    assert row.reason


@pytest.mark.parametrize(
    "spouse", ["Sara*", "Sara + 2", "s/o Karim", "Sara & kids", "the late Sara", "deceased", "Widowed", "yes"]
)
def test_a_column_of_spouses_that_names_no_one_person_is_asked_about(spouse: str) -> None:
    by_name = f"Date,Name,Spouse,Amount\n2025-04-14,Omar Dahl,{spouse},750\n"
    by_parts = f"Date,First name,Last name,Spouse,Amount\n2025-04-14,Omar,Dahl,{spouse},750\n"

    for text in (by_name, by_parts):
        (row,) = records(planned(text))
        assert (row.decision, row.party.people) == ("review", ())
        assert spouse in row.reason


@pytest.mark.parametrize("word", ["x", "Ali and ", "Ali, "])
def test_a_text_of_any_length_is_no_name_and_is_asked_at_once(word):
    party = parties.party_named(word * 200_000)

    assert (party.people, party.organization) == ((), "")
    assert "is too long for a name: enter the donor." in party.doubt
