"""Which columns a list shows, and in what order: `cols=` in the address, and in the views that are saved.

The column that names the row stays, and so do those with verbs of the row. Columns that are not the table's own or that
this person may not see do not exist here, so no address reaches them.
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
    """A column in the menu: whether it is shown, whether it must be, and the order with it one place earlier."""

    name: str
    label: str
    shown: bool
    required: bool
    earlier: str = ""


def asked(query: QueryDict) -> list[str]:
    """The columns an address asks for, in order; empty where it asks for none."""
    names = [*",".join(query.getlist("cols"))[:2_000].split(","), *query.getlist("col")]
    return [name for name in dict.fromkeys(names) if name][:MOST]


def is_main(column: tables.Column) -> bool:
    """Whether a column names the row: its link, and the head of its card on a phone."""
    return "c-main" in column.attrs.get("td", {}).get("class", "").split()


def arrange(table: Any, names: list[str]) -> None:
    """Show these columns of a table in this order, with those that must stay; without names all stays as it is."""
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
    """Whether a person may leave a column out or move it: not the box to pick with, nor a row's verbs."""
    return not column.exclude_from_export


def choices(table: Any) -> list[Choice]:
    """The menu of columns: those shown first, in their order."""
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
