"""Tables of list pages: their columns, a stable order, and their rows for files.

Cells are drawn by functions, not by components: fifty rows of six cells would be three hundred templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from inspect import Parameter, signature
from typing import Any

import django_tables2 as tables
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django_tables2.columns.base import BoundColumn
from django_tables2.rows import BoundRows
from django_tables2.utils import Accessor, call_with_appropriate

from core import display
from core.db.chunks import chunks
from core.html import avatar_tone, day, moment, money_span, thousands
from core.icons import icon
from core.listing import spreadsheets
from core.listing.columns import PICK
from core.listing.files import values
from core.listing.files.values import Values
from core.listing.groups import Figure, Group, Grouped, summed
from core.listing.paging.order import Order
from core.listing.paging.pages import Page

CHUNK = 1_000
#: Text up to this length is never truncated: a number, a status, a kind of document.
SHORT = 24
TAG = re.compile("<[^>]*>")


class ListTable(tables.Table):
    """A table of a list page. `caption` names it for screen readers; `keys` is `select` where rows can be selected.
    Only declared columns can be sorted by; others in the URL are ignored."""

    caption = ""
    #: The columns to sort by, each with an index by which one page can be read; None for all.
    sorts: tuple[str, ...] | None = None
    #: Whether the list is always short (set up by hand), so that its order needs no index.
    few = False
    keys = "open"
    #: How a file's columns are read from the database without objects, where a column shows more than a path as it is.
    file_values: dict[str, Values] = {}
    #: Names of columns in files, where the title on the page is too short to stand alone.
    file_titles: dict[str, str] = {}
    list_id = "list"
    empty_icon = empty_title = empty_text = empty_url = empty_action = ""
    #: A second link, beside the first: its URL and label.
    empty_else = ("", "")
    #: Whether a user chose the columns; a file then holds only those.
    chosen = False
    #: The rows' groups, where the list is grouped.
    grouped: Grouped | None = None
    #: What a file shows below its rows where a sum does not count all of them.
    figures: tuple[Figure, ...] = ()
    #: The groups with the URL of their rows, when the list shows no rows.
    folded: list[tuple[Group, str]] = []
    more_groups = False

    class Meta:
        """For subclasses to build on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": display.DASH, **kwargs})
        for column in self.columns.iterall():
            kind = column.column
            if self.sorts is not None and column.name in self.base_columns:
                kind.orderable = column.name in self.sorts
            if type(kind).value is not tables.Column.value and not hasattr(self, f"value_{column.name}"):
                column.value = kind.value  # files hold numbers and dates, however the page shows them
            if isinstance(kind, FileColumn) and not hasattr(self, f"render_{column.name}"):
                column.render = _on_screen(column.value)

    @property
    def exported(self) -> list[BoundColumn]:
        """The columns of a file, in order: those on screen and, unless a user chose, those made only for files."""
        return [
            column
            for column in self.columns.iterall()
            if not column.column.exclude_from_export
            and (column.visible or (not self.chosen and isinstance(column.column, FileColumn)))
        ]

    def row_name(self, record: Any) -> str:
        """The row's name for screen readers, beside its checkbox."""
        return str(record)

    def render_pick(self, record: Any) -> SafeString:
        """The checkbox of a row; '' when there is no action on it."""
        return pick_box(record.pk, self.row_name(record)) if self.may_pick(record) else SafeString("")

    def may_pick(self, record: Any) -> bool:
        return True

    def parts(self) -> Iterator[tuple[Group | None, list[SafeString]]]:
        """The drawn rows of this page by group; one part without a group when the list has none."""
        rows = list(self.paginated_rows)
        found = self.grouped.parts(rows, lambda row: row.record) if self.grouped else [(None, rows)]
        drawers = [_Drawer(column, self) for column in self.columns]
        for group, inside in found:
            yield group, [_row(row, drawers) for row in inside]

    def file_header(self) -> list[str]:
        titles = [self.file_titles.get(column.name, str(column.header)) for column in self.exported]
        return titles + (self.grouped.file_header() if self.grouped else [])

    def file_rows(self) -> Iterator[Sequence[Any]]:
        """Every row as values, read in chunks; each group begins with its own row."""
        if (found := self._as_values()) is not None:
            yield from found
            return
        readers = [_Reader(column, self) for column in self.exported]
        beside = [None] * len(self.grouped.file_header()) if self.grouped else []
        last: Any = readers  # no group has this key
        for record in self._records():
            if self.grouped and record.group_key != last:
                last = record.group_key
                yield self.grouped.file_row(last, len(readers))
            yield [*(reader.read(record) for reader in readers), *beside]

    def _as_values(self) -> Iterator[Sequence[Any]] | None:
        """The same rows without an object for each; None when a column needs one, or the list is grouped."""
        rows = self.data.data
        if self.grouped or type(self).prepare is not ListTable.prepare or not values.can_be_read(rows):
            return None
        columns = [self.file_values.get(column.name) or _shown_as_is(column, rows) for column in self.exported]
        found = [column for column in columns if column]
        return values.read(rows, found) if found and len(found) == len(columns) else None

    def prepare(self, records: list[Any]) -> None:
        """Preload, for many rows of a file, what each row alone would query."""

    def file_totals(self) -> spreadsheets.Totals:
        """The totals below the rows of a workbook: sums of amounts and counts, with those of the groups."""
        width = len(self.exported)
        places = [place for place, column in enumerate(self.exported) if getattr(column.column, "adds_up", False)]
        if self.grouped:
            places += range(width, width + len(self.grouped.file_header()))
        shown = () if self.grouped or not places else summed(self.data.data, self.figures)
        return spreadsheets.Totals(places, shown)

    def _records(self) -> Iterator[Any]:
        for some in chunks(self.data.data.iterator(chunk_size=CHUNK), CHUNK):
            self.prepare(some)
            yield from some

    def make_order_total(self) -> Order:
        """Make the order total, with empty values last, so that pages neither repeat nor miss a row."""
        order = Order(self.data.data)
        self.data.data = order.ordered()
        return order

    def show_page(self, page: Page, records: list[Any]) -> None:
        """Show these rows as a page of the list."""
        page.object_list = BoundRows(records, table=self)
        self.page = page


