"""Where a name may stand among other words, and which texts are a name and nothing else."""

import pytest

from crm.names import within


@pytest.mark.parametrize("text", ["", "Zanzeer", "Parveen Zanzeer", "Parveen Al-Zanzeer", "P. Zanzeer", "پروین زنجیر"])
def test_two_words_are_a_name_and_nothing_else(text):
    assert within.is_plain(text)


@pytest.mark.parametrize(
    "text",
    ["Guest of Zanzeer", "Parveen_Zanzeer", "Parveen Zanzeer +1", "p@z.example", "A, B", "Guest-of-Zanzeer", "A-B C-D"],
)
def test_what_holds_more_is_looked_into(text):
    assert not within.is_plain(text)


def test_every_two_to_four_words_with_enough_of_the_wanted_ones_may_be_a_name():
    words = {*within.sounds_of_word("Parveen"), *within.sounds_of_word("Zanzeer")}

    found = within.names_in("", ["Seat for Parveen Zanzeer's guest"], words, fewest=2)

    assert {"Parveen Zanzeer", "for Parveen Zanzeer"} <= found
    assert "for Parveen" not in found


def test_a_text_sounds_as_its_words_do():
    assert within.sounds_of_words("Parveen_Zanzeer") == within.sounds_of_words("zanzeer (parveen)")
    assert within.sounds_of_words("12 + 3") == set()


@pytest.mark.parametrize("text", ["Friends-of-Parveen-Zanzeer", "for parveen-zanzeer", "dinner-Parveen-Zanzeer-2026"])
def test_words_joined_by_hyphens_are_words(text):
    words = {*within.sounds_of_word("Parveen"), *within.sounds_of_word("Zanzeer")}

    found = within.names_in("", [text], words, fewest=2)

    assert "parveen zanzeer" in {name.lower() for name in found}
    assert words <= within.sounds_of_words(text)
    assert "parveen zanzeer" in {name.lower() for name in within.maybe_names([text])}
