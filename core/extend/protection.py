"""Entry types that limit who sees rows about people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


def _nothing_is_within(prefix: str, revealed: frozenset[tuple[str, int]]) -> Q:
    raise NotImplementedError(f"Nothing says how rows with {prefix.rstrip('_')!r} are about people.")


@dataclass(frozen=True, kw_only=True)
class PeopleScope:
    """Supporters that users with a permission see although they may not see all: `rows(user)` is a condition on
    supporters.

    `with_contact_details`: whether email, phone and address are shown too.
    """

    slug: str
    permission: str
    rows: Callable[[Any], Any]
    with_contact_details: bool = False


@dataclass(frozen=True, kw_only=True)
class GuardedRows:
    """A kind of rows that may be about protected people: `keys(revealed)` is a subquery of those that are, except for
    people in `revealed`, pairs of (object type, key).

    `numbers(keys)` returns, by key, the number of the supporter a row is about: S-1042. `hidden(prefix, revealed)` is
    the same as `keys`, as a condition on rows that lead to them by `prefix`, such as `gift__`. (An EXISTS around `keys`
    would do, but SQLite limits how deeply those nest.)
    """

    object_type: str
    keys: Callable[[frozenset[tuple[str, int]]], Any]
    hidden: Callable[[str, frozenset[tuple[str, int]]], Q] = _nothing_is_within
    numbers: Callable[[Sequence[int]], dict[int, str]] = lambda keys: {}


@dataclass(frozen=True, kw_only=True)
class DraftAbout:
    """A form about one record: the one of `object_type` whose `column` equals this `argument` of the form's URL."""

    url_name: str
    object_type: str
    argument: str = "pk"
    column: str = "pk"


@dataclass(frozen=True, kw_only=True)
class DraftGuard:
    """Whether a draft names a protected person: `forbids(values)`, lists of texts by field."""

    forbids: Callable[[dict[str, list[str]]], bool]


@dataclass(frozen=True, kw_only=True)
class GuardedAddresses:
    """Addresses of protected people who are not in `revealed`: rows with the address in lower case as `lower`."""

    addresses: Callable[[frozenset[tuple[str, int]]], Any]


@dataclass(frozen=True, kw_only=True)
class GuardedReasons:
    """Reasons in the audit log that name protected people: `keep(entry)` stores whom a new reason names;
    `entries(revealed)` returns rows whose `object_id` is the entry's key, except for people revealed."""

    entries: Callable[[frozenset[tuple[str, int]]], Any]
    keep: Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class GuardedWords:
    """Which of some texts name protected people who are not in `revealed`, asked as they are read: of former values,
    which nothing looks at again."""

    naming: Callable[[Iterable[str], frozenset[tuple[str, int]]], set[str]]
    #: The protected people these texts name.
    people: Callable[[Iterable[str]], frozenset[tuple[str, int]]]


@dataclass(frozen=True, kw_only=True)
class GuardedFiles:
    """A subquery of the keys of files that name protected people; their URLs require a permission."""

    permission: str
    keys: Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class RevealedSource:
    """The protected people revealed in a session: pairs of (object type, key)."""

    keys: Callable[[Any], frozenset[tuple[str, int]]]
