"""Entry types for pages: the sidebar, panels, columns, bulk actions, to-do items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.outcomes import Outcome


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A link in the sidebar. `count` returns a number to show, or None; it is called on every page, so it must
    be fast."""

    label: str
    url_name: str
    icon: str
    group: str
    permission: str
    order: int
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A card on an object's page. `context(obj, user)` returns the template's variables, or None to leave the
    card out."""

    on: str
    slug: str
    template: str
    permission: str
    order: int
    context: Callable[[Any, Any], dict[str, Any] | None]
    column: str = "main"


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button at the top of an object's page: `url(obj)` returns its URL, or "" to leave it out."""

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
    """A column on a list of a lower app: `annotate(queryset)` adds the values that `column()`, a django-tables2 column,
    shows.

    `name` is the column's name, its sort key in the URL, and the annotation.
    """

    on: str
    name: str
    permission: str
    order: int
    column: Callable[[], Any]
    annotate: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """An action on all selected rows of a kind of list.

    Either `do(keys, by, values)` performs it, in one transaction with one audit entry, and returns the message; a page
    with the rows, `text` and the fields of `form` asks for confirmation first. Or `url(view)` is the URL of a page of
    its own, which reads the same selection (`TablePage.picked`); its button adds `name` and `value`.

    An action that cannot be undone for many people at once is `fresh`: it requires a recent sign-in, as exporting does.
    A page behind a `url` must require that itself, which a test checks.
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
    """A to-do item: `items(user, today)` returns (text, url, count) rows, in a fixed number of queries. Each links to
    the rows it counts."""

    slug: str
    permission: str
    order: int
    items: Callable[[Any, date], Iterable[tuple[str, str, int]]]
    icon: str = "arrow-right"


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A next step in another app after a record has changed: `words(row)` returns a sentence, or ''."""

    object_type: str
    words: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class PageZone:
    """The time zone of pages under a URL namespace: `zone(kwargs)` returns it, or None for the organization's."""

    namespace: str
    zone: Callable[[dict[str, Any]], Any]


@dataclass(frozen=True, kw_only=True)
class SetUpStep:
    """A step of setting up a new installation.

    `is_done()` checks the settings or the database, in at most one query; `url()` is the page where a user with the
    permission does it. Optional steps are `skippable`.
    """

    slug: str
    label: str
    help: str
    permission: str
    order: int
    is_done: Callable[[], bool]
    url: Callable[[], str]
    skippable: bool = False
