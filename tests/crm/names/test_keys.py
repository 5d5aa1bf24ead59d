import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.names.keys import plain_word, same_word, typo_of, word_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tirmizi", "Tirmizy"),
        ("Lodhi", "Lodi"),
        ("Orakzai", "اورکزئی"),
        ("Wazir", "وزیر"),
        ("Chughtai", "Chugtai"),
        ("Nabeel", "Nabil"),
    ],
)
def test_unlisted_words_meet_by_their_sound(a: str, b: str) -> None:
    assert same_word(a, b)


def test_words_of_other_scripts_are_compared_as_they_are() -> None:
    assert word_key("李") == "李"
    assert not same_word("李", "王")


def test_short_and_listed_words_have_no_typos() -> None:
    assert typo_of("Orakzai", "Orakzia")
    assert not typo_of("Noor", "Nora")
    assert not typo_of("Salma", "Salman")


def test_accents_and_invisible_letters_do_not_count() -> None:
    assert plain_word("Peña\u200f") == "pena"


@given(st.text(max_size=30))
def test_every_word_has_a_key_and_is_itself(word: str) -> None:
    assert word_key(word) == word_key(word)
    assert same_word(word, word)
