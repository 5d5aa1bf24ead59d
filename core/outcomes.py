"""The result of an action: a message, next steps, and how to undo it (`core/http/undo.py`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

#: The most common reason why something stays unchanged.
CHANGED = "Someone has changed this since then, so it can't be undone."


@dataclass(frozen=True)
class Undo:
    """How to undo an action: the name of an `UndoAction`, and its values as JSON."""

    slug: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The result of a service or view: a message, links to next steps, and how to undo it."""

    text: str
    then: Sequence[tuple[str, str]] = ()
    undo: Undo | None = None


@dataclass(frozen=True, kw_only=True)
class UndoAction:
    """Undoes one kind of act: `do(values, by)` returns the sentence to show, or raises `CannotUndo`.

    It restores only rows nobody has changed since, and writes its own entry in the audit log.
    """

    slug: str
    permission: str
    do: Callable[[dict[str, Any], Any], str]


class CannotUndo(Exception):
    """The act cannot be undone; the message is a sentence for the person who asked."""
