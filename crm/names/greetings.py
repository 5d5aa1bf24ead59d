"""The names after “Dear” in a letter to a household, derived from its name and members; no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm.names.people import clean, parse_names, tidy

#: Two titles and the name after them: `Mr. and Mrs. Omar Example`, `DR & MRS EXAMPLE`.
_TITLED = re.compile(
    r"^(?P<his>mr|mister|dr|prof|rev|imam|maulana|haji|syed)\.?\s*(?:&|\+|/|\band\b)\s*"
    r"(?P<hers>mrs|ms|miss|dr|begum)\.?\s+(?P<rest>.+)$",
    re.I,
)
_TWO = re.compile(r"\s(?:and|or)\s|[&+/]", re.I)
_AND_FAMILY = re.compile(r"\s*(?:&|\+|\band)\s*(?:the |his |her )?family\.?$", re.I)


class Member(NamedTuple):
    """A member of a household."""

    full: str
    given: str = ""
    family: str = ""


def greeting(name: str, members: Sequence[Member], *, left: bool = False) -> str:
    """`Stewart and Lynda` for members with known given names; `Mr. and Mrs. Example` where the household's name titles
    a couple of whom at most one is known by given name; `Ali and family` for one member of a family; without members,
    the household's name.

    `left`: a member just left, so the others are not greeted as a couple even if the household's name says so.
    """
    name = clean(name)
    titled = _titled(name)
    if len(members) > 1:
        given = [_given(member) for member in members]
        if all(len(word.strip(".")) > 1 for word in given):
            return _list(given)
        return titled or _list([member.full for member in members])
    if members and left:
        return _given(members[0])
    if titled:
        return titled
    if members:
        return f"{_given(members[0])} and family" if _AND_FAMILY.search(name) else _given(members[0])
    return re.sub(r"^the\s+", "", tidy(name), flags=re.I)


def _titled(name: str) -> str:
    """`Mr. and Mrs. Example` where a name has two titles and one person's name; '' otherwise."""
    if not (match := _TITLED.match(name)) or _TWO.search(match["rest"]):
        return ""
    person = next(iter(parse_names(f"Mr. {match['rest']}").people), None)
    family = person.family if person is not None else ""
    return f"{_title(match['his'])} and {_title(match['hers'])} {family}" if family else ""


def _title(word: str) -> str:
    short = word.casefold() in ("mr", "mrs", "ms", "dr", "prof", "rev")
    return f"{word.capitalize()}{'.' if short else ''}"


def _given(member: Member) -> str:
    """The given name, or the whole name without one."""
    if member.given:
        return tidy(member.given)
    person = next(iter(parse_names(member.full).people), None)
    return person.given if person is not None and person.given and person.family else member.full


def _list(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
