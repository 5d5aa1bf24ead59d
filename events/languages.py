"""The language of a public page: English, or Urdu from right to left, by `?lang=` in its address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_datetime, get_timezone_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

LANGUAGES = ("en", "ur")


def language_of(request: HttpRequest, default: str = "en") -> str:
    """The language asked for; what is no language of ours means the default."""
    asked = request.POST.get("lang") or request.GET.get("lang") or default
    return asked if asked in LANGUAGES else "en"


def spoken(request: HttpRequest, template: str, context: dict[str, Any], *, language: str, status: int = 200):
    """Render a page in a language, whatever the browser prefers."""
    with translation.override(language):
        answer: HttpResponse = render(request, template, {**context, "language": language}, status=status)
    answer["Content-Language"] = language
    return answer


def when_text(local: datetime, language: str) -> str:
    """A moment at the place as its guests read it: `Saturday, Apr 17, 2027, 6:30 PM`."""
    if language == "ur":
        return format_datetime(local, "EEEE، d MMMM y، h:mm a", locale="ur")
    return format_datetime(local, "EEEE, MMM d, y, h:mm a", locale="en_US").replace("\u202f", " ")


def zone_text(local: datetime, language: str) -> str:
    """The name of its time zone: `Eastern Time`."""
    return get_timezone_name(local.tzinfo, locale="ur" if language == "ur" else "en_US")
