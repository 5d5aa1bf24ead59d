"""The search forms of a name, the same for any spelling of it; no database.

A form is the phonetic key of one word, or of two words in either order (`crm.names.keys`), so that `Zanzeer, Parveen`,
`Dr. Parveen Bibi Zanzeer` and `پروین زنجیر` share one. Titles and suffixes are dropped. Forms only find candidates;
`fits` then compares word by word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, product

from crm.names import people as names
from crm.names.keys import plain_word, same_word, typo_of, word_key
from crm.names.people import EVERYDAY, FREQUENT, RARE, PersonName
from crm.names.spellings import SHORT_NAMES

#: A text with more words is not a name; the rest is ignored.
MOST_WORDS = 8
LONGEST_SOUND = 100


@lru_cache(maxsize=16384)
def people(text: str) -> tuple[PersonName, ...]:
    """Every person a text names; for a family, its family name."""
    parsed = names.parse_names(text)
    if parsed.people or parsed.nobody:
        return parsed.people
    if parsed.doubt:
        return names.people_on_record(text) or (PersonName(family=text, written=text),)
    family = parsed.household.removeprefix("The ").removesuffix(" Family")
    return (PersonName(family=family, written=text),)


def full_words(name: PersonName) -> tuple[str, ...]:
    """The words that distinguish a person from others, without initials."""
    return tuple(word for word in name.telling_words if len(word) > 1 or not word.isascii())[:MOST_WORDS]


def single_forms(name: PersonName) -> set[str]:
    """The phonetic key of each word, and of the name it is short for."""
    return {form for word in full_words(name) for form in _sounds(word)}


def family_forms(name: PersonName) -> set[str]:
    """The phonetic keys of the family name, or of the only word."""
    words = full_words(name)
    return {form for word in (name.family_words if len(words) > 1 else words) for form in _sounds(word)}


def pair_forms(name: PersonName) -> set[str]:
    """The phonetic keys of every two words, in one fixed order."""
    pairs = combinations(full_words(name), 2)
    return {" ".join(sorted(both)) for a, b in pairs for both in product(_sounds(a), _sounds(b))}


def all_forms(texts: Iterable[str]) -> set[str]:
    """All forms of the people these texts name."""
    found = [name for text in texts if text for name in people(text)]
    return {form for name in found for form in (*single_forms(name), *pair_forms(name)) if form}


def fits(a: PersonName, b: PersonName) -> bool:
    """Whether two names may be the same person's: every word of the shorter is in the longer, in any order and
    spelling, or with one typo. An initial matches any word that begins with it."""
    few, many = sorted((_words(a), _words(b)), key=len)
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        found = next((other for other in left if _alike(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    return any(len(word) > 1 for word in few)


def expected(name: PersonName) -> int:
    """How common the name is in lists of common names: RARE, FREQUENT or EVERYDAY."""
    keys = [word_key(word) for word in full_words(name)]
    if keys and all(key in names._EVERYDAY for key in keys):
        return EVERYDAY
    return FREQUENT if keys and all(key in names._FREQUENT for key in keys) else RARE


def _words(name: PersonName) -> list[str]:
    """The words with initials, without a leading Muhammad before other names."""
    initials = [word for word in name.given_words if len(word) == 1]
    return [*name.telling_words, *initials][:MOST_WORDS]


def _alike(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return plain_word(a)[:1] == plain_word(b)[:1]
    return same_word(a, b) or typo_of(a, b)


@lru_cache(maxsize=16384)
def _sounds(word: str) -> frozenset[str]:
    longer = SHORT_NAMES.get(plain_word(word), ())
    return frozenset(key[:LONGEST_SOUND] for key in map(word_key, (word, *longer)) if key)
