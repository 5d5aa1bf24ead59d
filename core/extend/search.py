"""Entry types for the search box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SearchHit:
    """One search result. `person` is person, organization or protected, for people. `pk` is the row's, by which the
    source can recall it; `follow` are actions on it, offered for the first result."""

    title: str
    url: str
    detail: str = ""
    icon: str = "arrow-right"
    native: str = ""
    person: str = ""
    kind: str = ""
    pk: int | None = None
    follow: Sequence[SearchHit] = ()


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """A source of search results: `find(user, words, limit)` returns the best first. `recall(user, pks)` returns rows
    opened before that this user may still see."""

    slug: str
    label: str
    permission: str
    order: int
    find: Callable[[Any, str, int], Iterable[SearchHit]]
    recall: Callable[[Any, Sequence[int]], Iterable[SearchHit]] | None = None


@dataclass(frozen=True, kw_only=True)
class Command:
    """An action in the search box; `words` are other names for it."""

    label: str
    url_name: str
    icon: str
    permission: str
    order: int
    words: str = ""
