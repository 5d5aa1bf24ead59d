"""What a list shows when it has no rows: how to add the first one, or which filter to remove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.forms.errors import faults
from core.listing import filter_descriptions

if TYPE_CHECKING:
    from core.listing.pages import TablePage


@dataclass(frozen=True)
class Empty:
    """The text of an empty list and, for users who may, the link to add the first row."""

    title: str = "Nothing here yet"
    text: str = ""
    icon: str = "list"
    action: str = ""
    url_name: str = ""
    permission: str = ""


def say(page: TablePage) -> None:
    """Set the text for an empty list; a different one where filters hide its rows."""
    table, empty = page.table, page.empty
    may_begin = bool(empty.action) and page.request.user.has_perm(empty.permission)
    begin = (page.empty_url(), empty.action) if may_begin else ("", "")
    table.empty_icon, table.empty_title, table.empty_text = empty.icon, empty.title, empty.text
    table.empty_url, table.empty_action = begin
    active = page.filterset.active if page.filterset else []
    if page.filterset and page.filterset.form.errors:
        table.empty_icon, table.empty_title = "search", "Check the filters"
        table.empty_text = " ".join(f"{fault.label}: {fault.text}" for fault in faults(page.filterset.form))
        table.empty_url, table.empty_action = page.unfiltered, "Clear filters"
    elif active:
        asked = ", ".join(filter_descriptions.filters(page.filterset))
        table.empty_icon, table.empty_title = "search", f"No {page.noun[1]} found"
        table.empty_text = f"No matches for {asked}. {_advice(active)}"
        table.empty_url, table.empty_action = page.unfiltered, "Clear filters"
        table.empty_else = begin


def _advice(active: list[str]) -> str:
    if active == ["q"]:
        return "Try a shorter search or another spelling."
    return "Remove a filter or try a shorter search." if "q" in active else "Remove a filter."
