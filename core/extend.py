"""What apps contribute to pages and commands that stand below them.

Each app has one `contributes.py`, loaded by its `AppConfig.ready()`, that adds typed entries here. Every entry that
shows something states its permission. `core` never learns what a gift is: it only runs what it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.mail_entries import AddressCodes as AddressCodes
from core.mail_entries import LettersOf as LettersOf
from core.mail_entries import MailPurpose as MailPurpose
from core.search_entries import Command as Command
from core.search_entries import SearchHit as SearchHit
from core.search_entries import SearchSource as SearchSource

if TYPE_CHECKING:
    from core.outcomes import Told


@dataclass(frozen=True)
class NavItem:
    """A line of the sidebar. `count` gives a number to show, or None; it is asked on every page, so keep it cheap."""

    label: str
    url_name: str
    icon: str
    group: str
    permission: str
    order: int
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True)
class Panel:
    """A card on an object's page. `context(obj, user)` gives the template's variables, or None to leave it out."""

    on: str
    slug: str
    template: str
    permission: str
    order: int
    context: Callable[[Any, Any], dict[str, Any] | None]
    column: str = "main"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class BulkAction:
    """Something to do with all picked rows of a kind of list.

    Either `do(keys, by, values)` does it, in one transaction with one entry in the audit trail, and gives the sentence
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
    do: Callable[[Sequence[Any], Any, dict[str, Any]], str | Told] | None = None
    form: type | None = None
    text: str = ""
    url: Callable[[Any], str] | None = None
    name: str = ""
    value: str = ""
    primary: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened, for a person's timeline."""

    at: date | datetime
    icon: str
    title: str
    detail: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """Gives the newest entries about a supporter: `entries(supporter, user, limit)`. `tone` colors their dots."""

    slug: str
    label: str
    permission: str
    entries: Callable[[Any, Any, int], Iterable[TimelineEntry]]
    tone: str = ""


@dataclass(frozen=True)
class HomeItem:
    """Something that needs a person today: `items(user, today)` gives (text, url, count) rows, in a fixed number of
    queries. Each leads to the rows it counts."""

    slug: str
    permission: str
    order: int
    items: Callable[[Any, date], Iterable[tuple[str, str, int]]]
    icon: str = "arrow-right"


@dataclass(frozen=True)
class PageZone:
    """The time zone of pages under a namespace: `zone(kwargs)` of the address gives it, or None for the office's."""

    namespace: str
    zone: Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Span:
    """A stretch of time: after `start`, up to and including `end`."""

    start: datetime
    end: datetime

    @property
    def within(self) -> tuple[datetime, datetime]:
        return self.start, self.end


@dataclass(frozen=True)
class Change:
    """What others did, summed up: “14 gifts, $3,120.00”, by whom, and where the rows are."""

    text: str
    url: str
    icon: str
    detail: str = ""


@dataclass(frozen=True)
class ChangeSource:
    """What changed since somebody last looked: `changes(user, span)` sums up what others did, in a fixed number of
    queries."""

    slug: str
    permission: str
    order: int
    changes: Callable[[Any, Span], Iterable[Change]]


@dataclass(frozen=True)
class PeopleScope:
    """Supporters whom people with a permission see though they may not see all: `rows(user)` is a condition on them.

    `reach` says whether e-mail, phone and address show too.
    """

    slug: str
    permission: str
    rows: Callable[[Any], Any]
    reach: bool = False


@dataclass(frozen=True)
class Act:
    """What an act of the audit trail is called. `words` follow a name: `"gave back {amount}"`, where braces hold what
    the entry keeps, and `{count:gift|gifts}` a number with its noun.

    A `money` act may be read by whoever looks after the books; `bare` are the words for those who see no amounts.
    """

    name: str
    words: str
    money: bool = False
    bare: str = ""


@dataclass(frozen=True)
class AuditObject:
    """A kind of object the audit trail speaks of. `shown(user, keys)` gives (title, address) of those that this
    person may open, by key, in as many queries for one as for fifty."""

    object_type: str
    noun: str
    shown: Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True)
class ChangeScope:
    """Whose former values people with a permission see: `rows(user)` are the keys of objects of a kind, a subquery.
    Those of `GuardedRows` hide all the same."""

    object_type: str
    permission: str
    rows: Callable[[Any], Any]


