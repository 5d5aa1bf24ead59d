"""Parse who a record names: people, a couple, a family or an organization, and their contact details."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from babel import Locale

from core.us_states import STATES_AND_DC
from crm.contact_details import values as contact_values
from crm.contact_details.values import read_emails, read_phones
from crm.names import doubts
from crm.names.given_names import is_family_too, is_given
from crm.names.organizations import is_organization, may_be_either
from crm.names.people import PersonName, clean, is_nobody, name_from_parts, parse_names
from crm.names.text import without_degrees
from imports import questions
from imports.cells import Row
from imports.contexts import Context
from imports.parsing.header_detection import Table
from imports.plans import Contact, Party

NO_CONTACT = Contact()
NAMELESS = "The file has no name for this record: the contact detail is used until a name is entered."
_PARTS = re.compile(r"\s*[,(/)]\s*|\s+[-–—]\s+|\s+c/o\s+", re.I)
_COUPLE = re.compile(r"\s+(?:&|and|or|\+)\s+|\s*&\s*|\s*/\s*", re.I)
#: “Amir/Huda Sattar”, with whole words on both sides: not “s/o”, “c/o”.
_SLASHED = re.compile(r"(?<=[^\W\d_]{2})\s*/\s*(?=[^\W\d_]{2})")
_FAMILY = re.compile(r"\S\s+(family|household|families)$", re.I)
_TITLES = re.compile(r"(mr|dr|prof|rev)\.?\s*(&|and|\+|/)\s*(mrs|ms|dr)\.?", re.I)
_NO_SPOUSE = re.compile(
    r"(deceased|late|widow(er|ed)?|divorced|separated|single|married|unmarried|yes|no|y|x|same|see .*|tbd|ex|former)",
    re.I,
)
#: Longer texts are no names, and reading one takes longer than a file may.
LONGEST_READ = 1_000
_AND_KIN = re.compile(
    r"^(?P<name>[^&+]+?)\s*(?:&|\+|\band\b)\s*(his |her |the )?(sons?|daughters?|brothers?|sisters?|bros\.?)\W*$", re.I
)


def people_named(table: Table, row: Row, contact: Contact) -> Party:
    """The people in the columns of names, ignoring a column of organizations; empty when nobody is named."""
    if name := table.text(row, "name"):
        return party_named(name, contact, spouse=_spouse_written(table, row))
    first, last = table.text(row, "first_name"), table.text(row, "last_name")
    if not first and last and (is_organization(last) or len(last.split()) > 2 or "," in last or _COUPLE.search(last)):
        return party_named(last, contact, spouse=_spouse_written(table, row))
    whole = f"{first} {last}".strip()
    if is_organization(whole) or may_be_either(whole):
        if _names_both(whole, first if last else ""):
            return Party(written=clean(whole), contact=contact, doubt=f"“{clean(whole)}” {questions.EITHER}")
        return party_named(whole, contact)
    return _party_of_parts(table, row, first, last, contact)


def party_named(text: str, contact: Contact = NO_CONTACT, spouse: str = "", *, as_people: bool = False) -> Party:
    """The party in one cell; `as_people` when a user said that it is not an organization."""
    text = clean(text)
    if len(text) > LONGEST_READ:
        return Party(written=text, contact=contact, doubt=f"“{text[:60]}…” is too long for a name: enter the donor.")
    if not as_people and (_names_both(text) or _names_kin(text)):
        return Party(written=text, contact=contact, doubt=f"“{text}” {questions.EITHER}")
    if not as_people and is_organization(text):
        return Party(written=text, organization=text, contact=contact)
    if not as_people and may_be_either(text):
        return Party(written=text, contact=contact, doubt=f"“{text}” {questions.EITHER}")
    told = _unslashed(text)
    if not told:
        return Party(written=text, contact=contact, doubt=f"“{text}” could be one person or two: enter the donor.")
    names = parse_names(told)
    if names.doubt:
        return Party(written=text, contact=contact, doubt=names.doubt)
    people = names.people
    if len(people) == 1 and spouse.strip() and not is_nobody(spouse):
        if doubt := _doubt_of_spouse(spouse):
            return Party(written=text, contact=contact, doubt=doubt)
        people = (people[0], _spouse(spouse, people[0]))
    household = names.household or (" & ".join((text, clean(spouse))) if len(people) == 2 else "")
    return Party(written=text, people=people, household=household, contact=contact)


def _names_both(text: str, first: str = "") -> bool:
    """Whether one cell names a person and an organization: “Ana Pinto (Falcon LLC)”, “Falcon LLC c/o Ana Pinto”.

    `first` is a name the file says is a given name.
    """
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) < 2:
        return False
    bodies = [part for part in parts if len(part.split()) > 1 and is_organization(part)]
    slashed = [part.strip() for part in _SLASHED.split(text)]
    if len(slashed) == len(parts) == 2 and len(bodies) == 1:
        return any(len(part.split()) > 1 for part in slashed if part not in bodies)
    return bool(bodies) and any(
        _is_like_a_person(part) or (first and part.startswith(first)) for part in parts if part not in bodies
    )


def _is_like_a_person(text: str) -> bool:
    people = parse_names(clean(text)).people
    return (
        len(people) == 1 and bool(people[0].family) and is_given(people[0].given.split()[0] if people[0].given else "")
    )


def doubt_of_one_word(party: Party) -> str:
    """A question for a single word that is not a known name; '' otherwise."""
    if len(party.people) != 1 or party.household or party.nameless or party.people[0].title:
        return ""
    words = party.written.split()
    if (
        len(words) != 1
        or not re.fullmatch(r"[^\W\d_][\w'’-]*", words[0])
        or is_given(words[0])
        or is_family_too(words[0])
        or party.people[0].is_native
    ):
        return ""
    mailbox = " ".join(email.partition("@")[0] for email in party.contact.emails)
    if words[0].casefold() in mailbox:
        return ""
    return f"“{party.written}” {questions.ONE_WORD}"


def party_nameless(party: Party) -> Party:
    """The same party with its email, phone or street instead of a name, as the list's author also sees it."""
    contact = party.contact
    text = next(iter((*contact.emails, *contact.phones, *contact.address.splitlines())), "")
    return replace(party, written=text, people=(PersonName(given=text, written=text),), nameless=True)


