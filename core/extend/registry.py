"""The registry: entries are added while apps load, and returned in their own order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from core.extend.mail import MailPurpose
from core.extend.pages import Action, BulkAction, FollowUp, ListColumn, Panel


class Permitted(Protocol):
    """An entry that requires a permission."""

    @property
    def permission(self) -> str: ...


EntryT = TypeVar("EntryT")
PermittedT = TypeVar("PermittedT", bound=Permitted)
_entries: defaultdict[type, list[Any]] = defaultdict(list)


def add(*entries: object) -> None:
    """Contribute entries, each a dataclass made with keyword arguments; called while apps load."""
    for entry in entries:
        _entries[type(entry)].append(entry)


def entries(kind: type[EntryT]) -> Sequence[EntryT]:
    """Everything contributed of one kind, in its own order."""
    return sorted(_entries[kind], key=lambda entry: getattr(entry, "order", 0))


def entries_for(user: Any, kind: type[PermittedT]) -> list[PermittedT]:
    """Everything contributed of one kind that this user may use, in its own order."""
    return permitted(user, entries(kind))


def permitted(user: Any, those: Iterable[PermittedT]) -> list[PermittedT]:
    """Those entries whose permission this user has."""
    return [entry for entry in those if user.has_perm(entry.permission)]


def mail_purposes() -> Sequence[MailPurpose]:
    return entries(MailPurpose)


def panels(on: str, user: Any, column: str | None = None) -> list[Panel]:
    """The panels of a kind of page that this user may see."""
    return [panel for panel in entries_for(user, Panel) if panel.on == on and column in (None, panel.column)]


def actions(on: str, user: Any) -> list[Action]:
    """The buttons of a kind of page that this user may see."""
    return [action for action in entries_for(user, Action) if action.on == on]


def list_columns(on: str, user: Any) -> list[ListColumn]:
    """The columns contributed to a kind of list that this user may see."""
    return [column for column in entries_for(user, ListColumn) if column.on == on]


def bulk_actions(on: str, user: Any) -> list[BulkAction]:
    """What this user may do with selected rows of a kind of list."""
    return [action for action in entries_for(user, BulkAction) if action.on == on]


def with_next_steps(said: str, row: Any) -> str:
    """A message about what was done to a record, with the next steps of other apps."""
    kind = row._meta.label_lower
    steps = [entry.words(row) for entry in entries(FollowUp) if entry.object_type == kind]
    return " ".join(filter(None, [said, *steps]))
