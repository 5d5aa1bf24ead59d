"""The question which of the two gave, asked once for all rows of a file that name a person and an organization."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import forms

from imports.column_mapping import AMOUNTS, BOTH_NAMED, MEANINGS
from imports.contexts import Context
from imports.formats.givers import asks_who_gave, read_party
from imports.parsing.header_detection import Table

GAVE = "Who gave: the person or the organization?"
IS_MEANT = "Who is the supporter: the person or the organization?"


def names_both(table: Table, meanings: Mapping[int, str], context: Context) -> bool:
    """Whether some row names a person and an organization without saying which gave; `meanings` are those of columns by
    position."""
    roles = {index: MEANINGS[slug].role for index, slug in meanings.items() if slug in MEANINGS}
    if "organization" not in roles.values():
        return False
    columns = [replace(column, role=roles.get(column.index)) for column in table.columns]
    meant, plain = replace(table, columns=columns, explained=True), replace(context, giver="")
    filled = (row for row in meant.body if meant.text(row, "organization"))
    return any(asks_who_gave(read_party(meant, row, plain)) for row in filled)


def giver_field(meanings: Mapping[int, str]) -> forms.ChoiceField:
    """The field that asks which of the two gave; in a list of people, which of them is meant."""
    return forms.ChoiceField(
        label=GAVE if AMOUNTS & {*meanings.values()} else IS_MEANT,
        choices=[("", "Choose"), *BOTH_NAMED],
        help_text="Some rows name a person and an organization.",
        error_messages={"required": "Choose the person or the organization."},
    )
