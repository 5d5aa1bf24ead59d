"""The registry itself: entries added while apps load, given in their own order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from core.extend.mail import MailPurpose
from core.extend.pages import Action, BulkAction, FollowUp, ListColumn, NavItem, Panel

EntryT = TypeVar("EntryT")
_entries: defaultdict[type, list[Any]] = defaultdict(list)


def add(*entries: object) -> None:
    """Contribute entries, each a dataclass made with keyword arguments; called while apps load."""
    for entry in entries:
        _entries[type(entry)].append(entry)


def entries(kind: type[EntryT]) -> Sequence[EntryT]:
    """Everything contributed of one kind, in its own order."""
    return sorted(_entries[kind], key=lambda entry: getattr(entry, "order", 0))


def mail_purposes() -> Sequence[MailPurpose]:
    return entries(MailPurpose)


def nav_items() -> Sequence[NavItem]:
    return entries(NavItem)


def panels(on: str, user: Any, column: str | None = None) -> list[Panel]:
    """The panels of a kind of page that this person may see."""
    return [
        panel
        for panel in entries(Panel)
        if panel.on == on and user.has_perm(panel.permission) and column in (None, panel.column)
    ]


def actions(on: str, user: Any) -> list[Action]:
    """The buttons of a kind of page that this person may see."""
    return [action for action in entries(Action) if action.on == on and user.has_perm(action.permission)]


def list_columns(on: str, user: Any) -> list[ListColumn]:
    """The columns contributed to a kind of list that this person may see."""
    return [column for column in entries(ListColumn) if column.on == on and user.has_perm(column.permission)]


def bulk_actions(on: str, user: Any) -> list[BulkAction]:
    """What this person may do with picked rows of a kind of list."""
    return [action for action in entries(BulkAction) if action.on == on and user.has_perm(action.permission)]


def with_next_steps(said: str, row: Any) -> str:
    """What was done to a record, and the next steps that other apps know of."""
    kind = row._meta.label_lower
    steps = [entry.words(row) for entry in entries(FollowUp) if entry.object_type == kind]
    return " ".join(filter(None, [said, *steps]))
