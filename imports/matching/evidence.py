"""What speaks for two mentions of a name being one person, and what against; `imports.matching.people` concludes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from crm.names.comparison import (
    DIFFERENT,
    MAYBE,
    MORE_NAMES,
    ONE_LETTER,
    SAME,
    SLIP_IN_GIVEN,
    TURNED_ROUND,
    Likeness,
    compare,
)
from crm.names.keys import plain_word, same_word
from crm.names.people import EVERYDAY, PersonName
from crm.names.spellings import words
from imports.matching.known_records import KnownPerson
from imports.plans import ACCEPT, DUPLICATE, PlannedRow

#: Checks of one book: numbers this near, rising with the dates.
SAME_BOOK = 30
CHECK_DAYS = 120  # a check may wait in a drawer before it is deposited
#: Words before the name of a street that say little: of its direction, of a floor.
_NO_STREET = words("n s e w ne nw se sw north south east west no number apt unit suite ste floor the")
#: Ways in which names may differ that are of one person all the same, and those that need more than a mailbox.
_JOINABLE, _WEAK = {MORE_NAMES, TURNED_ROUND}, {SLIP_IN_GIVEN, TURNED_ROUND}
_HIS, _HERS = words("mr haji syed brother"), words("mrs ms miss begum hajja sister")


@dataclass(slots=True)
class PersonCandidate:
    """One person as far as is known yet: mentions put together, or a record that exists."""

    names: list[PersonName]
    known: KnownPerson | None = None
    rows: list[tuple[PlannedRow, str]] = field(default_factory=list)  # with the key of the row this person goes into
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)  # told by a foreign currency
    spouses: list[PersonName] = field(default_factory=list)
    checks: list[tuple[date | None, int]] = field(default_factory=list)
    streets: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)  # how other systems know them, and their number here
    codes: set[tuple[str, str]] = field(default_factory=set)  # what columns of this file number them by
    reasons: list[str] = field(default_factory=list)
    maybe: dict[int, str] = field(default_factory=dict)  # for a page: the first few others this may be, and why
    namesakes: set[int] = field(default_factory=set)  # all of them
    nameless: bool = False  # what they are reached by stands in the name's place

    @property
    def is_unconfirmed(self) -> bool:
        """Whether only rows that need review name this person; such rows are no evidence yet."""
        return self.known is None and all(row.decision not in (ACCEPT, DUPLICATE) for row, _ in self.rows)

    @property
    def name(self) -> PersonName:
        """The fullest spelling, Latin letters before others."""
        return max(
            self.names, key=lambda name: (not name.is_native, len(name.words), bool(name.suffix), len(name.full))
        )

    @property
    def suffixes(self) -> set[str]:
        return {name.suffix for name in self.names}

    def merge(self, other: "PersonCandidate") -> None:
        """Merge another candidate for the same person into this one."""
        if self.nameless and not other.nameless:
            self.names, self.nameless = [*other.names], False
        elif self.nameless or not other.nameless:
            self.names += other.names
        self.known = self.known or other.known
        self.rows += other.rows
        self.emails |= other.emails
        self.phones |= other.phones
        self.cities |= other.cities
        self.streets |= other.streets
        self.countries |= other.countries
        self.spouses += other.spouses
        self.checks += other.checks
        self.ids |= other.ids
        self.codes |= other.codes


def likeness(a: PersonCandidate, b: PersonCandidate) -> Likeness:
    """The best verdict between any two of their spellings, as long as every two may be of one person: a spelling that
    fits both is no bridge between two names that are not one."""
    verdicts = [compare(x, y) for x in _distinct(a.names) for y in _distinct(b.names)]
    order = {SAME: 2, MAYBE: 1, DIFFERENT: 0}
    against = [found for found in verdicts if not may_join(found)]
    if against:
        return min(against, key=lambda found: order[found.verdict])
    return max(verdicts, key=lambda found: (order[found.verdict], not {ONE_LETTER, SLIP_IN_GIVEN} & {*found.reasons}))


def named_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether any two of their spellings are the names of two people."""
    return any(compare(x, y).verdict == DIFFERENT for x in _distinct(a.names) for y in _distinct(b.names))


