"""The search box of every page: jumps to a page by its name, to what the apps let it find, to things to do.

`/search/` is a page; `?part=palette` gives its lines alone, for the dialog that `/` and ⌘K open. The browser keeps
which rows were opened (source and key, never a name) and asks for them with `recent`; the sources decide anew what of
them this person sees, and as what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from core import extend
from core.permissions import SIGNED_IN, permitted

LIMIT = 8
IN_PALETTE = 5
MOST_RECENT = 6


@dataclass(frozen=True)
class Group:
    """Hits of one kind, under its heading; `slug` names the source that can recall them."""

    label: str
    hits: list[extend.SearchHit]
    slug: str = ""


@never_cache
@permitted(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words in ``q``; an empty box shows what was opened last and the pages there are."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    in_palette = request.GET.get("part") == "palette"
    found = groups(request.user, words, limit=IN_PALETTE if in_palette else LIMIT)
    if not words:
        found = [*recent(request.user, request.GET.get("recent", "")), *found]
    context = {"q": words, "groups": found, "count": sum(len(group.hits) for group in found)}
    return render(request, "core/palette_hits.html" if in_palette else "core/search.html", context)


def groups(user: Any, words: str, limit: int = LIMIT) -> list[Group]:
    """Return the hits by kind that this person may see: people and papers, then things to do, pages last."""
    sources = extend.entries_for(user, extend.SearchSource) if words else []
    found = [Group(one.label, list(one.find(user, words, limit)), one.slug) for one in sources]
    follow = next((hit.follow for group in found for hit in group.hits), ())
    to_do = Group("Actions", [*follow, *_commands(user, words)])
    return [group for group in [*found, to_do, Group("Pages", list(_pages(user, words)))] if group.hits]


def recent(user: Any, keys: str) -> list[Group]:
    """Return what was opened last, by keys such as ``supporters:12,gifts:7``: those this person may see, one query a
    source."""
    wanted = [tuple(key.split(":", 1)) for key in keys[:400].split(",") if key.count(":") == 1][:MOST_RECENT]
    found = {}
    for source in extend.entries_for(user, extend.SearchSource):
        pks = [
            int(pk) for slug, pk in wanted if slug == source.slug and pk.isascii() and pk.isdecimal() and len(pk) < 16
        ]
        if pks and source.recall:
            found.update({(source.slug, str(hit.pk)): (source.slug, hit) for hit in source.recall(user, pks)})
    lines = [found[key] for key in wanted if key in found]
    # Each keeps its own source, so a group each; the page draws one heading.
    return [Group("Recently opened" if place == 0 else "", [hit], slug) for place, (slug, hit) in enumerate(lines)]


def _commands(user: Any, words: str) -> Iterable[extend.SearchHit]:
    wanted = words.lower().split()
    for one in extend.entries_for(user, extend.Command):
        if all(word in f"{one.label} {one.words}".lower() for word in wanted):
            yield extend.SearchHit(title=one.label, url=reverse(one.url_name), icon=one.icon)


def _pages(user: Any, words: str) -> Iterable[extend.SearchHit]:
    for item in extend.entries_for(user, extend.NavItem):
        if words.lower() in item.label.lower():
            yield extend.SearchHit(title=item.label, url=reverse(item.url_name), icon=item.icon, detail=item.group)