def not_read(contact: Contact) -> str:
    """What to say of addresses, numbers and postal codes that are none; they stay in the row's cells."""
    names = ", ".join(f"“{text[:40]}”" for text in contact.unread[:5])
    read_as = "an email address, phone number, or postal code"
    return f"{names} could not be read as {read_as} and is kept with the row." if names else ""


def read_contact(table: Table, row: Row, context: Context) -> Contact:
    """Emails, phones and address of a record, normalized; unreadable values stay in the raw cells."""
    place = clean(table.text(row, "city") or table.text(row, "place"))
    address = clean(table.text(row, "address"))
    if place and re.search(r"\d", place) and not address:
        address, place = place, ""
    region, country = clean(table.text(row, "state")), read_country(table.text(row, "country"))
    emails = [read_emails(text) for text in table.texts(row, "email")]
    phones = [read_phones(text, country or context.country) for text in table.texts(row, "phone")]
    return Contact(
        emails=_found(email for values in emails for email in values.found),
        phones=_found(phone for values in phones for phone in values.found),
        unread=_found((*(text for values in (*emails, *phones) for text in values.unread), *_no_zip(table, row))),
        city=place,
        address="\n".join(filter(None, [address, clean(table.text(row, "address_2"))])),
        region=region,
        postal_code=read_zip(table.text(row, "zip"), region, country),
        country=country,
    )


def read_country(text: str) -> str:
    """The two-letter code of a country, from its English name or code; '' otherwise."""
    plain = re.sub(r"[^a-z ]", "", text.casefold()).strip()
    return _countries().get(plain, "")


def read_zip(text: str, region: str = "", country: str = "") -> str:
    """A postal code; read as American when the country is the US, or without a country when the state is."""
    in_states = bool({region.upper(), region.title()} & {*STATES_AND_DC, *STATES_AND_DC.values()})
    return contact_values.read_zip(text, american=country == "US" or (not country and in_states))