def may_join(found: Likeness) -> bool:
    """Whether evidence that a family shares, like a mailbox, can make one person of two names: of one name in two
    spellings, or of a name and the same with more names; an initial, or a name that is only like another, may be
    anybody's in the family."""
    return found.verdict == SAME or bool(_JOINABLE & {*found.reasons})


def contradiction(a: PersonCandidate, b: PersonCandidate) -> str:
    """Why the two cannot be one person, or ''. Towns are weighed elsewhere: people move."""
    if a.known and b.known and a.known is not b.known:
        return "two records exist"
    if {id(row) for row, _ in a.rows} & {id(row) for row, _ in b.rows}:
        return "both named in one row"
    if a.suffixes != b.suffixes and (a.suffixes | b.suffixes) - {""}:
        return "only one is " + " or ".join(sorted((a.suffixes | b.suffixes) - {""}))
    if numbered_apart(a.ids, b.ids) or _coded_apart(a, b):
        return "different numbers in the same system"
    titles = [{_plain(name.title) for name in who.names} for who in (a, b)]
    if any(x & _HIS and y & _HERS for x, y in (titles, titles[::-1])):
        return "Mr. and Mrs."
    return ""


def far_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both are placed, in different towns."""
    return bool(a.cities and b.cities and not a.cities & b.cities)


def housed_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both have a street address, and not the same: then no name joins them, however rare."""
    return bool(a.streets and b.streets and not a.streets & b.streets)


def reached_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both can be reached, in ways that have nothing in common: without proof they are two."""
    by_phone = bool(a.phones and b.phones) and not same_phone(a.phones, b.phones)
    return by_phone or bool(a.emails and b.emails and not a.emails & b.emails)


def share_nothing(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both can be reached, and no address, number or street of one is the other's."""
    shared = a.emails & b.emails or a.streets & b.streets or same_phone(a.phones, b.phones)
    return all(who.emails or who.phones or who.streets for who in (a, b)) and not shared


