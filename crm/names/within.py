"""Names among other words: in a note, in a cell, in a field for a name that holds more than one; no database.

A name of two words or more is looked for in every two to four words that stand together. By how its words sound a text
is found again (`crm.names.forms`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from crm.names import forms as name_forms
from crm.names.people import PersonName

MOST_WORDS_OF_A_NAME = 4
EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+")
PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_PLAIN = re.compile(rf"{_WORD.pattern}(?:[\s.]+{_WORD.pattern})?[\s.]*")


def is_plain(text: str) -> bool:
    """Whether a text is at most two words and nothing else, so that no name can stand among others in it."""
    return not text.strip() or bool(_PLAIN.fullmatch(text.strip()))


def words_of(text: str) -> list[str]:
    """The words of a text, without figures; “Amina's” is Amina."""
    words: list[str] = _WORD.findall(_POSSESSIVE.sub("", text))
    return words


def names_in(name: str, texts: Iterable[str], words: AbstractSet[str], *, fewest: int) -> set[str]:
    """What may be a name of somebody with such words: the giver's as a whole, and in texts two to four words that stand
    together, `fewest` of them such words."""
    found = {name} if not words.isdisjoint(sounds_of_name(name)) else set()
    for text in texts:
        told = words_of(text)
        theirs = [not words.isdisjoint(sounds_of_word(word)) for word in told]
        for size in range(2, MOST_WORDS_OF_A_NAME + 1) if any(theirs) else ():
            starts = range(len(told) - size + 1)
            found |= {" ".join(told[at : at + size]) for at in starts if sum(theirs[at : at + size]) >= fewest}
    return found


def maybe_names(texts: Iterable[str]) -> set[str]:
    """Everything in texts that may be a name: one to four words that stand together."""
    sizes = range(1, MOST_WORDS_OF_A_NAME + 1)
    told = [words_of(text) for text in texts]
    return {" ".join(words[at : at + size]) for words in told for size in sizes for at in range(len(words) - size + 1)}


def sounds_of_name(name: str) -> set[str]:
    """The words of a giver's name as they sound, by themselves and as a name is read."""
    read = {form for one in name_forms.people(name) for form in name_forms.single_forms(one)} if name.strip() else set()
    return read | sounds_of_words(name)


@lru_cache(maxsize=65536)
def sounds_of_word(word: str) -> frozenset[str]:
    """A word as it sounds, and what it is short for."""
    return frozenset(name_forms.single_forms(PersonName(family=word)))


def sounds_of_words(text: str) -> set[str]:
    """Each word of a text as it sounds, whatever it is."""
    return set().union(*map(sounds_of_word, words_of(text)))
