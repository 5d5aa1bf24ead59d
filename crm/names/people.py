"""Parse names of people; no database.

`parse_names` parses one cell as typed: titles, couples, `Last, First`, families, placeholders for a missing family
name. `crm.names.comparison` compares two names.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from crm.names import doubts
from crm.names.given_names import is_given
from crm.names.keys import is_native, plain_word, word_key
from crm.names.spellings import (
    DOUBLE_NAMES,
    EVERYDAY_FAMILY,
    EVERYDAY_GIVEN,
    FREQUENT_FAMILY,
    FREQUENT_GIVEN,
    NO_NAME,
    NOBODY,
    NOBODY_TEXTS,
    PARTICLES,
    PREFIXES,
    SUFFIXES,
    TITLES,
    TITLES_THAT_ARE_NAMES,
)
from crm.names.text import clean, plain_title, tidy, without_degrees

RARE, FREQUENT, EVERYDAY = 0, 1, 2
_PLAIN_TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev")  # nobody's given name
_EVERYDAY = frozenset(word_key(word) for word in EVERYDAY_GIVEN | EVERYDAY_FAMILY)
_FREQUENT = frozenset(word_key(word) for word in FREQUENT_GIVEN | FREQUENT_FAMILY)
_MAY_BE_FAMILY = frozenset(word_key(word) for word in FREQUENT_FAMILY)
_AND = re.compile(r"\s+(?:&|\+|and|or|und|y|اور|/)\s+|\s*[&+]\s*|\s+/\s+|\s*;\s*", re.I)
_COUPLE = re.compile(
    r"^(?P<his>(?:mr|dr|prof|haji|rev|pastor|imam|capt|col|sr|señor)\.?)\s*(?:&|and|\+|/|y\b)\s*"
    r"(?P<her>(?:mrs|ms|dr|begum|wife|sra|señora)\.?)\s+(?P<rest>.+)$",
    re.I,
)
_AND_OTHERS = re.compile(
    r"^(?P<name>.+?)\s*(?:(?:&|\+|/|\b(?:and|plus|with|w/)(?!\w))\s*)+(?:his |her |the |an? )?"
    r"(?P<who>family|fam|children|kids|wife|husband|spouse|partner|mrs|guests?|others)\.?$",
    re.I,
)
#: Two surnames of one person, as Spanish names have them, or two people: what stands on both sides says which.
_SURNAMES_WITH_Y = re.compile(
    r"^(?P<name>[^,&+/;]+?)\s+(?P<and>[yY]|e)\s+"
    r"(?P<second>(?:(?:de|del|la|las|los)\s+)*[^\s,&+/;.]{2,})(?:,\s*(?P<given>[^,&+/;]+))?$"
)
_FAMILY = re.compile(r"^(?:the\s+)?(?P<name>.+?)\s+(?:family|household|families)$", re.I)


@dataclass(frozen=True)
class PersonName:
    """One person's name. `order_known` is False where given and family name may be in either order."""

    given: str = ""
    family: str = ""
    title: str = ""
    suffix: str = ""
    written: str = ""
    order_known: bool = True

    @property
    def full(self) -> str:
        """Given name, family name and suffix, as printed."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def sort(self) -> str:
        """`Family, Given`, for sorting."""
        return ", ".join(part for part in (self.family, self.given) if part)

    @cached_property
    def given_words(self) -> tuple[str, ...]:
        return _core_words(self.given)

    @cached_property
    def family_words(self) -> tuple[str, ...]:
        return _core_words(self.family)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return self.given_words + self.family_words

    @cached_property
    def codes(self) -> frozenset[str]:
        """Words with a digit (Guest 4, P-7KM2QX), which are compared exactly, never phonetically."""
        words = (plain_word(word) for word in unicodedata.normalize("NFKC", f"{self.given} {self.family}").split())
        return frozenset(word for word in words if any(ch.isdecimal() for ch in word))

    @property
    def is_single(self) -> bool:
        """Whether the name is a single word, or a family name with only an initial."""
        return len([word for word in self.words if len(word) > 1]) < 2

    @property
    def is_native(self) -> bool:
        return is_native(self.full)

    @cached_property
    def key(self) -> str:
        """The same for spellings of one name in either order; Muhammad and Syed before another name do not count."""
        return " ".join(sorted(word_key(word) for word in self.telling_words))

    @cached_property
    def telling_words(self) -> tuple[str, ...]:
        """The words that distinguish a person: without a leading Muhammad and initials."""
        given = [word for word in self.given_words if len(word) > 1]
        if len(given) > 1 and word_key(given[0]) == "muhammad":
            given = given[1:]
        return tuple(given) + self.family_words

    @property
    def frequency(self) -> int:
        """How common the name is: RARE, FREQUENT or EVERYDAY. A single name is EVERYDAY. A suffix makes a name one step
        rarer."""
        if self.is_single:
            return EVERYDAY
        keys = [word_key(word) for word in self.telling_words]
        level = EVERYDAY if all(key in _EVERYDAY for key in keys) else int(all(key in _FREQUENT for key in keys))
        return max(level - bool(self.suffix), RARE)


class Names(NamedTuple):
    """What a name cell holds. Without people it is a family (`household`) or nobody (`nobody`)."""

    people: tuple[PersonName, ...] = ()
    household: str = ""
    nobody: bool = False  # blank, "Anonymous", "Information Requested"
    doubt: str = ""  # why a person must review it: it can be read in several ways, or not at all


def parse_names(cell: str) -> Names:
    """Parse a cell that names a person, a couple or a family. `doubt` says what else it may mean."""
    text = clean(cell)
    if is_nobody(text):
        return Names(nobody=True)
    return Names(doubt=doubt) if (doubt := doubts.about(text)) else _read(text)


def people_on_record(name: str) -> tuple[PersonName, ...]:
    """Whom a name on record names. Whoever wrote it knew whose it is, however it looks: nothing is asked."""
    text = clean(name)
    return () if is_nobody(text) else _read(text).people


def _read(text: str) -> Names:
    if others := _AND_OTHERS.match(text):
        return _with_others(text, others["name"], others["who"])
    if couple := _COUPLE.match(text):
        return _titled_couple(text, couple["rest"], couple["his"])
    if family := _FAMILY.match(text):
        return _family(text, family["name"])
    if surname := _SURNAMES_WITH_Y.match(text):
        return _with_two_surnames(text, surname)
    halves = [half for half in _AND.split(text) if half.strip()]
    if len(halves) > 2:
        return Names(doubt=f"“{text}” names more than two people: enter the donor.")
    if len(halves) == 2:
        return Names(tuple(_read_couple(*halves)), household=text)
    return Names((_read_person(text),))


def _titled_couple(text: str, rest: str, his: str) -> Names:
    """Parse “Mr. and Mrs.” followed by a shared name, his name, or both names."""
    halves = [half for half in _AND.split(rest) if half.strip()]
    if len(halves) == 2:
        return Names(tuple(_read_couple(*halves)), household=text)
    return Names((_read_person(rest, title=_title(his)),), household=text)


def _with_others(text: str, name: str, who: str) -> Names:
    """Parse “… & Family”, “… and wife”: one named person and a household."""
    if _AND.search(name):
        first, second = _AND.split(name, maxsplit=1)
        return Names(tuple(_read_couple(first, second)), household=text)
    if len(name.split()) == 1 and who.casefold() in ("family", "fam") and not is_given(name):
        return Names(household=f"The {tidy(name)} Family")
    return Names((_read_person(name),), household=text)


def _family(text: str, name: str) -> Names:
    """“The Dahl Family” names nobody in particular, “Omar & Sara Dahl Family” a couple."""
    if not _AND.search(name):
        return Names(household=f"The {tidy(name)} Family")
    couple = parse_names(name)
    if couple.doubt or not couple.people:
        return Names(doubt=f"“{text}” could be one family or two: enter the donor.")
    return Names(couple.people, household=text)


def _with_two_surnames(text: str, told: re.Match[str]) -> Names:
    """“Maria de la Cruz y Soto” is one person; “Maria Ruiz y Soto” may be two."""
    _, words = _split_titles(told["name"].split(), several=True)
    initial = told["and"] == "Y" and not text.isupper()  # John Y Smith
    if told["given"] or (initial and not is_given(told["second"])):
        return Names((_read_person(text),))
    if is_given(told["second"]) and not initial and (len(words) > 1 or is_given(words[0])):
        return Names(tuple(_read_couple(told["name"], told["second"])), household=text)
    person = _read_person(told["name"])
    if initial or len(words) < 3 or not {plain_word(word) for word in text.split()} & PARTICLES:
        return Names(doubt=f"“{text}” could be one person or two: enter the donor.")
    family = tidy(f"{person.family} y {told['second']}")
    return Names((replace(person, family=family, written=text, order_known=True),))


def name_from_parts(first: str, last: str, *, middle: str = "", title: str = "", suffix: str = "") -> PersonName:
    """The name given in columns of its own. Titles and suffixes written into them are taken out."""
    (called, behind), (named, more) = without_degrees(clean(first)), without_degrees(clean(last))
    only_titles = all(plain_title(word) in _PLAIN_TITLES for word in called.split())  # Dr. | Amsel
    titles, given = _split_titles(clean(f"{called} {middle}").split(), several=bool(named) and not only_titles)
    more_titles, family = _family_split(named)
    given, after_given = _split_suffix(given)
    family, told = _split_suffix(family)
    given, family = _named(given), _named(family)
    if [plain_word(w) for w in given] == [plain_word(w) for w in family]:
        family = []
    return PersonName(
        given=tidy(" ".join(given)),
        family=tidy(" ".join(family)),
        title=clean(title) or " ".join(titles + more_titles),
        suffix=SUFFIXES.get(plain_title(suffix), clean(suffix)) or told or after_given or _suffix([*more, *behind]),
        written=clean(f"{title} {first} {middle} {last} {suffix}"),
    )


def is_nobody(text: str) -> bool:
    """Whether the cell is a placeholder for an unknown person."""
    text = clean(text).casefold().strip(" .")
    return not text or text in NOBODY or text in NOBODY_TEXTS


def _read_couple(first: str, second: str) -> list[PersonName]:
    """Parse the two sides of “and”: `Raza, Ali & Fatima`, `Ali & Fatima Raza`, `Ali Raza and Fatima Bibi`, `Raza, A. &
    Raza`."""
    if "," in first and "," not in second:
        family = first.split(",", 1)[0]
        one = _read_person(first)
        if [plain_word(w) for w in clean(second).split()] == [plain_word(w) for w in clean(family).split()]:
            return [one]
        return [one, _with_family(second, one.family)]
    other = _read_person(second)
    person = _read_person(first)
    if other.family and _is_only_given(person):
        return [_with_family(first, other.family), other]
    return [person, other]


def _is_only_given(name: PersonName) -> bool:
    """`Ali`, `Muhammad Juma`, `Mary Ann` (but `Muhammad Ali` may be whole, and so may two other names)."""
    words = name.words
    if len(words) == 2 and word_key(words[0]) == "muhammad":
        return word_key(words[1]) not in _MAY_BE_FAMILY
    if len(words) == 2 and all(map(is_given, words)):
        return words[1] in DOUBLE_NAMES
    return len(words) == 1


def _with_family(given: str, family: str) -> PersonName:
    person = _read_person(given)
    if person.family and not _is_only_given(person):
        return person
    names = " ".join(filter(None, (person.given, person.family)))
    return PersonName(given=names, family=family, title=person.title, suffix=person.suffix, written=clean(given))


def _read_person(text: str, title: str = "") -> PersonName:
    text = clean(text)
    bare, behind = without_degrees(text)
    if behind:
        return _with_degrees(text, _read_person(bare, title), behind)
    if "," in text:
        before, after = (part.strip() for part in text.split(",", 1))
        if before and after:
            before, prefix = _titles_off(before)
            name = name_from_parts(after, before, title=" ".join(filter(None, (title, prefix))))
            return PersonName(name.given, name.family, name.title, name.suffix, text)
    titles, words = _split_titles(text.split(), several=True)
    words, suffix = _split_suffix(words)
    words = _named(words)
    if len(words) == 2 and plain_word(words[0]) == plain_word(words[1]):
        words = words[:1]
    given, family = _split_family(words)
    if len(words) == 1 and plain_title(title) in ("mr", "mrs", "ms"):
        given, family = (), words  # "Mr. and Mrs. Smith"
    return PersonName(
        given=tidy(" ".join(given)),
        family=tidy(" ".join(family)),
        title=" ".join(filter(None, (title, *titles))),
        suffix=suffix,
        written=text,
        order_known=len(words) != 2,
    )


def _with_degrees(text: str, person: PersonName, behind: Sequence[str]) -> PersonName:
    """A person with what stands behind the commas after the name: “Dahl, Omar, Jr., MD”."""
    titles = " ".join(_title(word) for word in behind if plain_title(word) not in SUFFIXES)
    return replace(person, title=person.title or titles, suffix=_suffix(behind) or person.suffix, written=text)


def _suffix(behind: Sequence[str]) -> str:
    """Of what stands behind a name, what tells namesakes apart: “Jr.”, “III”."""
    return next((SUFFIXES[plain_title(word)] for word in behind if SUFFIXES.get(plain_title(word))), "")


def _named(words: Sequence[str]) -> list[str]:
    """The words without placeholders for a missing name."""
    return [word for word in words if plain_title(word) not in NO_NAME]


def _split_family(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Split into given and family name: the family name is the last word with the particles before it, or the leading
    particles with the word after them."""
    if len(words) < 2:
        return words, ()
    is_particle = [plain_word(word) in PARTICLES for word in words]
    called_so = words[0].istitle() and not is_particle[1] and is_given(words[1])  # Van Maximilian Carlson
    if is_particle[0] and len(words) > 2 and not called_so:
        start = is_particle.index(False) + 1 if False in is_particle else len(words)
        if start < len(words):
            return words[start:], words[:start]
    cut = len(words) - 1
    while cut > 1 and is_particle[cut - 1]:
        cut -= 1
    return words[:cut], words[cut:]


