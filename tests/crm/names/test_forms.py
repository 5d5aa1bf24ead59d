"""Finding a name again however somebody writes it."""

import pytest

from crm.names.forms import all_forms, expected, fits, people
from crm.names.people import EVERYDAY, FREQUENT, RARE

ON_RECORD = "Parveen Zanzeer"


@pytest.mark.parametrize(
    "typed",
    [
        "parveen zanzeer", "PARVEEN ZANZEER", "Zanzeer, Parveen", "Zanzeer Parveen", "Perveen Zanzir",
        "Dr. Parveen Zanzeer",
        "Ms Parveen Zanzeer, PhD", "Parveen Zanzeer Jr.", "Parveen B. Zanzeer", "Parveen Bibi Zanzeer", "P. Zanzeer",
        "Zanzeer", "The Zanzeer Family", "Mr. and Mrs. Zanzeer", "  Parveen\u200b   Zanzeer ", "Pârvéen Zanzeer",
        "پروین زنزیر",
        "Parveen-Zanzeer", "Parveem Zanzeer", "Omar & Parveen Zanzeer",
    ],
)  # fmt: skip
def test_a_name_is_found_and_fits_in_any_spelling(typed):
    assert all_forms([typed]) & all_forms([ON_RECORD])
    assert any(fits(person, people(ON_RECORD)[0]) for person in people(typed))


@pytest.mark.parametrize(
    "typed", ["Omar Zanzeer", "Parveen Khalil", "P. Khalil", "Nasreen Zanzeer", "P. P.", "Guest 4"]
)
def test_another_name_does_not_fit(typed):
    assert not any(fits(person, people(ON_RECORD)[0]) for person in people(typed))


def test_a_short_name_is_found_by_the_long_one():
    assert all_forms(["Liz Quorn"]) & all_forms(["Elizabeth Quorn"]) > all_forms(["Quorn"])
    assert fits(people("Liz Quorn")[0], people("Elizabeth Quorn")[0])


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Ali Khan", EVERYDAY),
        ("John Smith", EVERYDAY),
        ("Khan", EVERYDAY),
        ("Parveen Khan", FREQUENT),
        (ON_RECORD, RARE),
    ],
)
def test_lists_say_how_common_a_name_is(name, level):
    assert expected(people(name)[0]) == level


@pytest.mark.parametrize(
    "name",
    ["Sara née Vik", "Rahim s/o Karim", "Omar Vik*", "Vik, Omar, Sara", "Omar Vik - Carmel", "Omar, Sara and Zed Vik",
     "Ali & Fatima & Zara Vik", "Late Omar Vik", "Karim and Wesson"],
)  # fmt: skip
def test_a_name_on_record_is_found_however_it_looks(name: str) -> None:
    assert all_forms([name]) & all_forms(["Vik", "Karim"])
