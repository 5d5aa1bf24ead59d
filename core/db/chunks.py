"""Split many values into chunks, as a statement takes a limited number of parameters (SQLite 32,766, fewer where they
are compared in pairs)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

#: The number of values in one statement.
PER_QUERY = 500
T = TypeVar("T")


def chunks(values: Iterable[T], size: int = PER_QUERY) -> Iterator[list[T]]:
    """Values in order, at most `size` at a time; no values give no chunk. Reads lazily."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some