class _Reader:
    """Reads one column's values for a file as `BoundRow.get_cell_value` does, but inspects the column once instead of
    for every cell: half the time of a large file."""

    def __init__(self, column: BoundColumn, table: ListTable, call: Callable[..., Any] | None = None) -> None:
        self.accessor = Accessor(column.accessor)
        path, _, last = self.accessor.rpartition(self.accessor.SEPARATOR)
        self.owner = Accessor(path) if path else None
        self.words = f"get_{last}_display"
        self.call = call or (column.column.render if _is_plain(column) else column.value)
        parameters = signature(self.call).parameters.values()
        self.wants_all = any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters)
        self.wanted = {parameter.name for parameter in parameters}
        self.column = column
        self.fixed = {"column": column.column, "bound_column": column, "table": table}

    def read(self, record: Any) -> Any:
        """The value of a record's cell; None when empty."""
        value = self._value(record)
        if value in self.column.column.empty_values:
            return None
        known = {**self.fixed, "value": value, "record": record}
        return self.call(**(known if self.wants_all else {name: known[name] for name in known if name in self.wanted}))

    def _value(self, record: Any) -> Any:
        """The accessor's value; the label of a choice instead of its code."""
        owner = self.owner.resolve(record, quiet=True) if self.owner else record
        words = getattr(owner, self.words, None)
        return words() if words else self.accessor.resolve(record, quiet=True)


class _Drawer:
    """Draws one column's cells as `BoundRow.get_cell` and the template would, but computes what is the same for all
    cells once. Most of a page's time was spent there."""

    def __init__(self, column: BoundColumn, table: ListTable) -> None:
        self.reader = _Reader(column, table, column.render)
        attrs = _labelled(column)
        self.open = f'<td{flatatt(attrs)}><div class="cell">'
        self.leads = "c-main" in attrs.get("class", "")
        self.open_short = f'<td{flatatt(attrs)}><div class="cell nw">'
        self.open_unbroken = f'<td{flatatt(attrs)}><div class="cell any">'
        # A card on a phone leaves out what is not there; a column keeps its dash.
        missing = money_span(column.default) if isinstance(column.default, Decimal) else column.default
        self.none = f"<td{flatatt({**attrs, 'data-none': True})}>{conditional_escape(missing)}</td>"
        self.empty = f"<td{flatatt({**attrs, 'data-none': True})}></td>"

    def draw(self, record: Any) -> str:
        value = self.reader.read(record)
        if value is None or value == "":
            return self.none if value is None else self.empty
        drawn = conditional_escape(value)
        return f"{self._opening(TAG.sub('', drawn))}{drawn}</div></td>"

    def _opening(self, text: str) -> str:
        if self.leads:
            return self.open
        if len(text) <= SHORT:
            return self.open_short
        return self.open_unbroken if max(map(len, text.split()), default=0) > SHORT else self.open


def _row(row: Any, drawers: list[_Drawer]) -> SafeString:
    """One row; every cell is escaped by its drawer."""
    cells = "".join([drawer.draw(row.record) for drawer in drawers])
    return SafeString(f"<tr {row.attrs.as_html()}>{cells}</tr>")


def _is_plain(column: BoundColumn) -> bool:
    """Whether neither the table nor the column formats the value in a file."""
    own = type(column.column).value is tables.Column.value
    return own and getattr(column.value, "__self__", None) is column.column


