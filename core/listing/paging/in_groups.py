"""Pages of grouped rows: group after group, each sorted like the list without groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.db.models import F, QuerySet

from core.listing.paging.order import Order


class Groups(Protocol):
    """What a grouped list knows about its groups."""

    rows: QuerySet

    def sizes(self) -> list[tuple[Any, int]]: ...
    def rows_of(self, keys: Sequence[Any], names: Sequence[str]) -> QuerySet: ...


class InGroups:
    """The rows of groups, each group in the order of the list without groups."""

    def __init__(self, groups: Groups, names: Sequence[str], *, key: str) -> None:
        self.groups, self.names, self.key = groups, names, key

    @property
    def sizes(self) -> list[tuple[Any, int]]:
        """The groups in order, each with its number of rows."""
        return self.groups.sizes()

    def at(self, skip: int, limit: int) -> list[Any]:
        """The keys of up to `limit` rows after the first `skip`."""
        for place, (key, size) in enumerate(self.sizes):
            if skip < size:
                found = self._order(key).at(skip, limit) if skip else []
                return found + self._onward(self.sizes[place + bool(skip) :], limit - len(found))
            skip -= size
        return []

    def last(self, limit: int) -> list[Any]:
        """The keys of the last rows."""
        return self._backward(self.sizes, limit)

    def after(self, key: Any, limit: int) -> list[Any] | None:
        """The keys of the next rows after one; None when the list no longer has it."""
        if (place := self._place(key)) is None:
            return None
        found = self._order(self.sizes[place][0]).after(key, limit)
        return None if found is None else found + self._onward(self.sizes[place + 1 :], limit - len(found))

    def before(self, key: Any, limit: int) -> list[Any] | None:
        """The keys of the rows before one; None when the list no longer has it."""
        if (place := self._place(key)) is None:
            return None
        found = self._order(self.sizes[place][0]).before(key, limit)
        return None if found is None else self._backward(self.sizes[:place], limit - len(found)) + found

    def _order(self, *keys: Any) -> Order:
        return Order(self.groups.rows_of(keys, self.names))

    def _place(self, row: Any) -> int | None:
        """The position of a row's group."""
        keys = [key for key, _ in self.sizes]
        found = self._order(*keys).of_row(row, F(self.key)) if keys else None
        return keys.index(found[F(self.key)]) if found and found[F(self.key)] in keys else None

    def _onward(self, sizes: Sequence[tuple[Any, int]], limit: int) -> list[Any]:
        """The first keys of these groups; groups that fit completely are read together."""
        whole, left = _fitting(sizes, limit)
        found = self._whole(whole)
        rest = sizes[len(whole) : len(whole) + 1] if left > 0 else []
        return found + [key for group, _ in rest for key in self._order(group).at(0, left)]

    def _backward(self, sizes: Sequence[tuple[Any, int]], limit: int) -> list[Any]:
        """The last keys of these groups."""
        whole, left = _fitting(sizes[::-1], limit)
        found = self._whole(whole[::-1])
        rest = sizes[::-1][len(whole) : len(whole) + 1] if left > 0 else []
        return [key for group, _ in rest for key in self._order(group).last(left)] + found

    def _whole(self, keys: Sequence[Any]) -> list[Any]:
        """All rows of a few small groups, in one query."""
        if not keys:
            return []
        inside: dict[Any, list[Any]] = {key: [] for key in keys}
        for key, row in self._order(*keys).ordered().values_list(self.key, "pk"):
            inside[key].append(row)
        return [row for rows in inside.values() for row in rows]


def _fitting(sizes: Sequence[tuple[Any, int]], limit: int) -> tuple[list[Any], int]:
    """The first groups that fit completely on a page, and how many rows are left for the next."""
    whole: list[Any] = []
    for key, size in sizes:
        if size > limit:
            break
        whole.append(key)
        limit -= size
    return whole, limit