def _titles_off(text: str) -> tuple[str, str]:
    titles, words = _family_split(text)
    return " ".join(words), " ".join(titles)


def _split_titles(words: Sequence[str], *, several: bool) -> tuple[list[str], list[str]]:
    """Split off titles in front. A title that may itself be a name counts only before two more words."""
    titles, rest = [], list(words)
    if len(rest) > 2 and plain_title(rest[0]) in ("the", "his", "her") and plain_title(rest[1]) in TITLES:
        rest.pop(0)
    while len(rest) > (1 if several else 0):
        word = plain_title(rest[0])
        if word not in TITLES or (word in TITLES_THAT_ARE_NAMES and (not several or len(rest) < 3)):
            break
        titles.append(_title(rest.pop(0)))
    return titles, rest


def _family_split(text: str) -> tuple[list[str], list[str]]:
    """Titles in front of a family name, which is the last word in any case: Bishop is one of both."""
    titles, family = _split_titles(text.split(), several=False)
    return (titles, family) if family else (titles[:-1], text.split()[-1:])


def _title(word: str) -> str:
    word = clean(word)
    return word[:1].upper() + word[1:].lower() if word.isupper() or word.islower() else word


def _split_suffix(words: Sequence[str]) -> tuple[list[str], str]:
    rest, suffix = list(words), ""
    while len(rest) > 1 and plain_title(rest[-1]) in SUFFIXES and not (plain_title(rest[-1]) == "md" and len(rest) < 3):
        suffix = SUFFIXES[plain_title(rest.pop())] or suffix
    return rest, suffix


def _core_words(text: str) -> tuple[str, ...]:
    words = [plain_word(word) for part in text.split() for word in re.split(r"[-.]", part)]
    words = [word for word in words if word and word not in PREFIXES]
    return tuple(words)
