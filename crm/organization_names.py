"""Names of organizations: telling them from people, and comparing two spellings; no database."""

import re
from functools import lru_cache

from crm.name_keys import plain_word, same_word, word_key
from crm.name_spellings import words
from crm.names import DIFFERENT, MAYBE, SAME, clean

LEGAL_FORMS = words("inc llc llp lp ltd pc pllc plc corp co company incorporated limited gmbh pvt sa ag bv trust")
# Words that say what kind of body it is; two names may differ in them and still be one organization.
WORSHIP = words(
    "mosque masjid church congregation fellowship temple imambargah jamia gurdwara synagogue parish ministries islamic"
)
GIVING = words("foundation fund charitable charity trust endowment family program gift daf")
BODY_WORDS = (
    WORSHIP
    | GIVING
    | words(
        """
        association associates society center ministry institute council committee club school college
        university academy hospital clinic bank group services solutions systems enterprises industries
        works software restaurant grill cafe market store shop pharmacy motors realty properties holdings
        partners consulting organization federation union league alliance network community cultural
        """
    )
)
# Of these, the ones no person's name contains.
_ALSO_NAMES = words("union temple parish club college market store group family program community bank gift co sa ag")
TELLING = (BODY_WORDS | LEGAL_FORMS) - _ALSO_NAMES
MORE_TELLING = re.compile(
    r"^(\w+ology|\w+opathy|dental|medical|imaging|surgery|pediatrics|orthop\w+|attorneys|lawyers|insurance|travels?|"
    r"traders?|trading|imports?|exports?|jewell?ers|bakery|kitchen|catering|foods?|grocer\w*|halal|electronics|"
    r"technolog\w+|tech|labs?|media|press|radio|gallery|museum|library|department|ministry|embassy|consulate|logistics|"
    r"construction|builders|plumbing|transport\w*|trucking|auto|fuels?|petroleum|hotels?|inn|suites|salon|boutique|"
    r"fabrics|textiles?)$"
)
SAME_BODY = {
    "ctr": "center", "cntr": "center", "centre": "center", "fdn": "foundation", "fndn": "foundation",
    "found": "foundation", "assoc": "associates", "assn": "association", "assocs": "associates", "soc": "society",
    "univ": "university", "inst": "institute", "hosp": "hospital", "st": "saint", "mt": "mount", "hts": "heights",
    "intl": "international", "natl": "national", "cong": "congregation", "comm": "community", "mosque": "masjid",
    "dept": "department", "svcs": "services", "mgmt": "management", "mfg": "manufacturing", "bros": "brothers",
    "org": "organization", "organisation": "organization", "theatre": "theater",
}  # fmt: skip
# One organization under two names; facts about public institutions of American giving.
KNOWN_AS = {"dafgiving360": "schwab charitable", "schwab charitable fund": "schwab charitable"}
_SMALL = words("the of for and at in a an de al el ul")


def is_organization(text: str) -> bool:
    """Whether a name cell names a body rather than people."""
    words = _words(text)
    if _known_as(text) in KNOWN_AS.values():
        return True
    if any(word in TELLING or MORE_TELLING.match(word) for word in words):
        return True
    if any(word.casefold() in ("co", "co.", "p.c.", "l.l.c.") for word in clean(text).split()[1:]):
        return True
    return is_acronym(text)


def is_acronym(text: str) -> bool:
    """`ICFH`: one word of capitals that nobody could be called, for want of vowels."""
    text = clean(text).replace(".", "")
    return bool(re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{3,6}|[AEIOU][B-DF-HJ-NP-TV-XZ]{3,5}", text))


@lru_cache(maxsize=65536)
def compare_organizations(a: str, b: str) -> str:
    """SAME, MAYBE or DIFFERENT. Legal forms, articles and the kind of body do not count when the rest agrees."""
    if _joined(a) == _joined(b) or _known_as(a) == _known_as(b):
        return SAME
    if is_acronym(a) or is_acronym(b):
        short, long = (a, b) if is_acronym(a) else (b, a)
        return SAME if _initials(long) == clean(short).replace(".", "").casefold() else DIFFERENT
    x, y = _telling_words(a), _telling_words(b)
    if not x or not y:
        return MAYBE if set(_words(a)) & set(_words(b)) else DIFFERENT
    few, many = sorted((x, y), key=len)
    if not _all_in(few, many):
        return SAME if "".join(x) == "".join(y) else DIFFERENT
    if len(few) == len(many):
        return SAME if _bodies_agree(a, b) else MAYBE
    return SAME if _bodies_agree(a, b) and (len(few) > 1 or _bodies(a) & _bodies(b)) else MAYBE


def _bodies_agree(a: str, b: str) -> bool:
    """A church is no company; where a name says nothing, or both the same kind of thing, nothing is contradicted."""
    x, y = _bodies(a), _bodies(b)
    return not x or not y or bool(x & y) or bool({_sort(word) for word in x} & {_sort(word) for word in y})


def _sort(body: str) -> str:
    return "worship" if body in WORSHIP else "giving" if body in GIVING else body


def _bodies(text: str) -> set[str]:
    words = set(_words(text)) - {"community", "cultural"}
    return {word for word in words if word in BODY_WORDS or MORE_TELLING.match(word)}


def _telling_words(text: str) -> tuple[str, ...]:
    words = (word for word in _words(text) if word not in BODY_WORDS | LEGAL_FORMS | _SMALL)
    return tuple(word[2:] if word.startswith("al") and len(word) > 5 else word for word in words)  # Alnoor, Al-Noor


def _all_in(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return all(any(same_word(word, other) or _shortened(word, other) for other in many) for word in few)


def _shortened(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and long.startswith(short)


def _known_as(text: str) -> str:
    joined = " ".join(word for word in _words(text) if word not in _SMALL)
    return next((name for other, name in KNOWN_AS.items() if other in joined.split() or joined == other), joined)


def _joined(text: str) -> str:
    return "".join(sorted(word_key(word) for word in _words(text) if word not in _SMALL | LEGAL_FORMS))


def _initials(text: str) -> str:
    return "".join(word[0] for word in _words(text) if word not in _SMALL - {"al", "el"})


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    bare = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", clean(text))  # L.L.C. -> LLC
    words = [plain_word(word) for word in re.split(r"[\s,()./-]+", bare)]
    return tuple(SAME_BODY.get(word, word) for word in words if word)
