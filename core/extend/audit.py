"""What apps contribute to the audit log: words, objects, and whose former values may be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class AuditAct:
    """What an act of the audit log is called. `words` follow a name: `"gave back {amount}"`, where braces hold what
    the entry keeps, and `{count:gift|gifts}` a number with its noun.

    A `money` act may be read by whoever looks after the books; `bare` are the words for those who see no amounts.
    `label` is the act as a choice, where its name read as words (`gift.refunded`: “Gift refunded”) says it badly.
    """

    name: str
    words: str
    money: bool = False
    bare: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class AuditObject:
    """A kind of object the audit log speaks of. `shown(user, keys)` gives (title, address) of those that this
    person may open, by key, in as many queries for one as for fifty."""

    object_type: str
    noun: str
    shown: Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class ChangeScope:
    """Whose former values people with a permission see: `rows(user)` are the keys of objects of a kind, a subquery.
    Those of `GuardedRows` hide all the same."""

    object_type: str
    permission: str
    rows: Callable[[Any], Any]
