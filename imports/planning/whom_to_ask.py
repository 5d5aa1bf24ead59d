"""Find the records a file may mean, by names, emails, numbers and answers, queried in chunks.

The cost depends on the size of the file, not of the database. For a file with many names, names with one typo are
searched by streaming all names on record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.db.models import QuerySet
from django.db.models.functions import Lower

from core.db.chunks import chunks
from crm import identity
from crm.models import EmailAddress, Household, NameKey, Supporter, SupporterReference
from crm.names import match_keys
from crm.names.keys import plain_word, typo_of
from crm.names.people import PersonName
from crm.names.text import clean
from imports.contexts import Context
from imports.matching.evidence import email_key
from imports.matching.people import OUR_NUMBER, numbers_here
from imports.matching.shared_addresses import names_nobody
from imports.plans import IGNORE, PlannedRow

#: For a name of one word, at most this many people with it are compared.
MOST_OF_ONE_WORD = 50
#: With more names than this, typos are searched in all names on record.
MOST_SPELLED = 100
GIVERS = ("supporter", "organization")


@dataclass(slots=True)
class Asked:
    """The names, emails and numbers of a file, each once."""

    names: set[PersonName] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    maybe_organizations: set[str] = field(default_factory=set)  # where only the same name counts
    families: set[str] = field(default_factory=set)
    mailboxes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)  # record keys in answers


def what_rows_say(rows: Iterable[PlannedRow], context: Context) -> Asked:
    """Collect what to look up; ignored rows add nothing."""
    asked = Asked()
    for row in rows:
        answer = row.answer or {}
        asked.keys.update(answer[slot] for slot in (*GIVERS, "household") if answer.get(slot))
        if row.decision == IGNORE and not row.guest:
            continue
        party, adviser = row.party, row.adviser
        asked.names.update(name for name in (*party.people[:2], *adviser.people[:1]) if name.words)
        asked.organizations.update(filter(None, [party.organization]))
        if party.written and len(party.people) == 1 and not party.household:
            asked.maybe_organizations.add(party.written)
        if party.household:
            asked.families.add(party.household)
        asked.ids.update(party.told.ids, numbers_here(row))
        for email in (*party.contact.emails, *adviser.contact.emails):
            asked.mailboxes |= mailboxes(email, context)
    return asked


def mailboxes(email: str, context: Context) -> set[str]:
    """The stored forms of an address and its other spellings; empty for one that identifies no person."""
    if names_nobody(email) or email.casefold() in {own.casefold() for own in context.own_emails}:
        return set()
    found = identity.mailbox(email_key(email, context.gmail_domains))
    local, _, domain = found.rpartition("@")
    ours = [name.casefold() for name in context.gmail_domains]
    return {f"{local}@{name}" for name in ours} if domain in ours else {found}


def supporters_asked(asked: Asked) -> set[int]:
    """The primary keys of supporters a file may mean."""
    keys = {key for name in asked.names for key in match_keys.asked_for(name)}
    keys |= {key for text in asked.organizations for key in match_keys.asked_for_organization(text)}
    keys |= {match_keys.asked_for_namesake(text) for text in asked.maybe_organizations}
    found = _numbers(asked.keys, "supporter") | _with_ids(asked.ids)
    slips_of_all = len(asked.names) > MOST_SPELLED
    if slips_of_all:
        found |= set(_one_slip_away(asked.names))
    else:
        keys |= {key for name in asked.names for key in match_keys.asked_for_slips(name)}
    found |= _column(keys, lambda some: NameKey.objects.filter(form__in=some), "supporter_id")
    found |= _column(asked.mailboxes, lambda some: EmailAddress.objects.filter(mailbox__in=some), "supporter_id")
    for sounds in {frozenset(match_keys.single_sounds(name)) for name in asked.names}:
        found |= _bearers(sounds)
    return found


def households_asked(asked: Asked) -> set[int]:
    """The primary keys of households that a file names, or that users chose."""
    names = {text for name in asked.families for text in (clean(name).lower(), clean(name).casefold())}
    by_name = Household.objects.annotate(lower=Lower("name"))
    found = _column(names, lambda some: by_name.filter(lower__in=some), "pk")
    return found | _numbers(asked.keys, "household")


def _column(values: Iterable[str], rows_with: Callable[[list[str]], QuerySet], column: str) -> set[int]:
    return {pk for some in chunks(sorted(values)) for pk in rows_with(some).order_by().values_list(column, flat=True)}


def _numbers(keys: Iterable[str], table: str) -> set[int]:
    parts = (key.partition(":") for key in keys)
    return {int(number) for name, _, number in parts if name == table and number.isdecimal()}


def _with_ids(ids: Iterable[str]) -> set[int]:
    """Supporters with these ids, in other systems or ours."""
    by_system: dict[str, set[str]] = defaultdict(set)
    for text in ids:
        system, _, value = text.partition(":")
        by_system[system].add(value)
    ours = {text for text in by_system.pop(OUR_NUMBER, ()) if text.isdecimal()}
    found = _column(ours, lambda some: Supporter.objects.filter(number__in=some), "pk")
    for system, values in sorted(by_system.items()):
        found |= _column(values, partial(_numbered, system), "supporter_id")
    return found


def _numbered(system: str, values: list[str]) -> QuerySet:
    return SupporterReference.objects.filter(system=system, value__in=values)


def _bearers(sounds: frozenset[str]) -> set[int]:
    if not sounds:
        return set()
    rows = NameKey.objects.filter(form__in=sounds, supporter__merged_into__isnull=True)
    return set(rows.order_by("supporter__sort_name", "supporter_id").values_list("supporter_id", flat=True)
               [:MOST_OF_ONE_WORD])  # fmt: skip


def _one_slip_away(names: Iterable[PersonName]) -> Iterator[int]:
    """Supporters with one word a typo away from a word of the file, and another word in common."""
    beside: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = name.telling_words
        for word in words if len(words) > 1 else ():
            beside[word].update(*(match_keys.spellings(other) for other in words if other != word))
    by_part: dict[str, set[str]] = defaultdict(set)
    for word in beside:
        for part in match_keys.without_a_letter(word) if len(word) >= match_keys.LONG_ENOUGH - 1 else ():
            by_part[part].add(word)
    for pk, *texts in identity.all_names_for_matching():
        if any(_slips(_words(text), by_part, beside) for text in texts if text):
            yield pk


def _words(text: str) -> list[str]:
    return [plain for word in re.split(r"[\s,.&/()-]+", text) if (plain := plain_word(word))]


def _slips(words: list[str], by_part: dict[str, set[str]], beside: dict[str, set[str]]) -> bool:
    for word in words:
        near = {other for part in match_keys.without_a_letter(word) for other in by_part.get(part, ())}
        for other in near - {word}:
            if typo_of(word, other) and any(match_keys.spellings(one) & beside[other] for one in words if one != word):
                return True
    return False