def numbered_apart(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether one system gives two different numbers: `nationbuilder:1004` and `nationbuilder:1005`."""
    ours, theirs = ({(one[0], one[2]) for name in ids if (one := name.partition(":"))} for ids in (a, b))
    return _differ(ours, theirs)


def proof(a: PersonCandidate, b: PersonCandidate, found: Likeness) -> str:
    """Evidence beyond the name that joins two of one name, or of a shorter and a fuller one; '' without any."""
    if a.ids & b.ids:
        return "same number in another system"
    if contact := _same_contact(a, b, found):
        return contact
    if found.verdict == SAME and same_check(a, b):
        return "same check"
    if not far_apart(a, b) and not housed_apart(a, b) and _same_spouse(a, b, found):
        return "same spouse"
    return ""


def _same_contact(a: PersonCandidate, b: PersonCandidate, found: Likeness) -> str:
    """A way to reach both; where a letter of the given name differs or the names are turned round, a mailbox and a
    number or street besides."""
    by_email, by_phone = bool(a.emails & b.emails), same_phone(a.phones, b.phones)
    twice = by_email and (by_phone or a.streets & b.streets)
    if not may_join(found) or (_WEAK & {*found.reasons} and not twice):
        return ""
    return "same email" if by_email else "same phone" if by_phone and found.verdict == SAME else ""


def same_phone(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two share a number; numbers without a country agree by their last nine digits."""
    tails = {re.sub(r"\D", "", phone)[-9:] for phone in a}
    return any(re.sub(r"\D", "", phone)[-9:] in tails for phone in b)


class WritesChecks(Protocol):
    """Somebody or something with the dates and numbers of checks they wrote."""

    @property
    def checks(self) -> list[tuple[date | None, int]]: ...


def same_checkbook(a: WritesChecks, b: WritesChecks) -> bool:
    """Whether checks of the two follow each other in one book: near numbers, and the later check has the higher one."""
    for day, number in a.checks:
        for other_day, other in b.checks:
            near = 0 < abs(number - other) <= SAME_BOOK
            if near and day and other_day and day != other_day and (day < other_day) == (number < other):
                return True
    return False


def same_check(a: WritesChecks, b: WritesChecks) -> bool:
    """Whether both gave a check of one number, at about one time: one check told twice."""
    return any(
        number == other and (day is None or other_day is None or abs((day - other_day).days) <= CHECK_DAYS)
        for day, number in a.checks
        for other_day, other in b.checks
    )


def checks_of(row: PlannedRow) -> list[tuple[date | None, int]]:
    """The date and number of each check a row tells of."""
    numbers = check_numbers(ref.value for ref in row.references if ref.system == "check")
    return [(row.date, number) for number in numbers]


def check_numbers(checks: Iterable[str]) -> list[int]:
    """Those of these check numbers that are numbers; what else stands in such a column is in no sequence."""
    return [int(text) for text in checks if re.fullmatch(r"[0-9]{1,18}", text)]


def email_key(email: str, gmail_domains: Iterable[str]) -> str:
    """One key for all spellings of a mailbox: Gmail ignores dots and what follows a plus sign."""
    local, _, domain = email.casefold().rpartition("@")
    domains = [name.casefold() for name in gmail_domains]
    if domain in domains:
        return f"{local.split('+')[0].replace('.', '')}@{domains[0]}"
    return f"{local}@{domain}"


def speaks_of(emails: Iterable[str], who: PersonCandidate) -> bool:
    """Whether an address is made of somebody's own name: a given one, or its first letter before the family's. The
    family's alone is no sign, as couples share it."""
    words = [word for email in emails for word in re.split(r"[\W\d_]+", email.rpartition("@")[0]) if word]
    for name in who.names:
        given, family = name.given_words, "".join(map(plain_word, name.family.split()))
        initials = {plain_word(word)[:1] + family for word in given if family}
        if any(word in initials or any(same_word(word, plain_word(other)) for other in given) for word in words):
            return True
    return False


def street_key(address: str) -> str:
    """House number and street, whatever follows them; '' for an address without a number."""
    first = next((line for line in address.splitlines() if re.search(r"\d", line)), "").casefold()
    number = re.search(r"\d+", first)
    words = [plain_word(word) for word in re.split(r"[\s.,#]+", first) if not any(ch.isdigit() for ch in word)]
    name = next((word for word in words if word and word not in _NO_STREET), "")
    return f"{number[0]} {name}" if number and name else ""


def city_key(city: str) -> str:
    """A town without the state after it, whatever its spelling."""
    return "".join(plain_word(word) for word in city.split(",")[0].split())


def _coded_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether one column of the file numbers them differently."""
    return _differ(a.codes, b.codes)


def _differ(ours: set[tuple[str, str]], theirs: set[tuple[str, str]]) -> bool:
    both = {one[0] for one in ours} & {one[0] for one in theirs}
    return any(not {one for one in ours if one[0] == name} & theirs for name in both)


def _same_spouse(a: PersonCandidate, b: PersonCandidate, found: Likeness) -> bool:
    """Whether the same name stands beside both. A wife often keeps her own family name: beside a name that is not
    everybody's, her given name is enough."""
    if any(compare(x, y).verdict == SAME for x in a.spouses for y in b.spouses):
        return True
    if found.verdict != SAME or any(name.frequency == EVERYDAY for who in (a, b) for name in who.names):
        return False
    return any(
        bool(x.given_words and y.given_words) and same_word(x.given_words[0], y.given_words[0])
        for x in a.spouses
        for y in b.spouses
    )


def _plain(title: str) -> str:
    return title.split(" ")[0].strip(".").casefold()


def _distinct(names: list[PersonName]) -> list[PersonName]:
    return list({(name.given, name.family, name.suffix): name for name in names}.values())
