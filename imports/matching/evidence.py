"""Evidence for and against two mentions of a name being one person; `imports.matching.people` decides."""

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

#: Checks of one checkbook: numbers this close, rising with the dates.
SAME_BOOK = 30
CHECK_DAYS = 120  # a check may be deposited late
#: Words before a street's name that say little: direction, floor.
_NO_STREET = words("n s e w ne nw se sw north south east west no number apt unit suite ste floor the")
#: Reasons by which two names may still be one person's, and those that need more than a shared mailbox.
_JOINABLE, _WEAK = {MORE_NAMES, TURNED_ROUND}, {SLIP_IN_GIVEN, TURNED_ROUND}
_NUMBERS_PEOPLE = re.compile(
    r"\b(donor|supporter|member(ship)?|account|acct|constituent|contact|customer|person|client|patron|guest|giver|payer)"
    r"s?[\s_-]*(id|no|nr|num|number|code|key|#)\b|\b(donor|member|account|acct|constituent|contact)\s*#",
    re.I,
)
#: Systems that number accounts, of which one person may have several: a guest of a checkout gets a new one each time.
ACCOUNTS = frozenset({"stripe", "donorbox"})
_HIS, _HERS = words("mr haji syed brother"), words("mrs ms miss begum hajja sister")


@dataclass(slots=True)
class PersonCandidate:
    """A person as far as known: merged mentions, or an existing record."""

    names: list[PersonName]
    known: KnownPerson | None = None
    rows: list[tuple[PlannedRow, str]] = field(default_factory=list)  # with the key of the row that created this person
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)  # from a foreign currency
    spouses: list[PersonName] = field(default_factory=list)
    checks: list[tuple[date | None, int]] = field(default_factory=list)
    streets: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)  # references to other systems, and our own number
    codes: set[tuple[str, str]] = field(default_factory=set)  # ids in columns of this file
    reasons: list[str] = field(default_factory=list)
    maybe: dict[int, str] = field(default_factory=dict)  # shown on a page: the first few people this may be, and why
    namesakes: set[int] = field(default_factory=set)  # the number of all of them
    nameless: bool = False  # an email, phone or street is used instead of a name

    @property
    def is_unconfirmed(self) -> bool:
        """Whether only rows under review name this person; such rows are not evidence yet."""
        return self.known is None and all(row.decision not in (ACCEPT, DUPLICATE) for row, _ in self.rows)

    @property
    def name(self) -> PersonName:
        """The fullest spelling, Latin script first."""
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
    """The best verdict over pairs of their spellings, provided that no pair is of two people: a spelling that matches
    both does not join two different names."""
    verdicts = [compare(x, y) for x in _distinct(a.names) for y in _distinct(b.names)]
    order = {SAME: 2, MAYBE: 1, DIFFERENT: 0}
    against = [found for found in verdicts if not may_join(found)]
    if against:
        return min(against, key=lambda found: order[found.verdict])
    return max(verdicts, key=lambda found: (order[found.verdict], not {ONE_LETTER, SLIP_IN_GIVEN} & {*found.reasons}))


def named_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether some two of their spellings are names of two people."""
    return any(compare(x, y).verdict == DIFFERENT for x in _distinct(a.names) for y in _distinct(b.names))


def may_join(found: Likeness) -> bool:
    """Whether weak evidence, which a family may share (a mailbox), can join two names.

    It can for two spellings of one name, or a name and the same with more words. An initial or a merely similar name
    may be anyone's in the family.
    """
    return found.verdict == SAME or bool(_JOINABLE & {*found.reasons})


def contradiction(a: PersonCandidate, b: PersonCandidate) -> str:
    """Why the two cannot be one person, or ''. Cities are compared elsewhere, as people move."""
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
    """Whether both have a city, and not the same."""
    return bool(a.cities and b.cities and not a.cities & b.cities)


def housed_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both have a street address, and not the same; then no name joins them, however rare."""
    return bool(a.streets and b.streets and not a.streets & b.streets)


def reached_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both have contact details, or accounts in one system, but none in common; without proof they are two
    people."""
    by_phone = bool(a.phones and b.phones) and not same_phone(a.phones, b.phones)
    ours, theirs = _accounts(a.ids), _accounts(b.ids)
    bare = (ours and not a.emails and (theirs or b.emails)) or (theirs and not b.emails and (ours or a.emails))
    by_account = not ours & theirs and bool(bare or (ours and theirs))
    return by_phone or by_account or bool(a.emails and b.emails and not a.emails & b.emails)


def _accounts(ids: Iterable[str]) -> set[str]:
    return {name for name in ids if name.partition(":")[0] in ACCOUNTS}


def share_nothing(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether both have contact details, and share no email, phone or street."""
    shared = a.emails & b.emails or a.streets & b.streets or same_phone(a.phones, b.phones)
    return all(who.emails or who.phones or who.streets for who in (a, b)) and not shared