@dataclass(frozen=True)
class GuardedRows:
    """Records of a kind that are about protected people: `keys(revealed)` is a subquery of them, without those of
    people who are in `revealed`, pairs of (object type, key). `numbers(keys)` gives, by key, how staff name whoever a
    record is about: S-1042."""

    object_type: str
    keys: Callable[[frozenset[tuple[str, int]]], Any]
    numbers: Callable[[Sequence[int]], dict[int, str]] = lambda keys: {}


@dataclass(frozen=True)
class DraftAbout:
    """A form about one record: the one of `object_type` whose `column` is this `argument` of the form's address."""

    url_name: str
    object_type: str
    argument: str = "pk"
    column: str = "pk"


@dataclass(frozen=True)
class DraftGuard:
    """Whether what stands typed in a form is about somebody protected: `forbids(values)`, lists of texts by field."""

    forbids: Callable[[dict[str, list[str]]], bool]


@dataclass(frozen=True)
class GuardedAddresses:
    """Addresses of protected people who are not in `revealed`: rows with the address as `lower`, in lower case."""

    addresses: Callable[[frozenset[tuple[str, int]]], Any]


@dataclass(frozen=True)
class GuardedFiles:
    """Files that name protected people, a subquery of their keys: they open by their own address to those with a
    permission alone."""

    permission: str
    keys: Callable[[], Any]


@dataclass(frozen=True)
class Revealed:
    """The protected people whose names are open to a session for now: pairs of (object type, key)."""

    keys: Callable[[Any], frozenset[tuple[str, int]]]


@dataclass(frozen=True)
class Invariant:
    """A sentence that must always be true: `broken()` yields one line for each row that breaks it."""

    name: str
    broken: Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Drain:
    """Work that waits in the tables: `run()` does what is due, may be run twice, and returns how many it did. One that
    `asks_outside` waits for somebody's server: the worker gives it a thread of its own, to hold up no other."""

    name: str
    order: int
    run: Callable[[], int]
    asks_outside: bool = False


@dataclass(frozen=True)
class Schedule:
    """Work that comes back: `work` is a task without arguments; `every` so often, or daily from `at_hour` in the
    charity's time zone."""

    slug: str
    label: str
    work: Any
    every: timedelta | None = None
    at_hour: int | None = None


@dataclass(frozen=True)
class Expiry:
    """What has had its time, by its noun: `clear(at)` removes it, may be run twice, and returns how many it removed.
    All of it is removed once a day."""

    one: str
    many: str
    order: int
    clear: Callable[[datetime], int]


@dataclass(frozen=True)
class DbObject:
    """A trigger, view or index that migrations cannot hold: SQL to create and drop it on each engine."""

    name: str
    create: dict[str, str]
    drop: dict[str, str]
    order: int = 100


@dataclass
class _Registry:
    entries: dict[type, list[Any]] = field(default_factory=dict)

    def of(self, kind: type) -> list[Any]:
        return self.entries.setdefault(kind, [])


_registry = _Registry()


def add(*entries: Any) -> None:
    """Contribute entries; called while apps load."""
    for entry in entries:
        _registry.of(type(entry)).append(entry)


def entries(kind: type) -> Sequence[Any]:
    """Everything contributed of one kind, in its own order."""
    return sorted(_registry.of(kind), key=lambda entry: getattr(entry, "order", 0))


def mail_purposes() -> Sequence[MailPurpose]:
    return entries(MailPurpose)


def nav_items() -> Sequence[NavItem]:
    return entries(NavItem)


def panels(on: str, user: Any, column: str | None = None) -> list[Panel]:
    """The panels of a kind of page that this person may see."""
    return [
        panel
        for panel in entries(Panel)
        if panel.on == on and user.has_perm(panel.permission) and column in (None, panel.column)
    ]


def actions(on: str, user: Any) -> list[Action]:
    """The buttons of a kind of page that this person may see."""
    return [action for action in entries(Action) if action.on == on and user.has_perm(action.permission)]


def list_columns(on: str, user: Any) -> list[ListColumn]:
    """The columns contributed to a kind of list that this person may see."""
    return [column for column in entries(ListColumn) if column.on == on and user.has_perm(column.permission)]


def bulk_actions(on: str, user: Any) -> list[BulkAction]:
    """What this person may do with picked rows of a kind of list."""
    return [action for action in entries(BulkAction) if action.on == on and user.has_perm(action.permission)]