class FileColumn(tables.Column):
    """Shown in files, and on screen if the user chooses it: an email address, a street."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"visible": False, "orderable": False, **kwargs})

    def value(self, value: Any) -> Any:
        return value


def _shown_as_is(column: BoundColumn, rows: Any) -> Values | None:
    """How a column's cells are read as values, when neither it nor its table changes them; None otherwise."""
    call = column.column.render if _is_plain(column) else column.value
    as_it_is = getattr(call, "__func__", None) in _UNCHANGED
    return values.shown_at(rows, str(column.accessor).replace(".", "__")) if as_it_is else None


def _on_screen(read: Callable[..., Any]) -> Callable[..., Any]:
    """Show on screen what a file would hold."""

    def render(**known: Any) -> Any:
        value = call_with_appropriate(read, known)
        if isinstance(value, Decimal):
            return money_span(value)
        if isinstance(value, datetime):
            return moment(value)
        return day(value) if isinstance(value, date) else value

    return render


class PickColumn(tables.Column):
    """A checkbox for each row, and one in the header for the whole page."""

    def __init__(self) -> None:
        super().__init__(
            format_html('<input type="checkbox" data-all aria-label="{}">', "Select all on this page"),
            accessor="pk",
            orderable=False,
            exclude_from_export=True,
            attrs={"td": {"class": "c-pick tight"}, "th": {"class": "tight c-pick"}},
        )


def pick_box(key: Any, name: str) -> SafeString:
    """The checkbox of a row; it belongs to the list's form wherever it is placed."""
    return format_html(
        '<input type="checkbox" name="{}" value="{}" form="list-picked" aria-label="Select {}">', PICK, key, name
    )


def _labelled(column: BoundColumn) -> dict[str, str]:
    """A cell's attributes with the column's name, for phones, where the header is not shown."""
    attrs = {name: text for name, text in column.attrs["td"].items() if text}
    known = {"c-main", "c-sum", "c-pick"} & set(attrs.get("class", "").split())
    if not known and not column.column.exclude_from_export:
        attrs.setdefault("data-l", str(column.header))
    return attrs


class MoneyColumn(tables.Column):
    """An amount, right-aligned. `lead` is the row's main figure, shown beside its name on a phone. A workbook sums the
    column unless its rows have several currencies (`adds_up`)."""

    def __init__(self, *args: Any, lead: bool = False, adds_up: bool = True, **kwargs: Any) -> None:
        self.adds_up = adds_up
        classes = "num c-sum" if lead else "num"
        super().__init__(*args, **{"attrs": {"td": {"class": classes}}, **kwargs})

    def render(self, value: Decimal) -> SafeString:
        return money_span(value)

    def value(self, value: Decimal) -> Decimal:
        return value


class FileMoney(FileColumn):
    """An amount in files, and on screen if the user chooses it; `adds_up` as in `MoneyColumn`."""

    def __init__(self, *args: Any, adds_up: bool = True, **kwargs: Any) -> None:
        self.adds_up = adds_up
        super().__init__(*args, **{"attrs": {"td": {"class": "num"}}, **kwargs})


class CountColumn(tables.Column):
    """A whole number, right-aligned; a workbook sums the column."""

    adds_up = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": {"td": {"class": "num"}}, **kwargs})

    def render(self, value: int) -> str:
        return thousands(value)

    def value(self, value: int) -> int:
        return value


class DayColumn(tables.Column):
    """A date, with its machine-readable form; in files a date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": {"td": {"class": "nw"}}, **kwargs})

    def render(self, value: Any) -> SafeString:
        return day(value)

    def value(self, value: Any) -> Any:
        return value


class MomentColumn(DayColumn):
    """A date with time, in the page's zone."""

    def render(self, value: Any) -> SafeString:
        return moment(value)


#: What gives a cell's value as it is.
_UNCHANGED = {tables.Column.render, *(kind.value for kind in (FileColumn, MoneyColumn, CountColumn, DayColumn))}


def badge(text: Any, tone: str = "", *, hollow: bool = False) -> SafeString:
    """A status in words and color."""
    classes = " ".join(filter(None, ("badge", tone, "hollow" if hollow else "")))
    return format_html('<span class="{}">{}</span>', classes, text)


def person_cell(name: str, *, url: str = "", detail: Any = "", native: str = "", kind: str = "person") -> SafeString:
    """A person as the person component shows them: avatar, name, name in native script, a line below."""
    script = format_html(' <span class="native" lang="ur" dir="rtl">{}</span>', native) if native else ""
    title = format_html('<a href="{}">{}</a>', url, name) if url else format_html("<b>{}</b>", name)
    line = format_html("<small>{}</small>", detail) if detail else ""
    return format_html('<span class="person">{}<span>{}{}{}</span></span>', _avatar(name, kind), title, script, line)


def _avatar(name: str, kind: str) -> SafeString:
    if kind == "protected":
        return format_html('<span class="avatar d" aria-hidden="true">{}</span>', icon("shield"))
    tone = "org" if kind == "organization" else avatar_tone(name)
    return format_html('<span class="avatar {}" aria-hidden="true">{}</span>', tone, display.initials(name))