def numbered_apart(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether one system gives them two numbers: `nationbuilder:1004` and `nationbuilder:1005`."""
    read = ([name.partition(":") for name in ids] for ids in (a, b))
    ours, theirs = ({(system, value) for system, _, value in ids if system not in ACCOUNTS} for ids in read)
    return _differ(ours, theirs)


def proof(a: PersonCandidate, b: PersonCandidate, found: Likeness) -> str:
    """Evidence besides the name that joins two people with the same name, or a shorter and a fuller one; '' without
    any."""
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
    """A contact detail that both have. Where a letter of the given name differs or the order is swapped, it takes a
    mailbox and a phone or street."""
    by_email, by_phone = bool(a.emails & b.emails), same_phone(a.phones, b.phones)
    twice = by_email and (by_phone or a.streets & b.streets)
    if not may_join(found) or (_WEAK & {*found.reasons} and not twice):
        return ""
    return "same email" if by_email else "same phone" if by_phone and found.verdict == SAME else ""


def same_phone(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two share a phone number; numbers without a country are compared by their last nine digits."""
    tails = {re.sub(r"\D", "", phone)[-9:] for phone in a}
    return any(re.sub(r"\D", "", phone)[-9:] in tails for phone in b)


class WritesChecks(Protocol):
    """A person, family or organization with the dates and numbers of their checks."""

    @property
    def checks(self) -> list[tuple[date | None, int]]: ...


def same_checkbook(a: WritesChecks, b: WritesChecks) -> bool:
    """Whether checks of both belong to one checkbook: close numbers, and the later check has the higher one."""
    for day, number in a.checks:
        for other_day, other in b.checks:
            near = 0 < abs(number - other) <= SAME_BOOK
            if near and day and other_day and day != other_day and (day < other_day) == (number < other):
                return True
    return False


def same_check(a: WritesChecks, b: WritesChecks) -> bool:
    """Whether both gave a check with one number at about one time, which is then the same check."""
    return any(
        number == other and (day is None or other_day is None or abs((day - other_day).days) <= CHECK_DAYS)
        for day, number in a.checks
        for other_day, other in b.checks
    )


def checks_of(row: PlannedRow) -> list[tuple[date | None, int]]:
    """The date and number of each check of a row."""
    numbers = check_numbers(ref.value for ref in row.references if ref.system == "check")
    return [(row.date, number) for number in numbers]


def check_numbers(checks: Iterable[str]) -> list[int]:
    """Those check numbers that are digits; others cannot be in a sequence."""
    return [int(text) for text in checks if re.fullmatch(r"[0-9]{1,18}", text)]


def email_key(email: str, gmail_domains: Iterable[str]) -> str:
    """One key for all spellings of a mailbox: Gmail ignores dots and plus suffixes."""
    local, _, domain = email.casefold().rpartition("@")
    domains = [name.casefold() for name in gmail_domains]
    if domain in domains:
        return f"{local.split('+')[0].replace('.', '')}@{domains[0]}"
    return f"{local}@{domain}"


def speaks_of(emails: Iterable[str], who: PersonCandidate) -> bool:
    """Whether an email address is made of the person's own name: a given name, or its initial before the family name.
    The family name alone does not count, as couples share it."""
    words = [word for email in emails for word in re.split(r"[\W\d_]+", email.rpartition("@")[0]) if word]
    for name in who.names:
        given, family = name.given_words, "".join(map(plain_word, name.family.split()))
        initials = {plain_word(word)[:1] + family for word in given if family}
        if any(word in initials or any(same_word(word, plain_word(other)) for other in given) for word in words):
            return True
    return False


def codes_of(row: PlannedRow) -> set[tuple[str, str]]:
    """Ids in a row's columns, a donor id, an account, a member number, but not those its format read as such."""
    read = {name.partition(":")[2].casefold() for name in row.party.told.ids}
    return {
        (title.casefold(), value)
        for title, text in row.raw.items()
        if _NUMBERS_PEOPLE.search(title) and (value := text.strip().casefold()) and value not in read
    }


def street_key(address: str) -> str:
    """House number and street name; '' for an address without a number."""
    first = next((line for line in address.splitlines() if re.search(r"\d", line)), "").casefold()
    number = re.search(r"\d+", first)
    words = [plain_word(word) for word in re.split(r"[\s.,#]+", first) if not any(ch.isdigit() for ch in word)]
    name = next((word for word in words if word and word not in _NO_STREET), "")
    return f"{number[0]} {name}" if number and name else ""


def city_key(city: str) -> str:
    """A city in any spelling, without the state."""
    return "".join(plain_word(word) for word in city.split(",")[0].split())


def _coded_apart(a: PersonCandidate, b: PersonCandidate) -> bool:
    """Whether one column of the file gives them different ids."""
    return _differ(a.codes, b.codes)


def _differ(ours: set[tuple[str, str]], theirs: set[tuple[str, str]]) -> bool:
    both = {one[0] for one in ours} & {one[0] for one in theirs}
    return any(not {one for one in ours if one[0] == name} & theirs for name in both)


def _same_spouse(a: PersonCandidate, b: PersonCandidate, found: Likeness) -> bool:
    """Whether both have the same spouse. A wife often keeps her family name, so her given name is enough unless the
    shared name is common."""
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
