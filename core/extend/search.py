"""What apps contribute to the search box; `core.extend` names it with the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SearchHit:
    """One line of the search's answer. `person` is person, organization or protected, for hits that are people.

    `pk` is the row's, by which the source can recall it; `follow` are things to do with it, offered for the first hit.
    """

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
    """What the search box finds: `find(user, words, limit)` gives the best hits first.

    `recall(user, pks)` gives the hits of rows opened before, those of them that this person may still see.
    """

    slug: str
    label: str
    permission: str
    order: int
    find: Callable[[Any, str, int], Iterable[SearchHit]]
    recall: Callable[[Any, Sequence[int]], Iterable[SearchHit]] | None = None


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something to do, by its name in the search box: `words` are other names for it."""

    label: str
    url_name: str
    icon: str
    permission: str
    order: int
    words: str = ""
