"""The columns a list shows and their order: `cols=` in the URL, and in saved views.

The column that names the row and those with its actions always stay. Columns of other tables, or that this user may not
see, are ignored in the URL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.http import QueryDict

MOST = 60
PICK = "pick"


@dataclass(frozen=True)
class Choice:
    """A column in the menu: whether it is shown, whether it must be, and the order with it moved one place earlier."""

    name: str
    label: str
    shown: bool
    required: bool
    earlier: str = ""


def asked(query: QueryDict) -> list[str]:
    """The columns in a URL, in order; empty when it names none."""
    names = [*",".join(query.getlist("cols"))[:2_000].split(","), *query.getlist("col")]
    return [name for name in dict.fromkeys(names) if name][:MOST]


def is_main(column: tables.Column) -> bool:
    """Whether a column names the row: it holds the link, and is the title of its card on a phone."""
    return "c-main" in column.attrs.get("td", {}).get("class", "").split()


def arrange(table: Any, names: list[str]) -> None:
    """Show these columns of a table in this order, with those that must stay; without names, unchanged."""
    columns = {column.name: column.column for column in table.columns.iterall()}
    wanted = [name for name in names if name in columns and is_choosable(columns[name])]
    if not wanted:
        return
    first = [name for name, column in columns.items() if is_main(column) and name not in wanted]
    verbs = [name for name, column in columns.items() if not is_choosable(column) and name != PICK]
    shown = [*([PICK] if PICK in columns else []), *first, *wanted, *verbs]
    hidden = [name for name in columns if name not in shown]
    for name in shown:
        table.columns.show(name)
    for name in hidden:
        table.columns.hide(name)
    table.sequence = [*shown, *hidden]
    table.chosen = True


def is_choosable(column: tables.Column) -> bool:
    """Whether a user may hide or move a column: not the checkbox, nor the row's actions."""
    return not column.exclude_from_export


def choices(table: Any) -> list[Choice]:
    """The menu of columns: those shown first, in order."""
    found = [column for column in table.columns.iterall() if is_choosable(column.column)]
    shown = [column.name for column in found if column.visible]
    ordered = sorted(found, key=lambda column: not column.visible)
    return [
        Choice(
            column.name,
            str(column.header),
            column.visible,
            is_main(column.column),
            _earlier(shown, column.name) if column.visible else "",
        )
        for column in ordered
    ]


def _earlier(shown: list[str], name: str) -> str:
    """The shown columns with this one moved one place to the front; empty for the first."""
    place = shown.index(name)
    if not place:
        return ""
    return ",".join([*shown[: place - 1], name, shown[place - 1], *shown[place + 1 :]])
