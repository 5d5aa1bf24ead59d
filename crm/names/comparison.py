"""Compare names of people; no database.

`compare` returns `same`, `maybe` or `different` for two names. It reads nothing but the names: the same name is not yet
the same person (`imports.matching.people` weighs the evidence).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm.names import same_given
from crm.names.given_names import is_family_too
from crm.names.keys import same_word, typo_of, word_key
from crm.names.people import PersonName
from crm.names.spellings import FREQUENT_GIVEN, words

SAME, MAYBE, DIFFERENT = "same", "maybe", "different"

#: Reasons that other modules check for.
ONE_LETTER, SLIP_IN_GIVEN = "one letter differs", "one letter of the given name differs"
MORE_NAMES, PART_OF_NAME = "one has more names than the other", "one is only a part of the other"
TURNED_ROUND = "given and family name the other way round"
#: First words that many unrelated names share: Abdul Karim, Abdul Rahim.
_LEADING = words("abd abdul abdal abu ghulam gholam gul noor nur umm bibi muhammad")
_MAY_BE_GIVEN = frozenset(word_key(word) for word in FREQUENT_GIVEN)


class Likeness(NamedTuple):
    """The verdict of `compare`, and why."""

    verdict: str
    reasons: tuple[str, ...]


@lru_cache(maxsize=131072)
def compare(a: PersonName, b: PersonName) -> Likeness:
    """Whether two names are the same name. Different suffixes (Jr., Sr.) make them different: father and son."""
    if not a.words or not b.words:
        return Likeness(MAYBE, ("one of them has no name",))
    if a.codes != b.codes:
        return Likeness(DIFFERENT, ("another number",))
    if a.suffix != b.suffix and a.suffix and b.suffix:
        return Likeness(DIFFERENT, (f"{a.suffix} is not {b.suffix}",))
    reasons = []
    if a.suffix != b.suffix:
        reasons.append(f"only one is {a.suffix or b.suffix}")
    verdict, more = _compare_words(a, b)
    reasons += more
    if verdict == SAME and a.suffix != b.suffix:
        verdict = MAYBE
    return Likeness(verdict, tuple(reasons))


def _compare_words(a: PersonName, b: PersonName) -> tuple[str, list[str]]:
    if a.key == b.key or _match_all(a.telling_words, b.telling_words, same_word):
        return _compare_initials(a, b) or _weigh_given(a, b) or _compare_order(a, b)
    if _match_all(a.telling_words, b.telling_words, lambda x, y: same_word(x, y) or typo_of(x, y)):
        return _compare_initials(a, b) or _weigh_given(a, b) or (SAME, [ONE_LETTER])
    short, long = sorted((a, b), key=lambda name: len(name.words))
    if len(short.words) < len(long.words) and pair_off(short.words, long.words):
        return (MAYBE, [MORE_NAMES if _is_shortened(short, long) else PART_OF_NAME])
    if _initials_fit(a, b):
        return (MAYBE, ["only an initial"])
    return (DIFFERENT, ["another name"])


def _compare_order(a: PersonName, b: PersonName) -> tuple[str, list[str]]:
    reasons = [] if a.words == b.words else ["spelled differently"]
    if _muhammad(a) != _muhammad(b):
        return (SAME, [*reasons, "only one has Muhammad before it"])
    if _may_be_swapped(a, b):
        return (MAYBE, [TURNED_ROUND])
    return (SAME, reasons)


def _compare_initials(a: PersonName, b: PersonName) -> tuple[str, list[str]] | None:
    """Compare initials where all other words agree: A. Raza is not B. Raza, and may or may not be “Raza”."""
    ours, theirs = ({word for word in name.given_words if len(word) == 1} for name in (a, b))
    alone = len(a.telling_words) < 2
    if ours and theirs and not ours & theirs:
        return (DIFFERENT if alone else MAYBE, ["another initial"])
    return (MAYBE, [PART_OF_NAME]) if alone and ours != theirs else None


def _weigh_given(a: PersonName, b: PersonName) -> tuple[str, list[str]] | None:
    """The verdict where the given names are only similar; None where they are the same."""
    found = same_given.of_words(a.telling_words, b.telling_words, frozenset(a.given_words + b.given_words))
    verdicts = {
        same_given.SLIP: (SAME, [SLIP_IN_GIVEN]),
        same_given.ALIKE: (MAYBE, ["the given names are only alike"]),
        same_given.OTHER: (DIFFERENT, ["another given name"]),
    }
    return verdicts.get(found)


def _is_shortened(short: PersonName, long: PersonName) -> bool:
    """Whether the shorter of two names has the first words of the longer one and no other family name. Of Mary Ann
    Pell: Mary Pell and Mary, but not Ann Pell or Pell."""
    ours, theirs = ([word for word in name.telling_words if word in name.given_words] for name in (short, long))
    if not ours or not theirs or same_given.likeness(ours[0], theirs[0]) != same_given.SAME:
        return False
    if len(ours) == 1 and len(theirs) > 1 and ours[0] in _LEADING:
        return False
    if not short.family_words:
        return not is_family_too(ours[0])
    return bool(long.family_words) and same_word(short.family_words[-1], long.family_words[-1])


def _match_all(a: Sequence[str], b: Sequence[str], same) -> bool:
    return len(a) == len(b) > 0 and pair_off(a, b, same)


def pair_off(few: Sequence[str], many: Sequence[str], same=same_word) -> bool:
    """Whether each word of `few` can be paired with a different word of `many` for which `same` holds."""
    left = list(many)
    for word in few:
        found = next((other for other in left if same(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _muhammad(name: PersonName) -> bool:
    given = name.given_words
    return len(given) > 1 and (word_key(given[0]) == "muhammad" or given[0] == "m")


def _may_be_swapped(a: PersonName, b: PersonName) -> bool:
    """Whether the words match only in swapped order and each could be a given name (Hussain Ahmed, Ahmed Hussain)."""
    if not (a.family_words and b.family_words) or same_word(a.family_words[-1], b.family_words[-1]):
        return False
    return all(word_key(word) in _MAY_BE_GIVEN for word in (a.family_words[-1], b.family_words[-1]))


def _initials_fit(a: PersonName, b: PersonName) -> bool:
    if not (a.family_words and b.family_words and a.given_words and b.given_words):
        return False
    if not same_word(a.family_words[-1], b.family_words[-1]):
        return False
    x, y = a.given_words[0], b.given_words[0]
    return (len(x) == 1 or len(y) == 1) and x[0] == y[0]
