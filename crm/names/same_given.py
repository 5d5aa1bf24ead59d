"""Whether two given names are one name; likeness alone does not make them one, for families choose names alike. Pure.

Karim and Karima, Maria and Mario, Joan and John share a mailbox, a phone and a street, and are two people.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from crm.names.given_names import is_given
from crm.names.keys import KNOWN_SPELLINGS, is_native, plain_word, same_word, sound, typo_of
from crm.names.spellings import SHORT_NAMES, words

SAME, SLIP, ALIKE, OTHER = "same", "slip", "alike", "other"

#: Names heard in English, and how else they are written.
_WRITTEN = """
alan allan allen
alison allison alyson
ann anne
brian bryan
britany brittany britney brittney
carl karl
carol carole
caitlin kaitlyn katelyn
catherine katherine kathryn catharine katharine cathryn
cathy kathy
christine kristine
christina kristina
deborah debra
elizabeth elisabeth
eric erik
jeffrey jeffery
joann joanne
jonathan jonathon johnathan
karen karin
kristen kristin
lawrence laurence
lindsay lindsey
lynn lynne
marc mark
megan meghan
michael micheal
michele michelle
nicholas nicolas
philip phillip
rebecca rebekah
sara sarah
shaun shawn
sophia sofia
stacy stacey
susan suzan
teresa theresa
tracy tracey traci
vicki vicky
zachary zachery
""".strip()
_HOW_WRITTEN = {word: line.split()[0] for line in _WRITTEN.splitlines() for word in line.split()}
_OF_ONE_NAME: dict[str, list[str]] = {}
for _word, _stands in KNOWN_SPELLINGS.items():
    _OF_ONE_NAME.setdefault(_stands, []).append(_word)
#: Names of their own that are written or sound almost like one heard in English.
_NOT_A_SPELLING = words("alejandra asha deanna joanna josie juana jessie lesley nell paola rae robyn umair")
#: Short for names of women and of men.
_FOR_BOTH = frozenset({"alex", "chris", "mel", "pat", "sam", "sandy", "terry"})
_VOWELS = (("a[iey]+", "A"), ("[iey]+", "e"), ("[ou]+", "o"), ("a[ao]*", "a"))
#: From so many letters on, one letter more, less or another inside a word is a slip, and makes no other name.
_LONG = 8
#: A word of so many consonants is heard the same whatever vowels are written between them.
_MANY_CONSONANTS = 4


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> str:
    """SAME for one name in any spelling, SLIP where the fingers slipped, ALIKE where nobody can tell, else OTHER."""
    a, b = plain_word(a), plain_word(b)
    if a == b or ((is_native(a) or is_native(b)) and same_word(a, b)):
        return SAME
    if (short := _short(a, b)) or _first(a) == _first(b):
        return short or SAME
    if (_is_known(a) and _is_known(b)) or (_ends_otherwise(a, b) and sorted(a) != sorted(b)):
        return OTHER
    if _ends_otherwise(a, b):
        return ALIKE
    if same_word(a, b):
        return SAME if _sound_the_same(a, b) else ALIKE
    return SLIP if _is_slip(a, b) else ALIKE


def of_words(ours: Sequence[str], theirs: Sequence[str], given: frozenset[str]) -> str:
    """The worst likeness of words that belong together, each with the best of the others; words beside the `given` ones
    are family names, which are weighed by their sound."""
    left, worst = list(theirs), SAME
    order = (SAME, SLIP, ALIKE, OTHER)
    for word in sorted(ours, key=lambda one: one not in theirs):
        best = min(left, key=lambda other: (order.index(likeness(word, other)), not same_word(word, other)))
        left.remove(best)
        if {word, best} & given:
            worst = max(worst, likeness(word, best), key=order.index)
    return worst


def _first(word: str) -> str:
    """The spelling that stands for a name written in several ways; the word itself for others."""
    word = word.replace("-", "")
    return KNOWN_SPELLINGS.get(word) or _HOW_WRITTEN.get(word, word)


def _is_known(word: str) -> bool:
    return is_given(word) or word in _NOT_A_SPELLING


def _short(a: str, b: str) -> str:
    """SAME where one is short for the other, '' where neither is short; ALIKE where nobody can tell, as with names for
    women and men, and with two short ones (Beth and Betty, Tom and Tommy)."""
    one, other = ({_first(full) for full in (*SHORT_NAMES.get(word, ()), word)} for word in (a, b))
    if not one & other or (a not in SHORT_NAMES and b not in SHORT_NAMES):
        return ""
    both_short = a in SHORT_NAMES and b in SHORT_NAMES and not {*SHORT_NAMES[a], *SHORT_NAMES[b]} & {a, b}
    return ALIKE if both_short or {a, b} & _FOR_BOTH else SAME


def _ends_otherwise(a: str, b: str) -> bool:
    """Whether only the vowels at the end differ, as they do between the names of women and of men, or one ends in a
    vowel and the other does not."""
    ends = [re.sub("h$", "", word)[-1:] for word in (a, b)]
    vowels = [bool(end) and end in "aeiouy" for end in ends]
    if vowels[0] != vowels[1]:
        return True
    same_end = {*ends} <= {"i", "y", "e"} or {*ends} <= {"o", "u"}
    return vowels[0] and ends[0] != ends[1] and not same_end


def _sound_the_same(a: str, b: str) -> bool:
    """Whether the vowels sound alike, too: Nabeel and Nabil, but not Amina and Amna."""
    if len(re.findall("[^aeiouy]", sound(a))) >= _MANY_CONSONANTS:
        return True
    ours, theirs = ({_heard(one) for one in _OF_ONE_NAME.get(_first(word), [word])} for word in (a, b))
    return bool(ours & theirs)


def _heard(word: str) -> str:
    """The word with a sign for each vowel or several together, and without doubled letters and an h at the end."""
    word = re.sub(r"(?<=[aeiouy])h$", "", word)
    for letters, sign in _VOWELS:
        word = re.sub(letters, sign, word)
    return re.sub("[^Aaeo]+", "-", word)


def _is_slip(a: str, b: str) -> bool:
    """Two letters the other way round, or one wrong inside a long word."""
    if not typo_of(a, b):
        return False
    turned = OSA.distance(a, b) == 1 and Levenshtein.distance(a, b) == 2
    return turned or (min(len(a), len(b)) >= _LONG and a[-2:] == b[-2:])
