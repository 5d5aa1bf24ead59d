"""Keys by which imports find records whose names may match, without reading all other records; no database.

Whenever `compare` returns same or maybe for two names, they share a key: one of `filed_for` (stored with the record) is
in `asked_for` (computed from the file's name). The keys are stored beside the forms of `crm.names.forms`, marked by a
prefix. Two exceptions: a name of one word may match anyone who has that word (`single_sounds`), and an initial before
other names is not expanded to everyone with that family name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import combinations, product

from crm.names.forms import LONGEST_SOUND, MOST_WORDS, full_words, people
from crm.names.keys import KNOWN_SPELLINGS, is_listed, is_native, plain_word, sound, word_key
from crm.names.organizations import keys_asked, keys_filed, same_name_key
from crm.names.people import PersonName
from crm.names.spellings import SHORT_NAMES

ALONE, LED, BODY = "1:", "m:", "o:"
MUHAMMAD = word_key("muhammad")
#: The fewest letters of a word for which typos are searched (`crm.names.keys.typo_of`).
LONG_ENOUGH = 5
LONGEST = 200
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_NATIVE = "ابپتټٹثجچحخدډڈذرړڑزژسشښصضطظعغفقکكگګلمنڼںوؤهہھةۃءیيېۍئےآأإٱى"


def filed_for(texts: Iterable[str], *, is_organization: bool) -> set[str]:
    """The keys stored for a record besides its forms, for every name on it."""
    texts = [text for text in texts if text]
    if is_organization:
        return {BODY + key[:LONGEST] for text in texts for key in keys_filed(text)}
    return {key for text in texts for name in people(text) for key in _filed(name)}


def asked_for_organization(text: str) -> set[str]:
    """The keys of organizations that a name may match."""
    return {BODY + key[:LONGEST] for key in keys_asked(text)}


def asked_for_namesake(text: str) -> str:
    """The key of organizations with exactly this name."""
    return f"{BODY}{same_name_key(text)}"[:LONGEST]


def asked_for(name: PersonName) -> set[str]:
    """The keys of people that a name may match, in any spelling."""
    words = _whole_words(name)
    pairs = {_pair(*both) for a, b in combinations(words, 2) for both in product(spellings(a), spellings(b))}
    led = {LED + pair for pair in pairs if MUHAMMAD in pair.split()}
    alone = {ALONE + key for word in {*words, *name.telling_words} for key in spellings(word)}
    return pairs | led | alone


def asked_for_slips(name: PersonName) -> set[str]:
    """The keys of people whose name has one typo in one of two words."""
    words = full_words(name)
    if len(words) != 2:
        return set()
    both_ways = (words, words[::-1])
    return {_pair(key, slip) for kept, word in both_ways for key in spellings(kept) for slip in _slips(word)}


def single_sounds(name: PersonName) -> set[str]:
    """For a name of one word (ignoring initials), the possible phonetic keys of the word; empty for other names."""
    words = _whole_words(name)
    return {key for word in words for key in spellings(word)} if len(words) < 2 else set()


def without_a_letter(word: str) -> set[str]:
    """The word, and the word with any one letter but the first removed: two words one typo apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


def _filed(name: PersonName) -> set[str]:
    words, whole = full_words(name), _whole_words(name)
    found = set()
    if len(words) < 2:
        found |= {ALONE + key for word in name.telling_words for key in _sounds(word)}
    if len(whole) > len(words):  # the forms drop Muhammad before other names
        found |= {LED + _pair(MUHAMMAD, key) for word in words for key in _sounds(word)}
    return found


def _whole_words(name: PersonName) -> tuple[str, ...]:
    return tuple(word for word in name.words if len(word) > 1 or not word.isascii())[:MOST_WORDS]


def _pair(a: str, b: str) -> str:
    return " ".join(sorted((a, b)))


def _sounds(word: str) -> set[str]:
    return {key[:LONGEST_SOUND] for key in map(word_key, (word, *SHORT_NAMES.get(plain_word(word), ()))) if key}


@lru_cache(maxsize=16384)
def spellings(word: str) -> frozenset[str]:
    """The keys of every word for which `same_word` holds."""
    found = {key for each in (word, *SHORT_NAMES.get(plain_word(word), ())) for key in _heard(each)}
    return frozenset(key[:LONGEST_SOUND] for key in found if key)


def _heard(word: str) -> set[str]:
    """A listed name's key and its phonetic key, as unlisted spellings have that; for an unlisted word, also listed
    names with the same phonetic key."""
    if is_listed(word):
        return {word_key(word), sound(word_key(word))}
    return {word_key(word), *_listed_by_sound().get(word_key(word), ())}


@cache
def _listed_by_sound() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for listed in KNOWN_SPELLINGS.values():
        found[sound(listed)].add(listed)
    return dict(found)


@lru_cache(maxsize=4096)
def _slips(word: str) -> frozenset[str]:
    """The keys of words one typo away: a letter added, dropped, replaced or swapped with the next; never the first
    letter."""
    word = plain_word(word)
    if len(word) < LONG_ENOUGH - 1:
        return frozenset()
    letters = _NATIVE if is_native(word) else _LATIN
    places = range(1, len(word) + 1)
    slips = {word[:at] + letter + rest for at in places for letter in letters for rest in (word[at:], word[at + 1 :])}
    slips |= {word[:at] + word[at + 1 :] for at in places}
    slips |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return frozenset(key[:LONGEST_SOUND] for key in map(word_key, slips - {word}) if key)
