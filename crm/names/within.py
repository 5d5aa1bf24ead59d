"""Find names within longer text: a note, a cell, a name field that holds more than a name. No database.

Every two to four consecutive words are tried as a name. A text is found again by the phonetic keys of its words
(`crm.names.forms`).
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
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_PLAIN = re.compile(rf"{_WORD.pattern}(?:[\s.]+{_WORD.pattern})?[\s.]*")


def is_plain(text: str) -> bool:
    """Whether a text is at most two words and nothing else, so that it contains no name besides itself. Only one of
    two words may have a hyphen, and one: “Parveen Al-Zanzeer”, not “friends-of-Zanzeer”."""
    text = text.strip()
    hyphens = len(_HYPHEN.findall(text))
    return not text or bool(_PLAIN.fullmatch(text) and (not hyphens or (hyphens == 1 and len(words_of(text)) == 2)))


def readings(text: str) -> list[str]:
    """The text, and where words are joined by hyphens also the text without those."""
    return list(dict.fromkeys((text, _HYPHEN.sub(" ", text))))


def words_of(text: str) -> list[str]:
    """The words of a text, without numbers; “Amina's” becomes Amina."""
    words: list[str] = _WORD.findall(_POSSESSIVE.sub("", text))
    return words


def words_and_parts(text: str) -> set[str]:
    """The words of a text, joined by hyphens and each by itself."""
    return {word for reading in readings(text) for word in words_of(reading)}


def names_in(name: str, texts: Iterable[str], words: AbstractSet[str], *, fewest: int) -> set[str]:
    """Possible names that share words with `words`: the donor's name as a whole, and in texts every two to four
    consecutive words of which at least `fewest` are in `words`."""
    found = {name} if not words.isdisjoint(sounds_of_name(name)) else set()
    for told in [words_of(reading) for text in texts for reading in readings(text)]:
        theirs = [not words.isdisjoint(sounds_of_word(word)) for word in told]
        for size in range(2, MOST_WORDS_OF_A_NAME + 1) if any(theirs) else ():
            starts = range(len(told) - size + 1)
            found |= {" ".join(told[at : at + size]) for at in starts if sum(theirs[at : at + size]) >= fewest}
    return found


def maybe_names(texts: Iterable[str]) -> set[str]:
    """Every possible name in texts: one to four consecutive words."""
    sizes = range(1, MOST_WORDS_OF_A_NAME + 1)
    told = [words_of(reading) for text in texts for reading in readings(text)]
    return {" ".join(words[at : at + size]) for words in told for size in sizes for at in range(len(words) - size + 1)}


def sounds_of_name(name: str) -> set[str]:
    """The phonetic keys of a donor's name, of each word and of the name as parsed."""
    read = {form for one in name_forms.people(name) for form in name_forms.single_forms(one)} if name.strip() else set()
    return read | sounds_of_words(name)


@lru_cache(maxsize=65536)
def sounds_of_word(word: str) -> frozenset[str]:
    """The phonetic key of a word, and of the name it is short for."""
    return frozenset(name_forms.single_forms(PersonName(family=word)))


def sounds_of_words(text: str) -> set[str]:
    """The phonetic key of each word of a text."""
    return set().union(*map(sounds_of_word, words_and_parts(text)))
