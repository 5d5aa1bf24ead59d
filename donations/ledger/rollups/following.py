"""The one way to write to the ledger: the totals follow whatever is written inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from core.listing.picking import chunks
from donations.ledger.rollups import by_day, by_supporter
from donations.models import Gift, Movement


@contextmanager
def followed(gifts: Iterable[int] = ()) -> Iterator[set[int]]:
    """Write to these gifts inside; the totals by day and by supporter change with them, in the same transaction.

    Gives the set of their keys, to which the block adds those of gifts it makes; gifts it deletes may stay. Blocks may
    stand in each other as long as no gift is in two of them.
    """
    with transaction.atomic():
        keys = set(gifts)
        _add(keys, sign=-1)
        donors, days = _donors(keys), _days(keys)
        yield keys
        _add(keys, sign=1)
        by_day.forget_empty(days)
        for part in chunks(sorted(donors | _donors(keys))):
            by_supporter.count_again(part)


def _add(keys: set[int], *, sign: int) -> None:
    for part in chunks(sorted(keys)):
        by_day.add(part, sign=sign)


def _days(keys: set[int]) -> set[date]:
    found: set[date] = set()
    for part in chunks(sorted(keys)):
        found.update(Movement.objects.filter(gift__in=part).order_by().values_list("gift_on", flat=True))
    return found


def _donors(keys: set[int]) -> set[int]:
    found: set[int] = set()
    for part in chunks(sorted(keys)):
        found.update(Gift.objects.filter(pk__in=part).order_by().values_list("supporter", flat=True))
    return found
