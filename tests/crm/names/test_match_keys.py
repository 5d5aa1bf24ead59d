"""Keys under which records are filed: whatever may be the same shares one, so that nobody is missed."""

import pytest

from crm.names.comparison import DIFFERENT, compare
from crm.names.forms import all_forms
from crm.names.match_keys import (
    asked_for,
    asked_for_namesake,
    asked_for_organization,
    asked_for_slips,
    filed_for,
    single_sounds,
    without_a_letter,
)
from crm.names.people import parse_names


def name(text: str):
    (found,) = parse_names(text).people
    return found


def filed(text: str) -> set[str]:
    return filed_for([text], is_organization=False) | all_forms([text])


@pytest.mark.parametrize(
    ("typed", "on_record"),
    [
        ("Sakina Tirmizi", "TIRMIZY, SAKINA"),
        ("سکینہ ترمذی", "Sakina Tirmizi"),
        ("Bob Example", "Robert Example"),
        ("Muhammad Omar Farzi", "Omar Farzi"),
    ],
)
def test_what_may_be_the_same_shares_a_key(typed, on_record):
    assert compare(name(typed), name(on_record)).verdict != DIFFERENT
    assert asked_for(name(typed)) & filed(on_record)


def test_other_names_share_none():
    assert not asked_for(name("Sakina Tirmizi")) & filed("Parveen Zanzeer")


def test_a_slip_of_the_fingers_is_looked_for_in_names_of_two_words():
    assert asked_for_slips(name("Sakina Tirmizi")) & filed("Sakina Tirmizzi")
    assert not asked_for_slips(name("Sakina Bano Tirmizi"))


def test_a_name_of_one_word_sounds_like_itself_and_longer_ones_do_not_ask():
    assert single_sounds(name("Zanzeer"))
    assert single_sounds(name("Parveen Zanzeer")) == set()


def test_organizations_are_filed_apart_from_people():
    on_record = filed_for(["Example Foods, Inc."], is_organization=True)

    assert asked_for_organization("EXAMPLE FOODS") & on_record
    assert asked_for_namesake("example foods, inc") in on_record
    assert not on_record & filed("Example Foods")


def test_two_words_one_slip_apart_share_one_without_a_letter():
    assert without_a_letter("abc") == {"abc", "ac", "ab"}
    assert without_a_letter("tirmizi") & without_a_letter("tirmizzi")
