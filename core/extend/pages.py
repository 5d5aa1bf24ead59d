"""What apps contribute to pages: the sidebar, panels, columns, acts on rows, things to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.outcomes import Outcome


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A line of the sidebar. `count` gives a number to show, or None; it is asked on every page, so keep it cheap."""

    label: str
    url_name: str
    icon: str
    group: str
    permission: str
    order: int
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A card on an object's page. `context(obj, user)` gives the template's variables, or None to leave it out."""

    on: str
    slug: str
    template: str
    permission: str
    order: int
    context: Callable[[Any, Any], dict[str, Any] | None]
    column: str = "main"


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button in the head of an object's page: `url(obj)` gives its address, or "" to leave it out for this one."""

    on: str
    slug: str
    label: str
    icon: str
    permission: str
    order: int
    url: Callable[[Any], str]
    primary: bool = False


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column on a list of lower things: `annotate(queryset)` adds what `column()`, a django-tables2 column, shows.

    `name` is the column's name, what it sorts by in the address, and where its values come from.
    """

    on: str
    name: str
    permission: str
    order: int
    column: Callable[[], Any]
    annotate: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """Something to do with all picked rows of a kind of list.

    Either `do(keys, by, values)` does it, in one transaction with one entry in the audit log, and gives the sentence
    to say afterwards; before that a page shows the rows, `text` and the fields of `form`, and asks. Or `url(view)`
    leads to a page of its own, which reads the same picks (`TablePage.picked`); its button adds `name` and `value`.

    What cannot be taken back for many people at once is `fresh`: it asks for a sign-in of the last minutes, as taking
    a list home does. The page behind a `url` then says so itself, as a test asks.
    """

    on: str
    slug: str
    label: str
    icon: str
    permission: str
    order: int
    do: Callable[[Sequence[Any], Any, dict[str, Any]], str | Outcome] | None = None
    form: type | None = None
    text: str = ""
    url: Callable[[Any], str] | None = None
    name: str = ""
    value: str = ""
    primary: bool = False
    fresh: bool = False


@dataclass(frozen=True, kw_only=True)
class HomeItem:
    """Something that needs a person today: `items(user, today)` gives (text, url, count) rows, in a fixed number of
    queries. Each leads to the rows it counts."""

    slug: str
    permission: str
    order: int
    items: Callable[[Any, date], Iterable[tuple[str, str, int]]]
    icon: str = "arrow-right"


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A next step that another app knows of once a record has changed: `words(row)` gives a sentence, or nothing."""

    object_type: str
    words: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class PageZone:
    """The time zone of pages under a namespace: `zone(kwargs)` of the address gives it, or None for the office's."""

    namespace: str
    zone: Callable[[dict[str, Any]], Any]


@dataclass(frozen=True, kw_only=True)
class SetUpStep:
    """Something a new installation needs: `is_done()` asks the settings or the database, in one query at most, and
    `url()` leads to where whoever has the permission does it. What a charity may do without is `skippable`."""

    slug: str
    label: str
    help: str
    permission: str
    order: int
    is_done: Callable[[], bool]
    url: Callable[[], str]
    skippable: bool = False
