"""The search box of every page: jumps to a page by its name and to whatever the apps let it find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import extend
from core.access import SIGNED_IN, permitted

LIMIT = 8


@dataclass(frozen=True)
class Group:
    """Hits of one kind, under its heading."""

    label: str
    hits: list[extend.SearchHit]


@permitted(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words in ``q``; an empty box shows the pages there are."""
    words = request.GET.get("q", "").strip()[:100]
    return render(request, "core/search.html", {"q": words, "groups": groups(request.user, words)})


def groups(user: Any, words: str) -> list[Group]:
    """Return the hits by kind that this person may see, people and papers first, pages last."""
    found = [Group(source.label, list(source.find(user, words, LIMIT))) for source in _sources(user)] if words else []
    return [group for group in [*found, Group("Pages", list(_pages(user, words)))] if group.hits]


def _sources(user: Any) -> list[extend.SearchSource]:
    return [source for source in extend.entries(extend.SearchSource) if user.has_perm(source.permission)]


def _pages(user: Any, words: str) -> Iterable[extend.SearchHit]:
    for item in extend.nav_items():
        if words.lower() in item.label.lower() and user.has_perm(item.permission):
            yield extend.SearchHit(title=item.label, url=reverse(item.url_name), icon=item.icon, detail=item.group)