def _no_zip(table: Table, row: Row) -> Iterable[str]:
    """What stands in the postal code's place and is none."""
    text = table.text(row, "zip").strip()
    if text and not read_zip(text) and not contact_values.NOTHING.fullmatch(text):
        yield text


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names = {code: name for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    known = {re.sub(r"[^a-z ]", "", name.casefold()): code for code, name in names.items()}
    known |= {code.casefold(): code for code in names}
    return known | {"usa": "US", "united states of america": "US", "uk": "GB", "england": "GB", "uae": "AE"}


def _found(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _unslashed(text: str) -> str:
    """A name with “&” instead of a slash between two people; '' where the slash may mean something else."""
    halves = [half.split() for half in _SLASHED.split(text)]
    if len(halves) < 2:
        return text
    couple = len(halves) == 2 and len(halves[1]) > 1
    if not couple or (is_family_too(halves[0][-1]) and len(halves[0]) == 1 and not is_given(halves[0][0])):
        return ""
    return " & ".join(" ".join(half) for half in halves)


def _names_kin(text: str) -> bool:
    """Whether “sons” or “daughters” follows a given name, as in families and in shop names."""
    found = _AND_KIN.match(text)
    return found is not None and any(map(is_given, found["name"].split()))


def _party_of_parts(table: Table, row: Row, first: str, last: str, contact: Contact) -> Party:
    written = clean(f"{first} {last}")
    if is_nobody(first) and is_nobody(last):
        return Party(contact=contact)
    if last and (_FAMILY.search(last) or _TITLES.fullmatch(first)):
        return party_named(written, contact, spouse=_spouse_written(table, row))
    if doubt := doubts.about(written) or _doubt_of_parts(first, last, written):
        return Party(written=written, contact=contact, doubt=doubt)
    halves = [half for half in _COUPLE.split(first) if half.strip()]
    title, suffix = table.text(row, "title"), table.text(row, "suffix")
    if len(halves) == 2 and last:
        people = tuple(name_from_parts(half, last) for half in halves)
        return Party(written=written, people=people, household=written, contact=contact)
    if not last and first:
        return party_named(first, contact, spouse=_spouse_written(table, row))
    person = name_from_parts(first, last, middle=table.text(row, "middle_name"), title=title, suffix=suffix)
    spouse = _spouse_written(table, row)
    if not spouse or is_nobody(spouse):
        return Party(written=written, people=(person,) if person.words else (), contact=contact)
    if doubt := _doubt_of_spouse(spouse):
        return Party(written=written, contact=contact, doubt=doubt)
    return Party(written, (person, _spouse(spouse, person)), f"{written} & {clean(spouse)}", "", contact)


def _doubt_of_parts(first: str, last: str, written: str) -> str:
    """The question that a given or a family name in a column of its own raises, '' when it raises none."""
    if any(doubts.is_company(half) for half in _COUPLE.split(first)):
        return f"“{written}” names another person only in part: enter the donor."
    if last and any("," in without_degrees(part)[0] for part in (first, last)):
        return f"“{written}” could be several people: enter the donor."
    if first and last and _COUPLE.search(last):
        return f"“{written}” could be one person or two: enter the donor."
    return ""


def _doubt_of_spouse(text: str) -> str:
    """The question whether a column of spouses names one person, '' when it does."""
    names = parse_names(text)
    if len(names.people) == 1 and not names.household and not _NO_SPOUSE.fullmatch(text.strip(" .()")):
        return ""
    return f"“{clean(text)}” may not be the name of a wife or husband: enter the donor."


def _spouse_written(table: Table, row: Row) -> str:
    return " ".join(filter(None, (table.text(row, role) for role in ("spouse", "spouse_last"))))


def _spouse(text: str, of: PersonName) -> PersonName:
    """A spouse column holds a whole name or only a given one."""
    (name,) = parse_names(text).people
    if name.family:
        return name
    return PersonName(given=name.given, family=of.family, title=name.title, suffix=name.suffix, written=clean(text))
