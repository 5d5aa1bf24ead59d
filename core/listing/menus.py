"""Template variables around a list's rows: views as tabs, menus of columns and groups, bulk actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from core.listing import columns, saved, spreadsheets
from core.listing.groups import MOST_GROUPS

if TYPE_CHECKING:
    from core.listing.pages import TablePage

#: Query parameters of every list, whatever its filters.
COMMON = {"sort", "cols", "col", "group", "fold", "view"}


def context(page: TablePage) -> dict[str, Any]:
    """The variables of the templates around a list."""
    query = page.request.GET
    return {
        "tabs": [*page.get_tabs(), *saved.tabs(page)],
        **_view(page),
        **_columns(page),
        **_groups(page),
        "can_pick": page.can_pick,
        "actions": [(action, action.url(page) if action.url else "") for action in page.bulk_actions()],
        "files": list(spreadsheets.FORMATS.items()) if page.may_export else [],
        "kept": [*_pairs(query, leave={*saved.TRANSIENT, "col"}), ("of", page.of)],
        "state": _pairs(query, leave={*saved.TRANSIENT, "col", *_filters(page)}),
    }


def known(page: TablePage) -> set[str]:
    """Every query parameter of this list: filters, columns, groups."""
    names = {column.name for column in page.table.columns.iterall()}
    return {*_filters(page), *COMMON, *names, *page.also_reads}


def _filters(page: TablePage) -> set[str]:
    return set(page.filterset.form.fields) if page.filterset else set()


def _pairs(query: QueryDict, *, leave: set[str]) -> list[tuple[str, str]]:
    """The query as hidden fields of a form."""
    pairs = [(name, value) for name, values in query.lists() if name not in leave for value in values if value]
    if "col" in leave and query.getlist("col"):
        pairs = [pair for pair in pairs if pair[0] != "cols"]
        pairs.append(("cols", ",".join(columns.asked(query))))
    return pairs


def _view(page: TablePage) -> dict[str, Any]:
    """The view the list was opened with, whether it was changed, and the link to save another."""
    query, view = page.request.GET, saved.current(page.saved_views, page.request.GET)
    here = f"{page.request.path}?{saved.view_query(query)}"
    found: dict[str, Any] = {"view": view, "save_view": f"{reverse('view-new')}?{urlencode({'at': here})}"}
    if view:
        missing = saved.gone(view, known(page)) + _broken(page)
        found["view_gone"] = missing
        found["view_changed"] = saved.changed(view, query)
        found["view_mine"] = view.owner_id == page.request.user.pk
        found["view_edit"] = f"{reverse('view-edit', args=[view.pk])}?{urlencode({'at': here})}"
    return found


def _broken(page: TablePage) -> list[str]:
    """Filters of a view whose value no longer exists: a fund that was removed."""
    form = page.filterset.form if page.filterset else None
    return [str(form[name].label).lower() for name in form.errors] if form else []


def _columns(page: TablePage) -> dict[str, Any]:
    found = columns.choices(page.table)
    address = page.address
    return {
        "columns": [(choice, address(cols=choice.earlier, col="") if choice.earlier else "") for choice in found],
        "columns_reset": address(cols="", col="") if page.table.chosen else "",
        "column_state": _pairs(page.request.GET, leave={*saved.TRANSIENT, "col", "cols"}),
    }


def _groups(page: TablePage) -> dict[str, Any]:
    grouped = page.table.grouped
    slug = grouped.grouping.slug if grouped else ""
    found: dict[str, Any] = {
        "groupings": [
            (grouping.label, page.address(group=grouping.slug, within="", fold=""), grouping.slug == slug)
            for grouping in page.groupings
        ],
        "ungroup": page.address(group="", fold="", within="") if grouped else "",
    }
    if grouped:
        folded = bool(page.request.GET.get("fold"))
        found |= {"folded": folded, "fold": page.address(fold="" if folded else "1", within="")}
        if "within" in page.request.GET:
            found["whole"] = page.address(within="")
        if folded:
            page.table.folded = [(group, page.address(fold="", within=group.slug)) for group in grouped.all()]
            page.table.more_groups = len(page.table.folded) == MOST_GROUPS
    return found
