"""Whether two given names are the same name. Similar is not enough, as families choose similar names. Pure.

Karim and Karima, Maria and Mario, Joan and John may share a mailbox, a phone and a street, and still be two people.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from crm.names.given_names import is_given
from crm.names.keys import KNOWN_SPELLINGS, is_native, plain_word, same_word, sound, typo_of
from crm.names.spellings import SHORT_NAMES, words

SAME, SLIP, ALIKE, OTHER = "same", "slip", "alike", "other"

#: Names used in English and their spellings.
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
#: Names of their own that are written or sound almost like one in English.
_NOT_A_SPELLING = words("alejandra asha deanna joanna josie juana jessie lesley nell paola rae robyn umair")
#: Short for names of women and of men.
_FOR_BOTH = frozenset({"alex", "chris", "mel", "pat", "sam", "sandy", "terry"})
_VOWELS = (("a[iey]+", "A"), ("[iey]+", "e"), ("[ou]+", "o"), ("a[ao]*", "a"))
#: The fewest letters for which one letter added, dropped or replaced inside a word is a typo, not another name.
_LONG = 8
#: A word with this many consonants sounds the same whichever vowels are written between them.
_MANY_CONSONANTS = 4


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> str:
    """SAME for spellings of one name, SLIP for a typo, ALIKE when unclear, else OTHER."""
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
    """The worst result over pairs of words, each paired with its best match. Pairs outside `given` are family names,
    which are compared elsewhere."""
    left, worst = list(theirs), SAME
    order = (SAME, SLIP, ALIKE, OTHER)
    for word in sorted(ours, key=lambda one: one not in theirs):
        best = min(left, key=lambda other: (order.index(likeness(word, other)), not same_word(word, other)))
        left.remove(best)
        if {word, best} & given:
            worst = max(worst, likeness(word, best), key=order.index)
    return worst


def _first(word: str) -> str:
    """The first listed spelling of a name; an unlisted word unchanged."""
    word = word.replace("-", "")
    return KNOWN_SPELLINGS.get(word) or _HOW_WRITTEN.get(word, word)


def _is_known(word: str) -> bool:
    return is_given(word) or word in _NOT_A_SPELLING


def _short(a: str, b: str) -> str:
    """SAME where one is short for the other, '' where neither is a short form, ALIKE when unclear: short forms for both
    women and men, or two short forms (Beth and Betty, Tom and Tommy)."""
    one, other = ({_first(full) for full in (*SHORT_NAMES.get(word, ()), word)} for word in (a, b))
    if not one & other or (a not in SHORT_NAMES and b not in SHORT_NAMES):
        return ""
    both_short = a in SHORT_NAMES and b in SHORT_NAMES and not {*SHORT_NAMES[a], *SHORT_NAMES[b]} & {a, b}
    return ALIKE if both_short or {a, b} & _FOR_BOTH else SAME


def _ends_otherwise(a: str, b: str) -> bool:
    """Whether only the final vowels differ, as in names of women and men, or just one of the two ends in a vowel."""
    ends = [re.sub("h$", "", word)[-1:] for word in (a, b)]
    vowels = [bool(end) and end in "aeiouy" for end in ends]
    if vowels[0] != vowels[1]:
        return True
    same_end = {*ends} <= {"i", "y", "e"} or {*ends} <= {"o", "u"}
    return vowels[0] and ends[0] != ends[1] and not same_end


def _sound_the_same(a: str, b: str) -> bool:
    """Whether the vowels sound alike as well: Nabeel and Nabil, but not Amina and Amna."""
    if len(re.findall("[^aeiouy]", sound(a))) >= _MANY_CONSONANTS:
        return True
    ours, theirs = ({_heard(one) for one in _OF_ONE_NAME.get(_first(word), [word])} for word in (a, b))
    return bool(ours & theirs)


def _heard(word: str) -> str:
    """The word with one mark for each group of vowels, without doubled letters and a final h."""
    word = re.sub(r"(?<=[aeiouy])h$", "", word)
    for letters, sign in _VOWELS:
        word = re.sub(letters, sign, word)
    return re.sub("[^Aaeo]+", "-", word)


def _is_slip(a: str, b: str) -> bool:
    """Whether two letters are swapped, or one is wrong inside a long word."""
    if not typo_of(a, b):
        return False
    turned = OSA.distance(a, b) == 1 and Levenshtein.distance(a, b) == 2
    return turned or (min(len(a), len(b)) >= _LONG and a[-2:] == b[-2:])
