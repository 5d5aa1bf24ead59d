"""Email addresses that do not identify a person: made up, the charity's own, or shared by many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from crm.names.keys import word_key
from crm.names.people import PersonName
from crm.names.spellings import words

#: Local parts, without digits and punctuation, typed only to fill a required field. No one reads them.
_MADE_UP = words(
    """
    none noemail noemailaddress noemailgiven noemailonfile nomail noaddress noone nobody noreply donotreply dontreply
    nil null unknown notgiven notprovided notavailable notapplicable notknown donthave doesnothave hasnoemail declined
    refused anonymous anon placeholder invalid fake dummy noemailprovided tbd donotemail donotmail donotcontact
    dontemail dontcontact noemailplease unsubscribed optedout deceased dead bademail fakeemail withheld nothing
    missing noemailatall emailnotgiven emailunknown unknownemail
    """
)
_MADE_UP_DOMAINS = words("""none noemail nomail noemailaddress null unknown nowhere nobody invalid placeholder noaddress
    deceased donotemail donotcontact notgiven notprovided fakeemail bademail""")
#: Whoever sits there reads them, so they are kept; but they name an office, or nobody, and no person.
_OF_AN_OFFICE = words(
    """
    info office admin administrator contact contactus hello mail email support help team staff donate donation donations
    donor donors giving gifts treasurer treasury finance accounts accounting accountspayable billing events event
    secretary president board webmaster postmaster newsletter membership members reception frontdesk guest guests
    test testing user username name yourname youremail myemail someone somebody sample example na xx xxx abc asdf
    """
)
#: With this many family names, an address is an office's, or belongs to the person who typed the list.
MANY_FAMILIES = 3
LONGEST_FILLER = 4


def is_made_up(email: str) -> bool:
    """Whether an address only fills a required field: `noemail@example.org`, `none@none.com`."""
    local, _, domain = email.casefold().rpartition("@")
    labels = domain.split(".")
    filled = len({*local, *labels[0]}) == 1  # x@x.com
    return _letters(local) in _MADE_UP or labels[-1] == "invalid" or _letters(labels[0]) in _MADE_UP_DOMAINS or filled


def names_nobody(email: str) -> bool:
    """Whether an address belongs to an office or stands for anybody, so that it proves nothing about a person."""
    local, _, domain = email.casefold().rpartition("@")
    typed_twice = local == domain.split(".")[0] and len(local) <= LONGEST_FILLER  # a@a.com, asdf@asdf.com
    letters = _letters(local)
    keys = not letters and len(local) <= LONGEST_FILLER  # 123@gmail.com
    return is_made_up(email) or letters in _OF_AN_OFFICE or typed_twice or keys or _is_one_letter(letters, domain)


def _is_one_letter(letters: str, domain: str) -> bool:
    """Whether one key was held down, or two were pressed: xxx@gmail.com, x@y.com."""
    return len(set(letters)) == 1 and (len(letters) > 1 or len(domain.split(".")[0]) == 1)


def shared_by_many(names: Mapping[str, Iterable[PersonName]]) -> Collection[str]:
    """Addresses that several families share, given the names found with each."""
    families: dict[str, set[str]] = defaultdict(set)
    for email, found in names.items():
        families[email] = {_family(name) for name in found}
    return {email for email, found in families.items() if len(found) >= MANY_FAMILIES}


def _family(name: PersonName) -> str:
    telling = name.family_words or name.words
    return word_key(telling[-1]) if telling else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_\d]+", "", text)
