"""What a verb answers with: a sentence, where to go next, and how to take it back (`core/http/undo.py`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

#: Why most things that stay as they are do so.
CHANGED = "Someone has changed this since then, so it can't be undone."


@dataclass(frozen=True)
class Undo:
    """How to take back what was done: the name of an `UndoAction`, and what it must know, as JSON holds it."""

    slug: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a service or view reports when it is done: a sentence, links to next steps, and how to undo it."""

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
