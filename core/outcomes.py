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
    """What a verb says when it is done: the fact and the next step; links to follow; how to take it back."""

    text: str
    then: Sequence[tuple[str, str]] = ()
    undo: Undo | None = None


@dataclass(frozen=True, kw_only=True)
class UndoAction:
    """Takes back what a verb did: `do(values, by)` gives the sentence to say, or raises `CannotUndo`.

    It writes what still stands as the verb left it and nothing else, and its entry in the audit log.
    """

    slug: str
    permission: str
    do: Callable[[dict[str, Any], Any], str]


class CannotUndo(Exception):
    """Why it stays as it is, in a sentence for the person who asked."""
