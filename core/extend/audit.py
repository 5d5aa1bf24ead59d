"""Entry types for the audit log: words, objects, and who may see former values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Model, QuerySet


@dataclass(frozen=True, kw_only=True)
class AuditAct:
    """The words for an act of the audit log.

    `words` follow a name: `"gave back {amount}"`, where braces hold the entry's data, and `{count:gift|gifts}` is a
    number with its noun. A `money` act may be read by users who may see amounts; `bare` are the words for others.
    `label` names the act in filters, where its name as words (`gift.refunded`: “Gift refunded”) would be unclear.
    """

    name: str
    words: str
    money: bool = False
    bare: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class AuditObject:
    """A kind of object in the audit log. `shown(user, keys)` returns (title, URL) by key for those this user may open,
    in a fixed number of queries."""

    object_type: str
    noun: str
    shown: Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class ChangeScope:
    """Whose former values users with a permission may see: `rows(user)` is a subquery of keys of objects of a kind.
    `GuardedRows` are hidden anyway."""

    object_type: str
    permission: str
    rows: Callable[[Any], Any]


def all_rows(model: type[Model]) -> Callable[[Any], QuerySet]:
    """`ChangeScope.rows` for rows about no person: the keys of all of them."""
    return lambda user: model._default_manager.order_by().values("pk")


def visible_rows(model: type[Model]) -> Callable[[Any], QuerySet]:
    """`ChangeScope.rows` for rows that a user may see: the keys of `objects.visible_to(user)`."""
    return lambda user: cast(Any, model._default_manager).visible_to(user).order_by().values("pk")
