"""Cache a long list's count and totals until its rows have changed."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.db.models import QuerySet

from core.listing.paging.counts import Count

#: Count, and each total with what it counts.
Figures = tuple[Count, list[tuple[str, str]]]
T = TypeVar("T")
LONGEST = 24 * 60 * 60


def until(stamp: str, rows: QuerySet, *, of: str, count: Callable[[], T]) -> T:
    """The result of `count`, computed once for these rows and this stamp. The rows' SQL, with the user's limits and
    filters, is the key."""
    sql, params = rows.values("pk").query.sql_with_params()
    key = f"list-{sha256(repr((of, sql, params, stamp)).encode()).hexdigest()}"
    found: Any = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, LONGEST)
    return cast("T", found)
