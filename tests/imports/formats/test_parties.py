"""The parties of a row."""

import pytest

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
