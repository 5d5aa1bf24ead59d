"""Keep the totals in step with the ledger: every write to gifts happens inside `followed`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from core import extend
from core.db import compiled
from core.db.chunks import chunks
from donations.ledger.rollups import by_day, by_supporter, stamp
from donations.models import Gift

#: Kept on the connection while the outermost block is open: the gifts named in it and their former contributions.
_OPEN = "_solidarity_followed"


class _Followed:
    """Gifts being written to, and what they contributed to the totals before."""

    def __init__(self) -> None:
        self.keys: set[int] = set()
        self.before = by_day.Amounts()
        self.donors: set[int] = set()

    def name(self, gifts: Iterable[int]) -> None:
        """Lock gifts that are about to change, lowest key first, and remember what they contribute."""
        fresh = sorted(set(gifts) - self.keys)
        for part in chunks(fresh):
            rows = Gift.objects.filter(pk__in=part)
            self.donors.update(rows.select_for_update().order_by("pk").values_list("supporter", flat=True))
            self.before.read(part)
        self.keys.update(fresh)

    def write(self) -> None:
        """Update the totals: days first, then supporters, each ordered by key."""
        after = by_day.Amounts()
        for part in chunks(sorted(self.keys)):
            after.read(part)
            self.donors.update(donor for (donor,) in compiled.rows(_donors_of, part))
        after.less(self.before)
        after.add()
        for part in chunks(sorted(self.donors)):
            by_supporter.count_again(part)
        for entry in extend.entries(extend.LedgerFollower):
            entry.follow(self.keys)
        stamp.raise_it()


def _donors_of(gifts: list[int]) -> QuerySet[Any, Any]:
    return Gift.objects.filter(pk__in=gifts).order_by().values_list("supporter")


@contextmanager
def followed(gifts: Collection[int] = ()) -> Iterator[set[int]]:
    """Write to these gifts inside the block; totals by day and by supporter are updated in the same transaction.

    Yields a set, to which the block adds the keys of gifts it creates; deleted gifts may stay in it. In nested blocks
    the outermost updates the totals: their rows are locked last and in one order, so that writers cannot deadlock.
    """
    outer: _Followed | None = getattr(connection, _OPEN, None)
    with transaction.atomic(), nullcontext(outer) if outer else _outermost() as block:
        block.name(gifts)
        new: set[int] = set()
        yield new
        block.keys.update(new)


@contextmanager
def _outermost() -> Iterator[_Followed]:
    """The outermost block: updates the totals after it and all nested blocks are done."""
    own = _Followed()
    setattr(connection, _OPEN, own)
    try:
        yield own
        own.write()
    finally:
        setattr(connection, _OPEN, None)
