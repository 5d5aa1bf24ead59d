"""Entry types for timelines and for what changed since a user last looked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class TimelineEntry:
    """An event on a supporter's timeline."""

    at: date | datetime
    icon: str
    title: str
    detail: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class TimelineSource:
    """Returns the newest entries about a supporter: `entries(supporter, user, limit)`. `tone` is the color of their
    dots."""

    slug: str
    label: str
    permission: str
    entries: Callable[[Any, Any, int], Iterable[TimelineEntry]]
    tone: str = ""


@dataclass(frozen=True)
class Span:
    """A period of time: after `start`, up to and including `end`."""

    start: datetime
    end: datetime

    @property
    def within(self) -> tuple[datetime, datetime]:
        return self.start, self.end


@dataclass(frozen=True)
class ActivitySummary:
    """A summary of what others did: “14 gifts, $3,120.00”, by whom, and the URL of the rows."""

    text: str
    url: str
    icon: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivitySource:
    """What changed since a user last looked: `changes(user, span)` returns summaries, in a fixed number of queries."""

    slug: str
    permission: str
    order: int
    changes: Callable[[Any, Span], Iterable[ActivitySummary]]
