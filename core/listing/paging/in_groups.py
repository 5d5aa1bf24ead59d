"""Pages of rows in groups: from group to group, and within each as in a list of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from core.listing.paging.order import Order


class InGroups:
    """Rows in groups. `sizes` are the groups in order, each with how many rows it has; `of` gives the ordered rows of
    some of them; `group_of` what a row's group is called, by the row's key."""

    def __init__(
        self,
        sizes: Sequence[tuple[Any, int]],
        *,
        of: Callable[[Sequence[Any]], QuerySet],
        group_of: Callable[[Any], Sequence[Any]],
    ) -> None:
        self.sizes, self.of, self.group_of = sizes, of, group_of

    def at(self, skip: int, limit: int) -> list[Any]:
        """The keys of as many rows after those that are skipped."""
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
        """The keys of as many rows after one; None when the list has it no more."""
        if (place := self._place(key)) is None:
            return None
        found = self._order(self.sizes[place][0]).after(key, limit)
        return None if found is None else found + self._onward(self.sizes[place + 1 :], limit - len(found))

    def before(self, key: Any, limit: int) -> list[Any] | None:
        """The keys of as many rows before one; None when the list has it no more."""
        if (place := self._place(key)) is None:
            return None
        found = self._order(self.sizes[place][0]).before(key, limit)
        return None if found is None else self._backward(self.sizes[:place], limit - len(found)) + found

    def _order(self, key: Any) -> Order:
        return Order(self.of([key]))

    def _place(self, row: Any) -> int | None:
        """The place of a row's group among all."""
        keys = list(self.group_of(row))
        return next((place for place, (key, _) in enumerate(self.sizes) if [key] == keys), None)

    def _onward(self, sizes: Sequence[tuple[Any, int]], limit: int) -> list[Any]:
        """The first keys of these groups: those that fit whole are read at once."""
        whole, left = _fitting(sizes, limit)
        found = list(self._whole(whole))
        rest = sizes[len(whole) : len(whole) + 1] if left > 0 else []
        return found + [key for group, _ in rest for key in self._order(group).at(0, left)]

    def _backward(self, sizes: Sequence[tuple[Any, int]], limit: int) -> list[Any]:
        """The last keys of these groups."""
        whole, left = _fitting(sizes[::-1], limit)
        found = list(self._whole(whole[::-1]))
        rest = sizes[::-1][len(whole) : len(whole) + 1] if left > 0 else []
        return [key for group, _ in rest for key in self._order(group).last(left)] + found

    def _whole(self, keys: Sequence[Any]) -> list[Any]:
        """All rows of a few small groups."""
        if len(keys) < 2:
            return [row for key in keys for row in self._order(key).ordered().values_list("pk", flat=True)]
        rows = self.of(keys)
        groups = rows.query.order_by  # by group, then as the list is
        return list(rows.order_by(*groups).values_list("pk", flat=True))


def _fitting(sizes: Sequence[tuple[Any, int]], limit: int) -> tuple[list[Any], int]:
    """The first groups that fit whole into a page, and how many rows are left for the next."""
    whole: list[Any] = []
    for key, size in sizes:
        if size > limit:
            break
        whole.append(key)
        limit -= size
    return whole, limit
