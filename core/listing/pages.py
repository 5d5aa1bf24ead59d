"""List pages: a queryset, a filter and a table, joined.

    class FundList(TablePage):
        permission_required = "gifts.view"
        title, noun = "Funds", ("fund", "funds")
        table_class, filter_class = FundTable, FundFilter
        export_permission = None  # holds nobody's name
        groupings = (Grouping("restricted", "Restriction", "restricted"),)
        bulk_on = "fund"  # what `extend.BulkAction` names

        def get_queryset(self):
            return Fund.objects.all()

What it gives: a filter bar, columns to sort by and to choose from, groups with their sums, views to save, rows to
pick, a count, fifty rows a page in a constant number of queries, files, an empty state that says what to do next.
Everything works as plain links and forms; with htmx only the table is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import django_filters
import django_tables2 as tables
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views import View

from core import audit, extend, jobs, permissions
from core.clock import organization_today
from core.http.requests import Request
from core.listing import bulk, columns, empty, filter_descriptions, menus, picking, saved, spreadsheets
from core.listing.empty import Empty
from core.listing.export_form import ExportForm
from core.listing.exports import write_list
from core.listing.groups import KEY, Figure, Grouped, Grouping
from core.listing.paging.counts import MOST_COUNTED, Count
from core.listing.paging.in_groups import InGroups
from core.listing.paging.order import Order, of_keys
from core.listing.paging.pages import find
from core.listing.paging.stored import Stored
from core.listing.paging.summary import counted_once, has_stamp, summary
from core.listing.tables import ListTable, PickColumn
from core.money import MoneyFormField

if TYPE_CHECKING:
    from core.models.lists import OfferedView

PER_PAGE = 50
#: Longer lists are exported in the background.
MOST_AT_ONCE = 5_000
LONGEST_SEARCH = 200


class MoneyFilter(django_filters.Filter):
    """An amount to compare with, typed as in every form."""

    field_class = MoneyFormField


class ListFilter(django_filters.FilterSet):
    """A filter bar. `q` is the search box; a subclass says in `search` what it searches.

    An invalid filter shows no rows and says why: ignoring it would show, and export, more than was asked for.
    """

    q = django_filters.CharFilter(method="_search", label="Search")

    def _search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return self.search(rows, value.strip()[:LONGEST_SEARCH])

    def search(self, rows: Any, text: str) -> QuerySet:
        """The rows that match the text, which has no surrounding white space. Defined by subclasses."""
        raise NotImplementedError

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)

    @property
    def active(self) -> list[str]:
        """Names of the active filters."""
        return [name for name, value in getattr(self.form, "cleaned_data", {}).items() if value not in (None, "", [])]

    def together(self) -> list[filter_descriptions.FilterDescription]:
        """The words for active filters that belong together, where each alone would say little."""
        return []


class TablePage(View):
    """One list page. A subclass states the class attributes and `get_queryset`."""

    permission_required = ""
    title = ""
    #: The page this list belongs to, for the breadcrumb: its name and its route.
    above: tuple[str, str] | None = None
    lede = ""
    noun = ("row", "rows")
    placeholder = "Search"
    table_class: type[ListTable]
    filter_class: type[ListFilter] | None = None
    #: The permission to export the list; None where it holds no people, so that no reason is asked.
    export_permission: str | None = "people.export"
    #: The kind of page that `extend.ListColumn` names; '' where nobody may add columns.
    columns_on = ""
    #: The kind of list that `extend.BulkAction` names.
    bulk_on = ""
    groupings: tuple[Grouping, ...] = ()
    #: The sums of each group, besides the number of its rows.
    figures: tuple[Figure, ...] = ()
    #: Query parameters of this list besides its filters.
    also_reads: tuple[str, ...] = ()
    per_page = PER_PAGE
    empty = Empty()
    template_name = "core/list.html"
    http_method_names = ["get", "head", "post", "options"]
    filterset: ListFilter | None = None
    request: Request
    stored: Stored | None = None
    ungrouped: QuerySet | None = None  # the filtered rows before groups, which make them longer to count
    saved_views: list[OfferedView]

    @classmethod
    def fresh_sign_in(cls, request: HttpRequest) -> bool:
        """Exporting a list of people requires a recent sign-in, and so do bulk actions that can't be undone."""
        if cls.export_permission is not None and "export" in request.GET:
            return True
        asked = request.GET.get("bulk")
        return bool(asked) and any(
            act.fresh and act.slug == asked for act in extend.bulk_actions(cls.bulk_on, request.user)
        )

    @classmethod
    def picked(cls, request: HttpRequest, **kwargs: Any) -> QuerySet:
        """The rows a URL selects on this list, among those this user sees through its filters."""
        page = cls()
        page.setup(request, **kwargs)
        page._load()
        return page.selection()

    def get_queryset(self) -> QuerySet:
        """The rows this user may see, before filters."""
        raise NotImplementedError

    def get_totals(self, rows: Any) -> list[tuple[str, str]]:
        """Figures over all filtered rows, each with what it counts: `("$31,482.50", "received, before fees")`. Where
        the list has stored totals, `rows` are those."""
        return []

    def get_stored(self) -> Stored | None:
        """The totals that are kept of the rows, before filters, for a list so long that nobody could wait for them."""
        return None

    def get_stamp(self) -> str:
        """A value that changes whenever the rows' count or totals may; '' when there is none."""
        return ""

    def get_views(self) -> list[tuple[str, dict[str, str]]]:
        """The most common questions, as tabs: a label and a query. The first is the whole list."""
        return [(f"All {self.noun[1]}", {})]

    def get_tabs(self) -> list[saved.Tab]:
        """The tabs before the saved views."""
        return saved.built_in(self, self.get_views())

    def get_context(self) -> dict[str, Any]:
        """More for the template."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.saved_views = saved.offered(of=self.of, to=request.user)
        if not request.GET and (view := next((view for view in self.saved_views if view.by_default), None)):
            return redirect(saved.address(request.path, view))
        self._load()
        if "export" in request.GET:
            return self._ask(ExportForm()) if self._checked_form() else self._file(reason="")
        if "bulk" in request.GET:
            return bulk.answer(self, request)
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Export the list, for a reason, or perform an action on the selected rows."""
        if not {"export", "bulk"} & set(request.GET):
            return self.http_method_not_allowed(request)
        self._load()
        if "bulk" in request.GET:
            return bulk.answer(self, request)
        self._checked_form()
        form = ExportForm(request.POST)
        return self._file(reason=form.cleaned_data["reason"]) if form.is_valid() else self._ask(form)

    def selection(self) -> QuerySet:
        """The rows the URL selects; none when it selects none."""
        return picking.among(self.rows_found, self.request.GET)

    @property
    def of(self) -> str:
        """The list's name for saved views: its route's name."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    @property
    def may_export(self) -> bool:
        return self.export_permission is None or self.request.user.has_perm(self.export_permission)

    def bulk_actions(self) -> list[extend.BulkAction]:
        return extend.bulk_actions(self.bulk_on, self.request.user) if self.bulk_on else []

    def address(self, *leave: str, **changes: str) -> str:
        """This list's URL with its filters, order, columns and groups, without the page and the parameters left out."""
        query = self.request.GET.copy()
        for name in (*saved.TRANSIENT, *leave):
            query.pop(name, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    @property
    def unfiltered(self) -> str:
        """This list's URL without its filters; that of all rows where the bare URL opens a view."""
        names = self.filterset.form.fields if self.filterset else ()
        address = self.address(*names, "within", "view")
        opens_view = address == self.request.path and any(view.by_default for view in self.saved_views)
        return f"{address}?{urlencode({'view': saved.EVERYTHING})}" if opens_view else address

    def empty_url(self) -> str:
        """The URL to add the first row."""
        return reverse(self.empty.url_name)

    def _load(self) -> None:
        """Filter the rows and build the table, in order."""
        rows = self.get_queryset()
        contributed = extend.list_columns(self.columns_on, self.request.user) if self.columns_on else []
        asked, sorting = columns.asked(self.request.GET), self._sorting()
        for column in contributed:
            if not asked or column.name in {*asked, *(name.lstrip("-") for name in sorting)}:
                rows = column.annotate(rows)
        self.rows_seen = rows
        if self.filter_class:
            self.filterset = self.filter_class(self.request.GET, queryset=rows, request=self.request)
            rows = self.filterset.qs
        if found := self.get_stored():
            self.stored = found.filtered(self.filterset)
        extra: list[tuple[str, tables.Column]] = [(column.name, column.column()) for column in contributed]
        self.can_pick = self.may_export or bool(self.bulk_actions())
        if self.can_pick:
            extra.append((columns.PICK, PickColumn()))
        self.table = self.table_class(rows, extra_columns=extra)
        self.table.figures = self.figures
        self.table.request = self.request  # given here, as the library would count and slice the rows again
        if sorting:
            self.table.order_by = sorting
        self._arrange(asked)
        self._group()
        self.rows_found = self.table.data.data
        if "export" in self.request.GET and picking.is_asked(self.request.GET):
            self.table.data.data = self.selection()

    def _arrange(self, asked: list[str]) -> None:
        """Put the columns in order, and the rows."""
        table = self.table
        if self.can_pick:
            table.keys = "select"
            table.sequence = [columns.PICK, *(name for name in table.sequence if name != columns.PICK)]
        columns.arrange(table, asked)
        self.order: Order | InGroups = table.make_order_total()

    def _group(self) -> None:
        """Group the rows as requested; only those of one group if the URL says so."""
        asked = self.request.GET.get("group", "")
        grouping = next((grouping for grouping in self.groupings if grouping.slug == asked), None)
        if not grouping:
            return
        rows, names = grouping.mark(self.table.data.data), self.order.names
        self.ungrouped = None if "within" in self.request.GET else self.table.data.data
        stored = self.stored.marked(grouping) if self.stored else None
        grouped = Grouped(grouping, self.figures, self.noun, rows, stored)
        if "within" in self.request.GET:
            grouped.narrow(self.request.GET["within"])
            self.stored = grouped.stored
        self.table.data.data, self.table.grouped = grouped.rows, grouped
        self.rows_seen, self.order = grouping.mark(self.rows_seen), InGroups(grouped, names, key=KEY)

    def _sorting(self) -> list[str]:
        """The column to sort by: the first in the URL. The table ignores unknown ones."""
        asked = ",".join(self.request.GET.getlist("sort"))[:LONGEST_SEARCH].split(",")
        return [name for name in asked if name][:1]

    def _page(self) -> HttpResponse:
        count, totals = summary(self)
        self._paginate(count)
        table, active = self.table, self.filterset.active if self.filterset else []
        table.totals = [(str(count), self.noun[count.number != 1]), *totals] if count.number else []
        empty.say(self)
        context = {
            **{name: getattr(self, name) for name in ("title", "lede", "placeholder", "noun", "table", "filterset")},
            "above": self.above,
            "may_export": self.may_export,
            "exports": [(form, label, self.address(export=form)) for form, label in spreadsheets.FORMATS.items()],
            "filtered": active,
            "search": "q" if self.filterset and "q" in self.filterset.form.fields else "",
            "words": filter_descriptions.filters(self.filterset),
            "chips": [
                (chip, self.address(*chip.names))
                for chip in filter_descriptions.descriptions(self.filterset)
                if chip.names != ("q",)
            ],
            "unfiltered": self.unfiltered,
            **menus.context(self),
            **self.get_context(),
        }
        part = self.request.htmx and not self.request.htmx.history_restore_request
        answer = render(self.request, "core/list_part.html" if part else self.template_name, context)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def _paginate(self, count: Count) -> None:
        """Find the keys of the requested page, and read its rows by them, with related rows."""
        if grouped := self.table.grouped:
            long = count.number > MOST_COUNTED and has_stamp(self) and not grouped.stored
            grouped.load(
                counted_once(self, grouped.grouping.slug, grouped.rows, grouped.read) if long else grouped.read()
            )
            count = Count(sum(size for _, size in grouped.sizes()))
        page = find(self.order, count, size=self.per_page, asked=self.request.GET)
        found = {row.pk: row for row in of_keys(self.rows_seen, page.keys).order_by()}
        self.table.show_page(page, [found[key] for key in page.keys if key in found])

    def _checked_form(self) -> bool:
        """Whether a reason must be asked. Raises when the format is unknown or not allowed for this user."""
        if self.request.GET["export"] not in spreadsheets.FORMATS:
            raise Http404("This file format isn't available.")
        if not self.may_export:
            raise PermissionDenied(permissions.refusal("people.export"))
        return self.export_permission is not None

    def _ask(self, form: ExportForm) -> HttpResponse:
        """The page that asks what the file is for."""
        count = self.table.data.data.count()
        context = {
            "title": self.title,
            "noun": self.noun[count != 1],
            "form": form,
            "count": count,
            "file": spreadsheets.FORMATS[self.request.GET["export"]],
            "back": self.address(),
            "filtered": self.filterset.active if self.filterset else [],
            "picked": picking.is_asked(self.request.GET),
        }
        return render(self.request, "core/list_export.html", context, status=422 if form.errors else 200)

    def file_name(self) -> str:
        """The list's file name, without extension."""
        return f"{self.title.lower().replace(' ', '-')}-{organization_today():%Y-%m-%d}"

    def needed_for_file(self) -> list[str]:
        """The permissions required to export the list; the strictest last."""
        return [self.permission_required, *([self.export_permission] if self.export_permission else [])]

    def table_for_file(self) -> ListTable:
        """The filtered and sorted table, as in the file."""
        self._load()
        return self._whole()

    def _whole(self) -> ListTable:
        if self.table.grouped:
            self.table.grouped.all()
        return self.table

    def _file(self, *, reason: str) -> HttpResponseBase:
        form, user = self.request.GET["export"], self.request.user
        filters = self.filterset.active if self.filterset else []
        rows = self.table.data.data.count()
        audit.record(user, "list.exported", reason=reason, list=self.title, form=form, rows=rows, filters=filters)
        if rows > MOST_AT_ONCE:
            where = {
                "path": self.request.path,
                "query": self.request.GET.urlencode(),
                "form": form,
                "key": str(uuid4()),
            }
            label = f"Export {self.title} ({rows:,} {self.noun[1]})"
            return redirect(jobs.enqueue(write_list, label=label, by=user, **where, asker=user.pk))
        table = self._whole()
        return spreadsheets.respond(
            form=form,
            name=self.file_name(),
            header=table.file_header(),
            rows=table.file_rows(),
            totals=table.file_totals(),
        )
