"""The one way to write to the ledger: the totals follow whatever is written inside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

from core import extend
from core.db.chunks import chunks
from donations.ledger.rollups import by_day, by_supporter, stamp
from donations.models import Gift

#: Kept on the connection while the outermost block is open: the gifts that were named in it and what they were.
_OPEN = "_solidarity_followed"


class _Followed:
    """Gifts that are being written to, and what they added to the totals before."""

    def __init__(self) -> None:
        self.keys: set[int] = set()
        self.before = by_day.Amounts()
        self.donors: set[int] = set()

    def name(self, gifts: Iterable[int]) -> None:
        """Lock gifts that are about to change, the lowest key first, and note what they are."""
        fresh = sorted(set(gifts) - self.keys)
        for part in chunks(fresh):
            rows = Gift.objects.filter(pk__in=part)
            self.donors.update(rows.select_for_update().order_by("pk").values_list("supporter", flat=True))
            self.before.read(part)
        self.keys.update(fresh)

    def write(self) -> None:
        """Bring the totals to what the ledger says now: days first, then supporters, each in the order of its key."""
        after = by_day.Amounts()
        for part in chunks(sorted(self.keys)):
            after.read(part)
            self.donors.update(Gift.objects.filter(pk__in=part).order_by().values_list("supporter", flat=True))
        after.less(self.before)
        after.add()
        for part in chunks(sorted(self.donors)):
            by_supporter.count_again(part)
        for entry in extend.entries(extend.LedgerFollower):
            entry.follow(self.keys)
        stamp.raise_it()


@contextmanager
def followed(gifts: Collection[int] = ()) -> Iterator[set[int]]:
    """Write to these gifts inside; the totals by day and by supporter change with them, in the same transaction.

    Gives a set, to which the block adds the keys of gifts it makes; gifts it deletes may stay in it. A block inside
    another one leaves the writing to that one: rows of totals are locked last and in one order, so that no two
    writers wait for each other.
    """
    outer: _Followed | None = getattr(connection, _OPEN, None)
    with transaction.atomic(), nullcontext(outer) if outer else _outermost() as block:
        block.name(gifts)
        new: set[int] = set()
        yield new
        block.keys.update(new)


@contextmanager
def _outermost() -> Iterator[_Followed]:
    """The block that writes the totals, once it and all blocks inside it are done."""
    own = _Followed()
    setattr(connection, _OPEN, own)
    try:
        yield own
        own.write()
    finally:
        setattr(connection, _OPEN, None)
