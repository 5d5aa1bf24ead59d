"""Many values, some at a time: a statement takes only so many parameters (SQLite 32,766, fewer where they are compared
in pairs)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

#: As many values as one statement names.
PER_QUERY = 500
T = TypeVar("T")


def chunks(values: Iterable[T], size: int = PER_QUERY) -> Iterator[list[T]]:
    """Values in their order, at most `size` at a time; none gives no chunk. Reads only what is asked for."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some
