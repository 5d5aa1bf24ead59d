"""Selected rows of a list, for bulk actions.

They are `pick=` keys, or `pick=all` for everything the filters match. Both are looked up among the rows this user sees
through these filters; other keys are ignored.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

ALL = "all"
#: The most keys in a URL.
MOST_BY_HAND = 200


def is_asked(query: QueryDict) -> bool:
    """Whether the address picks any rows."""
    return any(query.getlist("pick"))


def among(rows: QuerySet, query: QueryDict) -> QuerySet:
    """The picked rows, in the order of the list."""
    asked = [value for value in query.getlist("pick") if value]
    if ALL in asked:
        return rows
    return rows.filter(pk__in=_keys(rows, asked[:MOST_BY_HAND]))


def _keys(rows: QuerySet, asked: list[str]) -> list[Any]:
    field = rows.model._meta.pk
    found = []
    for value in asked:
        try:
            key = field.to_python(value[:40])
        except ValidationError:
            continue
        if not isinstance(key, int) or 0 < key < 2**63:
            found.append(key)
    return found
