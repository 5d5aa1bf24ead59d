"""The keys under which records are filed so that a file finds whom its names may mean, without reading the others; no
database.

What `compare` calls the same or perhaps the same shares a key: `filed_for` of the record holds one of `asked_for` of
the name. They stand beside the forms of `crm.names.forms`, which are filed as well; a sign before them keeps the two
apart. Only a name of one word may mean more than its keys find: everybody who bears the word (`single_sounds`). That an
initial before other names might be anybody's who shares the family name is left out.
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
#: From so many letters on, a slip of the fingers is looked for (`crm.names.keys.typo_of`).
LONG_ENOUGH = 5
LONGEST = 200
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_NATIVE = "ابپتټٹثجچحخدډڈذرړڑزژسشښصضطظعغفقکكگګلمنڼںوؤهہھةۃءیيېۍئےآأإٱى"


def filed_for(texts: Iterable[str], *, is_organization: bool) -> set[str]:
    """What a record is filed under beside its forms, by every name on it."""
    texts = [text for text in texts if text]
    if is_organization:
        return {BODY + key[:LONGEST] for text in texts for key in keys_filed(text)}
    return {key for text in texts for name in people(text) for key in _filed(name)}


def asked_for_organization(text: str) -> set[str]:
    """The keys of organizations that a name may mean."""
    return {BODY + key[:LONGEST] for key in keys_asked(text)}


def asked_for_namesake(text: str) -> str:
    """The key of organizations of the very name."""
    return f"{BODY}{same_name_key(text)}"[:LONGEST]


def asked_for(name: PersonName) -> set[str]:
    """The keys of people whom a name may mean, in any spelling."""
    words = _whole_words(name)
    pairs = {_pair(*both) for a, b in combinations(words, 2) for both in product(spellings(a), spellings(b))}
    led = {LED + pair for pair in pairs if MUHAMMAD in pair.split()}
    alone = {ALONE + key for word in {*words, *name.telling_words} for key in spellings(word)}
    return pairs | led | alone


def asked_for_slips(name: PersonName) -> set[str]:
    """The keys of people whose name is one slip of the fingers away from one of two words."""
    words = full_words(name)
    if len(words) != 2:
        return set()
    both_ways = (words, words[::-1])
    return {_pair(key, slip) for kept, word in both_ways for key in spellings(kept) for slip in _slips(word)}


def single_sounds(name: PersonName) -> set[str]:
    """Of a name of one word, initials aside, how the word may sound; nothing for others."""
    words = _whole_words(name)
    return {key for word in words for key in spellings(word)} if len(words) < 2 else set()


def without_a_letter(word: str) -> set[str]:
    """The word, and the word without any one letter but the first: two that are one slip apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


def _filed(name: PersonName) -> set[str]:
    words, whole = full_words(name), _whole_words(name)
    found = set()
    if len(words) < 2:
        found |= {ALONE + key for word in name.telling_words for key in _sounds(word)}
    if len(whole) > len(words):  # before other names Muhammad is no part of the forms
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
    """The keys of every word that `same_word` takes for this one."""
    found = {key for each in (word, *SHORT_NAMES.get(plain_word(word), ())) for key in _heard(each)}
    return frozenset(key[:LONGEST_SOUND] for key in found if key)


def _heard(word: str) -> set[str]:
    """A listed name's key and its sound, by which an unlisted spelling goes; of an unlisted one also listed names that
    sound so."""
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
    """The keys of what one slip makes of a word, or made the word of: a letter more, less, another or changed with the
    next, never the first."""
    word = plain_word(word)
    if len(word) < LONG_ENOUGH - 1:
        return frozenset()
    letters = _NATIVE if is_native(word) else _LATIN
    places = range(1, len(word) + 1)
    slips = {word[:at] + letter + rest for at in places for letter in letters for rest in (word[at:], word[at + 1 :])}
    slips |= {word[:at] + word[at + 1 :] for at in places}
    slips |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return frozenset(key[:LONGEST_SOUND] for key in map(word_key, slips - {word}) if key)
