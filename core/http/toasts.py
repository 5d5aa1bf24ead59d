"""Saying what a verb did: the fact, the next step, and a way to take it back.

    toasts.say(request, Outcome("The view is deleted.", undo=Undo("view-deleted", {…})))

A plain sentence will do where there is nothing to follow and nothing to take back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from core.http import undo as undoing
from core.outcomes import Outcome


@dataclass(frozen=True)
class Toast:
    """A message as its toast shows it."""

    text: str
    level: int
    then: list[tuple[str, str]] = field(default_factory=list)
    undo: str = ""

    @property
    def passes(self) -> bool:
        """Whether the toast may disappear by itself: a success without next steps or undo."""
        plain = not isinstance(self.text, SafeString)
        return plain and self.level == messages.SUCCESS and not self.then and not self.undo


def say(request: HttpRequest, told: Outcome | str, *, level: int = messages.SUCCESS) -> None:
    """Show a toast on the next page this user sees."""
    told = told if isinstance(told, Outcome) else Outcome(told)
    more: dict[str, Any] = {}
    if told.then:
        more["then"] = [list(step) for step in told.then]
    if told.undo:
        more["undo"] = undoing.store(session=request.session, undo=told.undo, now=timezone.now())
    messages.add_message(request, level, told.text, extra_tags=json.dumps(more) if more else "")


def shown(message: Message) -> Toast:
    """The parts of a message that a toast shows."""
    kept = json.loads(message.extra_tags) if (message.extra_tags or "").startswith("{") else {}
    then = [(label, url) for label, url in kept.get("then", [])]
    return Toast(message.message, message.level, then, kept.get("undo", ""))
