"""What apps contribute so that rows about people are seen by the right readers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


def _nothing_is_within(prefix: str, revealed: frozenset[tuple[str, int]]) -> Q:
    raise NotImplementedError(f"Nothing says how rows with {prefix.rstrip('_')!r} are about people.")


@dataclass(frozen=True, kw_only=True)
class PeopleScope:
    """Supporters whom people with a permission see though they may not see all: `rows(user)` is a condition on them.

    `with_contact_details`: whether email, phone and address show too.
    """

    slug: str
    permission: str
    rows: Callable[[Any], Any]
    with_contact_details: bool = False


@dataclass(frozen=True, kw_only=True)
class GuardedRows:
    """Records of a kind that are about protected people: `keys(revealed)` is a subquery of them, without those of
    people who are in `revealed`, pairs of (object type, key). `numbers(keys)` gives, by key, how staff name whoever a
    record is about: S-1042.

    `hidden(prefix, revealed)` says the same as a condition on rows that lead to them by `prefix`, `gift__`, for what
    belongs to them. One more EXISTS around `keys` would say it, too, but SQLite parses only so many within another."""

    object_type: str
    keys: Callable[[frozenset[tuple[str, int]]], Any]
    hidden: Callable[[str, frozenset[tuple[str, int]]], Q] = _nothing_is_within
    numbers: Callable[[Sequence[int]], dict[int, str]] = lambda keys: {}


@dataclass(frozen=True, kw_only=True)
class DraftAbout:
    """A form about one record: the one of `object_type` whose `column` is this `argument` of the form's address."""

    url_name: str
    object_type: str
    argument: str = "pk"
    column: str = "pk"


@dataclass(frozen=True, kw_only=True)
class DraftGuard:
    """Whether what stands typed in a form is about somebody protected: `forbids(values)`, lists of texts by field."""

    forbids: Callable[[dict[str, list[str]]], bool]


@dataclass(frozen=True, kw_only=True)
class GuardedAddresses:
    """Addresses of protected people who are not in `revealed`: rows with the address as `lower`, in lower case."""

    addresses: Callable[[frozenset[tuple[str, int]]], Any]


@dataclass(frozen=True, kw_only=True)
class GuardedReasons:
    """Reasons in the audit log that name protected people: `keep(entry)` notes whom a reason names that was just
    written, `entries(revealed)` gives rows whose `object_id` is the entry's key, without those of people revealed."""

    entries: Callable[[frozenset[tuple[str, int]]], Any]
    keep: Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class GuardedWords:
    """Which of some texts name protected people who are not in `revealed`, asked as they are read: of former values,
    which nothing looks at again."""

    naming: Callable[[Iterable[str], frozenset[tuple[str, int]]], set[str]]


@dataclass(frozen=True, kw_only=True)
class GuardedFiles:
    """Files that name protected people, a subquery of their keys: they open by their own address to those with a
    permission alone."""

    permission: str
    keys: Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class RevealedSource:
    """The protected people whose names are open to a session for now: pairs of (object type, key)."""

    keys: Callable[[Any], frozenset[tuple[str, int]]]
