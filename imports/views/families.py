"""Which family of one name a held row means: one of the same file, one on record, or another."""

from __future__ import annotations

from typing import Any

from core.models import User
from crm.models import Household, Supporter
from crm.names.text import name_key
from imports import questions
from imports.models import ImportBatch, ImportRow
from imports.planning.answers import place_of

ANOTHER, ON_RECORD, IN_FILE = "another", "household:", "row:"


def choices_of(row: ImportRow, *, user: User) -> list[tuple[str, str]]:
    """The families of the row's name, where it asks which one is meant; nothing for other questions."""
    said = row.plan.get("answer") or {}
    if questions.SAME_FAMILY not in (row.waits_for or row.reason) and not ({"household", "family_row"} & {*said}):
        return []
    return [*_of_the_file(row), *_on_record(row, user=user)]


def chosen(said: dict[str, Any]) -> str:
    """The choice an answer is."""
    if "family_row" in said:
        return f"{IN_FILE}{said['family_row']}"
    return said.get("household") or ANOTHER


def values(choice: str) -> dict[str, Any]:
    """A choice in the words of an answer; nothing for another family."""
    if choice.startswith(IN_FILE):
        return {"family_row": choice.removeprefix(IN_FILE)}
    return {"household": choice} if choice and choice != ANOTHER else {}


def _of_the_file(row: ImportRow) -> list[tuple[str, str]]:
    """The first row of each family of this name in the file: by its place before the import, by its key after it."""
    named = row.batch.rows.exclude(pk=row.pk).filter(plan__household__isnull=False, plan__supporter=None)
    found: dict[str, ImportRow] = {}
    for other in named.order_by("pk"):
        key = other.plan["household"]
        if key and not key.startswith(ON_RECORD) and name_key(other.plan["name"] or "") == _name(row):
            found.setdefault(key, other)
    planned = row.batch.state == ImportBatch.State.PLANNED
    keys = row.batch.answers.get("keys", {})
    return [
        (
            f"{IN_FILE}{place_of(one)}" if planned else keys.get(key, key),
            f"The same family as {one.place[:1].lower()}{one.place[1:]}"
            if not one.sheet
            else f"The same family as {one.place}",
        )
        for key, one in found.items()
        if planned or key in keys
    ]


def _on_record(row: ImportRow, *, user: User) -> list[tuple[str, str]]:
    """Households on record of this name that the user may see, with who is in them. Only those are read whose name
    holds the row's plain words: databases compare other letters and full stops in their own ways."""
    words = [word for word in _name(row).split() if len(word) > 3 and word.isascii() and word.isalpha()]
    mine = {key for key in row.batch.answers.get("keys", {}).values() if key.startswith(ON_RECORD)}
    found = []
    for home in Household.objects.visible_to(user).matching(" ".join(words)):
        key = f"{ON_RECORD}{home.pk}"
        if name_key(home.shown_name) == _name(row) and key not in mine:
            members = Supporter.objects.visible_to(user).not_merged().filter(household=home)
            numbers = ", ".join(one.spoken_number for one in members[:3])
            found.append((key, f"On record: {home.shown_name}" + (f" ({numbers})" if numbers else "")))
    return found


def _name(row: ImportRow) -> str:
    return name_key(row.plan["name"] or "")
