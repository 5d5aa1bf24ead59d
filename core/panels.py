"""The panels and buttons that apps contribute to an object's page, for one user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import extend


@dataclass(frozen=True)
class Button:
    """A contributed action with its URL."""

    label: str
    icon: str
    url: str
    primary: bool


def drawn(on: str, obj: Any, request: HttpRequest, column: str) -> list[SafeString]:
    """The panels of one column of an object's page, in order; those with nothing to show are left out."""
    found = []
    for panel in extend.panels(on, request.user, column):
        context = panel.context(obj, request.user)
        if context is not None:
            found.append(render_to_string(panel.template, {"object": obj, **context}, request))
    return found


def buttons(on: str, obj: Any, user: Any) -> list[Button]:
    """The buttons of an object's page, in order."""
    found = [(action, action.url(obj)) for action in extend.actions(on, user)]
    return [Button(action.label, action.icon, url, action.primary) for action, url in found if url]
