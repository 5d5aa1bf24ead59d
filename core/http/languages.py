"""The language of a public page: English, or Urdu right to left, by `?lang=` in its URL."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

LANGUAGES = ("en", "ur")


def language_of(request: HttpRequest, default: str = "en") -> str:
    """The requested language; the default for anything else. `switch` is the button for the other language: it submits
    its form, with the current language in `lang`."""
    sent = (data.get(name) for name in ("switch", "lang") for data in (request.POST, request.GET))
    asked = next(filter(None, sent), default)
    return asked if asked in LANGUAGES else "en"


def spoken(
    request: HttpRequest, template: str, context: dict[str, Any], *, language: str, status: int = 200
) -> HttpResponse:
    """Render a page in a language, whatever the browser prefers, with a link to the other one."""
    languages = {"language": language, "other_language": "en" if language == "ur" else "ur"}
    with translation.override(language):
        answer = render(request, template, context | languages, status=status)
    answer["Content-Language"] = language
    return answer
