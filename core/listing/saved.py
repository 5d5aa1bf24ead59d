"""The saved views of one list as its tabs, for one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.http import urlencode

from core import extend
from core.listing import columns
from core.listing.paging.pages import NAMES
from core.models import SavedView

if TYPE_CHECKING:
    from core.models.lists import OfferedView

#: Query parameters of one moment: the page, or an action. They are never carried on.
TRANSIENT = (*NAMES, "export", "bulk", "pick", "of")
#: Nor does a view store which view or group is open.
NEVER_KEPT = (*TRANSIENT, "view", "within")
EVERYTHING = "all"
_CODE = re.compile(r"\s*P-\w+\s*", re.I)


@dataclass(frozen=True)
class Tab:
    """A view over a list, built in or saved."""

    label: str
    url: str
    current: bool = False
    shared: bool = False
    count: str = ""


def view_query(query: QueryDict) -> str:
    """The part of a query that a view stores: filters, order, columns and groups, without empty values."""
    leave = {*NEVER_KEPT, "cols", "col"}
    pairs = [(name, value) for name, values in sorted(query.lists()) if name not in leave for value in values if value]
    if chosen := columns.asked(query):
        pairs.append(("cols", ",".join(chosen)))
    return urlencode(pairs)


def offered(*, of: str, to: Any) -> list[OfferedView]:
    """The saved views of a list for this user, without shared ones that name a person who became protected."""
    views = SavedView.objects.offered(of=of, to=to).select_related("owner")
    return [view for view in views if view.owner_id == to.pk or not names_protected(view.name, view.query)]


def names_protected(name: str, query: str) -> bool:
    """Whether a view's name or search text names a protected person; a code does not."""
    typed = [text for text in (name, *QueryDict(query).getlist("q")) if text.strip() and not _CODE.fullmatch(text)]
    return any(guard.forbids({"name": typed}) for guard in extend.entries(extend.DraftGuard))


def current(views: Sequence[SavedView], query: QueryDict) -> SavedView | None:
    """The view named in the URL."""
    named = query.get("view", "")
    return next((view for view in views if str(view.pk) == named), None)


def address(path: str, view: SavedView) -> str:
    """The URL of a view."""
    return f"{path}?{'&'.join(filter(None, (view.query, urlencode({'view': view.pk}))))}"


def changed(view: SavedView, query: QueryDict) -> bool:
    """Whether the list now differs from the view it was opened with."""
    return view_query(query) != view_query(QueryDict(view.query))


def gone(view: SavedView, known: set[str]) -> list[str]:
    """Parts of a view that this list does not have, no longer has, or not for this user."""
    query = QueryDict(view.query)
    names = set(query) - known - {"cols", "sort"}
    asked = [*columns.asked(query), *(name.lstrip("-") for name in ",".join(query.getlist("sort")).split(",") if name)]
    return sorted(names | (set(asked) - known))


def built_in(page: Any, asked: Sequence[tuple[str, dict[str, str]]]) -> list[Tab]:
    """Tabs of built-in views; the one that matches the URL is current."""
    query, views = page.request.GET, page.saved_views
    here, named = _filters(view_query(query)), current(views, query)
    whole = (
        f"{page.request.path}?{urlencode({'view': EVERYTHING})}"
        if any(view.by_default for view in views)
        else page.request.path
    )
    found = []
    for label, values in asked:
        text = view_query(QueryDict(urlencode(values)))
        found.append(
            Tab(
                label,
                f"{page.request.path}?{text}" if text else whole,
                current=_filters(text) == here and named is None,
            )
        )
    return found


def _filters(text: str) -> set[tuple[str, str]]:
    """The filters in a query, whatever its order, columns and groups."""
    return {(name, value) for name, value in parse_qsl(text) if name not in ("sort", "cols", "group", "fold")}


def tabs(page: Any) -> list[Tab]:
    """Tabs of the saved views."""
    named = current(page.saved_views, page.request.GET)
    return [
        Tab(view.name, address(page.request.path, view), view == named, shared=view.shared) for view in page.saved_views
    ]
