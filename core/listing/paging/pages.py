"""One page of a list: its rows, its position, and links to other pages.

A URL has a page's number, or counts from the end (`last`, `last-1`), and, when reached from another page, the row
beside which it begins (`after`, `before`), which takes precedence. If the list no longer has that row, the number is
used, as in bookmarked URLs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.paginator import Page as NumberedPage

from core.html import thousands
from core.listing.paging.counts import Count

#: Query parameters of paging.
NAMES = ("page", "after", "before")
#: How far from the first or last row a page can be found without a row beside it.
REACH = 5_000
_FROM_END = re.compile(r"last(?:-([1-9]\d{0,5}))?")

Link = dict[str, str] | None


class Ordered(Protocol):
    """Rows in an order, read by key."""

    def at(self, skip: int, limit: int) -> list[Any]: ...
    def last(self, limit: int) -> list[Any]: ...
    def after(self, key: Any, limit: int) -> list[Any] | None: ...
    def before(self, key: Any, limit: int) -> list[Any] | None: ...


@dataclass
class Page:
    """A page: `keys` of its rows, its position in words, and the query of other pages, None without one."""

    keys: list[Any]
    count: Count
    place: str
    first: Link = None
    previous: Link = None
    next: Link = None
    last: Link = None
    object_list: Any = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.place} of {self.count}"

    @property
    def has_others(self) -> bool:
        """Whether there is any page beside this one."""
        return any(link for _, _, link in self.links)

    @property
    def links(self) -> list[tuple[str, str, Link]]:
        """For the pager: a label, its relation to this page, and its query."""
        return [
            ("First", "", self.first),
            ("Previous", "prev", self.previous),
            ("Next", "next", self.next),
            ("Last", "", self.last),
        ]


def numbered(page: NumberedPage, *, name: str = "page") -> Page:
    """A page of a plain paginator, for the pager; `name` is the query parameter with its number."""
    number, last = page.number, page.paginator.num_pages
    back, on = page.has_previous(), page.has_next()
    return Page(
        keys=[],
        count=Count(page.paginator.count),
        place=_between(page.start_index(), page.end_index()),
        first={name: "1"} if back else None,
        previous={name: str(number - 1)} if back else None,
        next={name: str(number + 1)} if on else None,
        last={name: str(last)} if on else None,
        object_list=page.object_list,
    )


def find(rows: Ordered, count: Count, *, size: int, asked: Mapping[str, str], reach: int | None = REACH) -> Page:
    """The requested page; the last one when there are fewer, the first for an invalid number."""
    return _Finder(rows, count, size, reach).find(asked.get("page", "1"), asked.get("after"), asked.get("before"))


class _Finder:
    def __init__(self, rows: Ordered, count: Count, size: int, reach: int | None) -> None:
        self.rows, self.count, self.size, self.reach = rows, count, size, reach
        self.pages = max(1, -(-count.number // size))

    def find(self, page: str, after: str | None, before: str | None) -> Page:
        if found := _FROM_END.fullmatch(page):
            behind = int(found[1] or 0)
            if self.count.exact:
                return self._numbered(max(1, self.pages - behind), after, before)
            return self._from_end(behind, after, before)
        return self._numbered(int(page[:9]) if page[:9].isdecimal() and int(page[:9]) else 1, after, before)

    def _numbered(self, number: int, after: str | None, before: str | None) -> Page:
        if number > 1 and after and (keys := self.rows.after(after, self.size + 1)):
            return self._page(number, keys[: self.size], more=len(keys) > self.size)
        if number > 1 and before and (keys := self.rows.before(before, self.size)) is not None:
            return self._page(number, keys, more=True) if len(keys) == self.size else self._at(1)
        return self._at(number)

    def _at(self, number: int) -> Page:
        """A page by its number only."""
        behind = self.pages - number
        if behind <= 0 and number > 1:
            return self._last()
        skip = (number - 1) * self.size
        if self.reach and skip > self.reach:
            left = self.count.number - skip
            if self.count.exact and left <= self.reach:
                return self._page(number, self.rows.last(left)[: self.size], more=behind > 0)
            return self._at(self.reach // self.size + 1)
        keys = self.rows.at(skip, self.size + 1)
        if not keys and number > 1:
            return self._last()
        return self._page(number, keys[: self.size], more=len(keys) > self.size)

    def _last(self) -> Page:
        if not self.count.exact:
            return self._from_end(0, None, None)
        keys = self.rows.last(self.count.number - (self.pages - 1) * self.size)
        return self._page(self.pages, keys, more=False)

    def _from_end(self, behind: int, after: str | None, before: str | None) -> Page:
        """A page counted from the end, when the total is not known."""
        size = self.size
        if behind and before and (keys := self.rows.before(before, size + 1)) is not None:
            return self._behind(behind, keys) if len(keys) >= size else self._at(1)
        if behind and after and (keys := self.rows.after(after, size + 1)):
            return self._behind(behind, [None, *keys[:size]]) if len(keys) > size else self._from_end(0, None, None)
        behind = behind if self.reach is None or behind * size <= self.reach else 0
        return self._behind(behind, self.rows.last((behind + 1) * size + 1)[: size + 1])

    def _behind(self, behind: int, keys: list[Any]) -> Page:
        """The page with the last of these keys; one more than fits means that there is an earlier page."""
        shown, back = keys[-self.size :], len(keys) > self.size
        start = behind * self.size
        place = f"{_between(start + 1, start + len(shown))} from the end" if behind else f"Last {len(shown):,}"
        page = Page(shown, self.count, place)
        if back:
            page.first, page.previous = {"page": "1"}, {"page": f"last-{behind + 1}", "before": str(shown[0])}
        if behind:
            nearer = {"page": f"last-{behind - 1}", "after": str(shown[-1])} if behind > 1 else {"page": "last"}
            page.next, page.last = nearer, {"page": "last"}
        return page

    def _page(self, number: int, keys: list[Any], *, more: bool) -> Page:
        start = (number - 1) * self.size + 1
        if self.count.exact and not more:
            start = max(1, self.count.number - len(keys) + 1)
        page = Page(keys, self.count, _between(start, start + len(keys) - 1))
        if number > 1:
            back = {"page": str(number - 1), "before": str(keys[0])} if number > 2 and keys else {"page": "1"}
            page.first, page.previous = {"page": "1"}, back
        if more:
            page.next, page.last = {"page": str(number + 1), "after": str(keys[-1])}, {"page": "last"}
        return page


def _between(start: int, end: int) -> str:
    return f"{thousands(start)}–{thousands(end)}"
