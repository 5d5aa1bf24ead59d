"""Names of organizations: tell them from people, and compare two spellings; no database."""

import re
from functools import lru_cache

from crm.names.comparison import DIFFERENT, MAYBE, SAME
from crm.names.given_names import is_given
from crm.names.keys import is_listed, plain_word, word_key
from crm.names.people import clean
from crm.names.spellings import words
from crm.names.text import name_key

LEGAL_FORMS = words(
    "inc llc llp lp ltd pc pllc plc corp corporation co company incorporated limited gmbh pvt sa ag bv trust"
)
# Words for the kind of organization. Two names may differ in them and still be the same organization.
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
# Of these, the ones that no person's name contains.
_ALSO_NAMES = words("union temple parish club college market store group family program community bank gift co sa ag")
#: Of these, the ones that end an organization's name unless a given name begins it: “Al-Madina Market”.
_LIKELY_LAST = _ALSO_NAMES - words("co sa ag family")
TELLING = (BODY_WORDS | LEGAL_FORMS) - _ALSO_NAMES
MORE_TELLING = re.compile(
    r"^(\w+ology|\w+opathy|dental|medical|imaging|surgery|pediatrics|orthop\w+|attorneys|lawyers|insurance|travels?|"
    r"traders?|trading|imports?|exports?|jewell?ers|bakery|kitchen|catering|foods?|grocer\w*|halal|electronics|"
    r"technolog\w+|tech|labs?|media|press|radio|gallery|museum|library|department|ministry|embassy|consulate|logistics|"
    r"construction|builders|plumbing|transport\w*|trucking|auto|fuels?|petroleum|hotels?|inn|suites|salon|boutique|"
    r"fabrics|textiles?)$"
)
# More words used in names of businesses.
_TRADES = words(
    """
    booksellers airlines airways energy electric mutual financial securities investments capital ventures wines
    pizza deli bistro coffee spices sweets cleaners laundry spa fitness gym studio studios photography productions
    records publishing publishers printing supply supplies equipment rentals leasing storage tours charters freight
    shipping wireless telecom computers networks interactive toys farms ranch dairy meats seafood burgers bbq diner
    tavern brewery winery vineyards hardware lumber flooring roofing landscaping florist fashions apparel clothing
    cosmetics corporation agency bureau theater orchestra ensemble chapter charities ministries missions relief
    outreach coalition caucus commission authority district township county initiative project
    """
)
_TAIL = re.compile(
    r"(&|\+|\band)\s*(sons?|daughters?|bros\.?|brothers|sisters|co\.?|company|associates|partners|assoc\.?|more)\W*$",
    re.I,
)
_OF = re.compile(
    r"^(the )?(city|county|town|township|village|borough|state|commonwealth|government|department|ministry|"
    r"republic|board|"
    r"office|friends|order|knights|daughters|sons|sisters|women|league|port|diocese|archdiocese|consulate|embassy|house|"
    r"university|bank|chamber|college|school|united way) of\b",
    re.I,
)
#: Well-known companies that files write as one word (employers with matching gifts, platforms).
_BY_ONE_WORD = words(
    """
    google alphabet apple microsoft amazon meta facebook netflix cisco intel ibm oracle salesforce adobe nvidia
    tesla boeing chevron exxon exxonmobil shell pfizer merck lilly cummins deloitte accenture kpmg pwc walmart
    costco target kroger starbucks nike disney verizon comcast at&t paypal stripe venmo zelle benevity cybergrants
    yourcause fidelity schwab vanguard anthem elevance aetna cigna humana ford gm toyota honda caterpillar 3m ge
    siemens bosch sap visa mastercard uber lyft airbnb ebay linkedin twitter zoom dell hp qualcomm amd micron
    blackrock citi citigroup jpmorgan chase usaa
    """
)
#: Of these and of companies named by two, what people are called as well is a question.
_FIRMS = re.compile(
    r"^(wells fargo|goldman sachs|morgan stanley|merrill( lynch)?|charles schwab|eli lilly|edward jones|raymond james|"
    r"(jp|j\.p\.) morgan|john deere|john hancock|johnson controls|general (mills|motors|electric)|home depot|best buy|"
    r"trader joes?|ben (and|&) jerrys?|state farm|american (express|airlines|girl)|rolls royce|rite aid|"
    r"kimberly[ -]clark|burger king|taco bell|pizza hut|dairy queen|panda express|jimmy johns?|papa johns?|h-e-b|"
    r"at ?& ?t|red cross|salvation army|ernst (and|&) young|mary kay|procter (and|&) gamble)(\W+\w*\d\w*)?$",
    re.I,
)
_FIRMS_OF_ONE_WORD = _BY_ONE_WORD - words(
    "chase ford dell shell merck lilly ge gm sap amd hp zoom target intel stripe paypal venmo zelle"
)
#: What the names of shops, bands and offices end with or are about, and hardly anybody's.
_SHOPS = words(
    """
    palace house express depot wholesale controls band corner garden gardens plaza tower towers lodge station hut hub
    spot bar pub lounge barn mills diner eatery buffet
    """
)
_CRAFTS = re.compile(
    r"^(kebabs?|kabobs?|shawarma|biryani|sushi|noodles?|tacos?|(ortho|endo|perio)dont\w+|chiropract\w+|optometr\w+|"
    r"podiatr\w+|psychiatr\w+|physicians|surgeons|dentists|tires?|towing|nails|barbers?hop)$"
)
_GREEK = words(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega
    """
)
_OFFICES = re.compile(
    r"(?<=[a-z] )(HS|PD|FD|VFD|ISD|UMC|UCC|MSA|YMCA|YWCA)$|^(MSA|YMCA|YWCA|VFW|NAACP|ICNA|ISNA|CAIR) "
)
_NUMBERED = re.compile(
    r"^(?!(guest|table|seat|donor|attendee|walk-?in)s?\b).*#\s?\d|"
    r"^\d+(?!\d|st\b|nd\b|rd\b|th\b)\W*[^\W\d]",
    re.I,
)
#: Bodies that are family names as well: Frank Church, Bill Press, Shirley Temple.
_SURNAMES = words("church press co hall law banks temple parish cross")
_VIRTUES = words(
    "grace faith hope joy christ mercy charity trinity victoria angel star crystal ruby pearl jordan sierra"
)
SAME_BODY = {
    "ctr": "center", "cntr": "center", "centre": "center", "fdn": "foundation", "fndn": "foundation",
    "found": "foundation", "assoc": "associates", "assn": "association", "assocs": "associates", "soc": "society",
    "univ": "university", "inst": "institute", "hosp": "hospital", "st": "saint", "mt": "mount", "hts": "heights",
    "intl": "international", "natl": "national", "cong": "congregation", "comm": "community", "mosque": "masjid",
    "dept": "department", "svcs": "services", "mgmt": "management", "mfg": "manufacturing", "bros": "brothers",
    "org": "organization", "organisation": "organization", "theatre": "theater",
}  # fmt: skip
# Public institutions with two names.
KNOWN_AS = {
    "dafgiving360": "schwab charitable", "schwab charitable fund": "schwab charitable",
    "fidelity charitable gift fund": "fidelity charitable", "fidelity charitable daf": "fidelity charitable",
    "fidelity investments charitable gift fund": "fidelity charitable",
    "vanguard charitable endowment program": "vanguard charitable",
}  # fmt: skip
#: Legal forms and their spellings. Names with different legal forms are different organizations.
_FORMS = {
    **dict.fromkeys(words("inc incorporated"), "inc"), **dict.fromkeys(words("corp corporation"), "corp"),
    **dict.fromkeys(words("ltd limited"), "ltd"), **dict.fromkeys(words("co company"), "co"),
    **{form: form for form in words("llc llp lp pc pllc plc gmbh")},
}  # fmt: skip
_SMALL = words("the of for and at in a an de al el ul")
# Words for the kind of organization that do not help to identify it.
_EMPTY = words("charitable charity gift fund daf program endowment trust associates")
#: Of the kinds that give, those that are another legal donor each.
_DONORS = words("foundation fund trust daf endowment")
_PLACE = re.compile(r"\s+(?:of|in|at)\s+|\s*,\s*|\s+[-–—]\s+", re.I)
LONG_ACRONYM, LONG_WORD = 4, 6


def is_organization(text: str) -> bool:
    """Whether a name cell names an organization rather than people. See `may_be_either` for unclear ones."""
    words = _words(text)
    if _is_like_a_body(text):
        return False
    if _TAIL.search(clean(text)) or _OF.match(clean(text)) or any(word in _TRADES for word in words):
        return True
    if len(words) == 1 and words[0] in _BY_ONE_WORD:
        return True
    if _known_as(text) in KNOWN_AS.values():
        return True
    if any(word in TELLING or MORE_TELLING.match(word) for word in words):
        return True
    if any(word.casefold() in ("co", "co.", "p.c.", "l.l.c.") for word in clean(text).split()[1:]):
        return True
    return is_acronym(text)


def may_be_either(text: str) -> bool:
    """Whether only one word decides between person and organization: “Ali Market”, “Grace Church”."""
    words = [word for word in re.split(r"[\s,]+", clean(text)) if word]
    if _is_like_a_firm(clean(text), [plain_word(word) for word in words]):
        return True
    if len(words) > 1 and plain_word(words[-1]) in _LIKELY_LAST and not is_given(words[0]):
        return not _is_like_a_body(text)
    if len(words) != 2 or _is_like_a_body(text) or not is_given(words[0]):
        return False
    last = plain_word(words[1])
    return last in BODY_WORDS | _TRADES | _SURNAMES or bool(MORE_TELLING.match(last))


def _is_like_a_firm(text: str, plain: list[str]) -> bool:
    """Whether a name is, or looks like, a company's, a shop's, an office's or a fraternity's: never more than a
    question."""
    if _FIRMS.match(text) or _OFFICES.search(text) or _NUMBERED.search(text):
        return True
    if len(plain) < 2:
        return False
    ends_so = plain[-1] in _SHOPS and not is_given(plain[0])
    about = any(map(_CRAFTS.match, plain)) or plain[0] in _FIRMS_OF_ONE_WORD
    return ends_so or about or set(plain) <= _GREEK


def _is_like_a_body(text: str) -> bool:
    """Whether the name may be a person's although it ends like an organization's: a given name, perhaps an initial,
    then a family name of that kind."""
    text = clean(text)
    if "," in text:
        family, _, given = text.partition(",")
        firsts = re.split(r"\s*(?:&|\+|\band\b)\s*|\s+", given.strip())
        return plain_word(family) in _SURNAMES and all(map(_is_first, firsts))
    *firsts, last = text.split() or [""]
    if not firsts or last.endswith(".") or plain_word(last) not in _SURNAMES or plain_word(firsts[0]) in _VIRTUES:
        return False
    return is_given(firsts[0]) and all(map(_is_first, firsts))


def _is_first(word: str) -> bool:
    return is_given(word) or len(word.strip(".")) == 1


def is_acronym(text: str) -> bool:
    """Whether the text is one word in capitals with no vowel after its first letter: `ICFH`."""
    text = clean(text).replace(".", "")
    return bool(re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{3,6}|[AEIOU][B-DF-HJ-NP-TV-XZ]{3,5}", text))


def is_same_name(a: str, b: str) -> bool:
    """Whether two names have the same significant words, letter for letter. Ignored: case, punctuation, articles,
    common abbreviations (“Ctr”), words for the kind of organization, and a legal form that only one of them has. Two
    names of one well-known public institution are the same, too."""
    known = _known_as(a)
    if known in KNOWN_AS.values() and known == _known_as(b):
        return True
    forms, others = _legal_forms(a), _legal_forms(b)
    return _letters(a) == _letters(b) and not (forms and others and forms != others) and not _give_otherwise(a, b)


def is_spelled_alike(a: str, b: str) -> bool:
    """Whether two names are one but for case, punctuation, articles, legal forms and usual spellings."""
    return (_key(a) == _key(b) and not _give_otherwise(a, b)) or _known_as(a) == _known_as(b)


@lru_cache(maxsize=65536)
def compare_organizations(a: str, b: str) -> str:
    """SAME, MAYBE or DIFFERENT. MAYBE needs every significant word and the kind of organization to agree.

    SAME besides spellings of one name (`is_spelled_alike`): a long enough acronym and the name it abbreviates, and a
    congregation's name with and without the place after it ("of Sampleton").
    """
    if is_spelled_alike(a, b):
        return SAME
    if is_acronym(a) or is_acronym(b):
        short, long = (a, b) if is_acronym(a) else (b, a)
        letters = _acronym(short)
        return DIFFERENT if _initials(long) != letters else SAME if len(letters) >= LONG_ACRONYM else MAYBE
    x, y = _telling_words(a), _telling_words(b)
    if not x or not y:
        return MAYBE if set(_words(a)) & set(_words(b)) else DIFFERENT
    if not {*map(_spelling, x)} & {*map(_spelling, y)}:
        return DIFFERENT
    few, many = sorted((a, b), key=lambda name: len(_telling_words(name)))
    return SAME if _lacks_only_place(few, many) else MAYBE if _all_in(few, many) else DIFFERENT


def keys_filed(text: str) -> set[str]:
    """The keys stored for an organization: `keys_asked` of every name that compares as the same, spelled alike
    or SAME."""
    acronym = is_acronym(text)
    short = f"a:{_acronym(text)}" if acronym else f"i:{_initials(text)}"
    return {*_own_keys(text), same_name_key(text), short, *(f"p:{key}" for key in _without_place(text))}


def keys_asked(text: str) -> set[str]:
    """The keys of organizations that a name may match."""
    short = f"i:{_acronym(text)}" if is_acronym(text) else f"a:{_initials(text)}"
    without = {f"s:{key}" for key in _without_place(text)}
    return {*_own_keys(text), short, f"p:{_spelled(text)}", *without}


def same_name_key(text: str) -> str:
    """The key of organizations with this name, ignoring case, blanks and periods."""
    return f"n:{name_key(text)}"


def _own_keys(text: str) -> set[str]:
    return {f"l:{_letters(text)[0]}", f"k:{_known_as(text)}", f"s:{_spelled(text)}"}


def _give_otherwise(a: str, b: str) -> bool:
    """Whether two names state different legal donors: a trust is no fund, nor a foundation, whoever founded both."""
    ours, theirs = ({*_words(text)} & _DONORS for text in (a, b))
    return bool(ours and theirs and not ours & theirs)


def _spelled(text: str) -> str:
    return " ".join(_key(text)[0])


def _acronym(text: str) -> str:
    return clean(text).replace(".", "").casefold()


def _without_place(text: str) -> set[str]:
    """A congregation's name without the possible place after it (`_lacks_only_place`)."""
    if not _bodies(text) & WORSHIP:
        return set()
    return {_spelled(_PLACE.split(clean(text), maxsplit=1)[0]), _spelled(" ".join(clean(text).split()[:-1]))}


def _lacks_only_place(short: str, long: str) -> bool:
    """Whether the longer name is the shorter one of a congregation with a place added: “of Sampleton”, “, Sampleton” or
    the bare name. For other kinds the place matters: United Way of Ohio is not United Way of Indiana."""
    before, words = _PLACE.split(clean(long), maxsplit=1)[0], clean(long).split()
    return bool(_bodies(long) & WORSHIP) and _key(short) in (_key(before), _key(" ".join(words[:-1])))


def _all_in(few: str, many: str) -> bool:
    return {*map(_spelling, _telling_words(few))} <= {*map(_spelling, _telling_words(many))}


def _key(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The same for spellings of one name: its significant words in any order, and the kind of organization."""
    telling = _telling_words(text)
    if not telling:
        return tuple(sorted(_words(text))), frozenset()
    return tuple(sorted(map(_spelling, telling))), _kind(_bodies(text), len(telling))


def _kind(bodies: set[str], telling: int) -> frozenset[str]:
    """The kind of organization. More words count where only one word identifies the organization."""
    kinds = bodies - _EMPTY
    if telling > 1:
        kinds = {_sort(word) for word in kinds}
    if bodies & GIVING and not bodies & WORSHIP:
        kinds |= {"giving"}  # a bank's charitable fund is not the bank
    return frozenset(kinds)


def _sort(body: str) -> str:
    return "worship" if body in WORSHIP else "giving" if body in GIVING else body


def _bodies(text: str) -> set[str]:
    return {word for word in _words(text) if word in BODY_WORDS or MORE_TELLING.match(word)}


def _telling_words(text: str) -> tuple[str, ...]:
    words = (word for word in _words(text) if word not in BODY_WORDS | LEGAL_FORMS | _SMALL)
    return tuple(word[2:] if word.startswith("al") and len(word) > 5 else word for word in words)  # Alnoor, Al-Noor


@lru_cache(maxsize=65536)
def _spelling(word: str) -> str:
    """One key for spellings of a word: a listed name's; for a long word, its phonetic key between its first and last
    letters. The phonetic key alone would make Hill and Hall the same."""
    if is_listed(word):
        return word_key(word)
    return f"{word[:2]}{word_key(word)}{word[-1]}" if len(word) >= LONG_WORD else word


def _letters(text: str) -> tuple[str, frozenset[str]]:
    """The significant words of a name joined together, and the kind of organization."""
    telling = _telling_words(text)
    if not telling:
        return "".join(word for word in _words(text) if word not in _FORMS) or "".join(_words(text)), frozenset()
    return "".join(telling), _kind(_bodies(text), len(telling))


def _legal_forms(text: str) -> set[str]:
    return {_FORMS[word] for word in _words(text) if word in _FORMS}


def _known_as(text: str) -> str:
    joined = " ".join(word for word in _words(text) if word not in _SMALL)
    return next((name for other, name in KNOWN_AS.items() if other in joined.split() or joined == other), joined)


def _initials(text: str) -> str:
    return "".join(word[0] for word in _words(text) if word not in _SMALL - {"al", "el"})


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    bare = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", clean(text))  # L.L.C. -> LLC
    words = [plain_word(word) for word in re.split(r"[\s,()./-]+", bare)]
    return tuple(SAME_BODY.get(word, word) for word in words if word)
