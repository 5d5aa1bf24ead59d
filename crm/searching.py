"""How supporters are found by what staff type: parts of names in any spelling or script, numbers, codes, emails,
phones, cities and ZIP codes.

Each has its own index and is queried separately. A row matches a word when any of them does, and matches a search when
it matches all its words. Contact details of protected supporters are never searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from core.db.text_search import PIECE, TextIndex
from crm.names.keys import plain_word, word_key

NAMES = TextIndex("crm.Supporter", "search_text")
EMAILS = TextIndex("crm.EmailAddress", "normalized")
PHONES = TextIndex("crm.PhoneNumber", "normalized")
CITIES = TextIndex("crm.PostalAddress", "city", folded=False)
HOUSEHOLDS = TextIndex("crm.Household", "shown_name", folded=False)
INDEXES = (NAMES, EMAILS, PHONES, CITIES, HOUSEHOLDS)

LONGEST = 200
MOST_WORDS = 8
#: A search for a phone number with spaces: `(317) 555-0142`, `+92 300 555 0142`.
PHONE_LIKE = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")
#: The fewest digits searched for in phone numbers.
SHORTEST_PHONE = 4
ZIP = re.compile(r"\d{5}(-\d{4})?")
NUMBER = re.compile(r"(?:S-?)?(\d{1,9})", re.IGNORECASE)
CODE = re.compile(r"P-[0-9A-Z]{1,8}", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s,.&/()-]+")
#: Spelling keys distinguish `s` from `sh` by capitals, which a case-insensitive index can't.
_APART = str.maketrans({"S": "1", "C": "2"})


def search_keys(text: str) -> str:
    """The spelling key of every word, each between spaces, so that ` key ` finds a whole word."""
    keys = [word_key(plain_word(word)) for word in _BETWEEN_WORDS.split(text)]
    return "".join(f" {key}" for key in dict.fromkeys(keys) if key) + " "


def search_text(name: str) -> str:
    """The search text of a name: its words in lower case without accents, and their spelling keys."""
    words = [plain_word(word) for word in name.split()]
    keys = [_marked(key) for key in search_keys(name).split()]
    return f" {' '.join(dict.fromkeys([*filter(None, words), *keys]))} "


def words_of(text: str) -> list[str]:
    """The words of a search; a phone number is one word however it is spaced."""
    text = text.strip()[:LONGEST]
    return [text] if PHONE_LIKE.fullmatch(text) else text.split()[:MOST_WORDS]


def matching(people: Any, text: str) -> Any:
    """Those of `people` who match every word of a search."""
    for word in words_of(text):
        people = people.filter(pk__in=_united(list(_found(word))))
    return people


def with_any_key(keys: list[str]) -> QuerySet:
    """The keys of supporters whose name has a word with one of these spelling keys, of which there must be at least
    one."""
    return _united([_model("Supporter").filter(NAMES.holds(f" {_marked(key)} ")).values("pk") for key in keys])


def households_matching(households: Any, text: str) -> Any:
    """Those of `households` whose shown name holds every word of a search."""
    for word in text[:LONGEST].split()[:MOST_WORDS]:
        households = households.filter(HOUSEHOLDS.holds(word))
    return households


def _found(word: str) -> Iterator[QuerySet]:
    """The keys of rows that match a word, one queryset per index."""
    people, plain = _model("Supporter"), plain_word(word)
    names = Q(NAMES.holds(plain if len(plain) >= PIECE else f" {plain}")) if plain else Q(pk=None)
    yield people.filter(names).values("pk")
    for key in search_keys(word).split():
        yield people.filter(NAMES.holds(f" {_marked(key)} ")).values("pk")
    if number := NUMBER.fullmatch(word):
        yield people.filter(number=int(number[1])).values("pk")
    if CODE.fullmatch(word):
        yield people.filter(protected=True, **_begins("code", word.upper())).values("pk")
    for rows in _contact_points(word):
        yield rows.filter(supporter__protected=False).values("supporter")


def _contact_points(word: str) -> Iterator[QuerySet]:
    digits = "".join(str(int(char)) for char in word if char.isdecimal())
    # National numbers begin with a zero instead of the country code: 0300 is +92 300.
    for part in {digits, digits.lstrip("0")}:
        if len(part) >= SHORTEST_PHONE:
            yield _model("PhoneNumber").filter(PHONES.holds(part))
    if len(word) >= PIECE:
        yield _model("EmailAddress").filter(EMAILS.holds(word.casefold()))
        yield _model("PostalAddress").filter(CITIES.holds(word))
    if ZIP.fullmatch(word):
        yield _model("PostalAddress").filter(**_begins("postal_code", word))


def _begins(column: str, text: str) -> dict[str, str]:
    """A condition for values that begin with a text, written so that the index is used."""
    return {f"{column}__gte": text, f"{column}__lt": text[:-1] + chr(ord(text[-1]) + 1)}


def _united(parts: list[QuerySet]) -> QuerySet:
    rows = [part.order_by() for part in parts]
    return rows[0].union(*rows[1:]) if len(rows) > 1 else rows[0]


def _marked(key: str) -> str:
    return f"={key.translate(_APART)}"


def _model(name: str) -> Any:
    return apps.get_model("crm", name)._default_manager.all()
