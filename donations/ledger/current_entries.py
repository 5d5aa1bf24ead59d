"""The current entry of a gift: the last in its chain of corrections.

A correction reverses one entry and records another. A gift that was reversed without replacement has no current entry.
The database follows the chains: one query for all gifts, however often they were corrected, and one for the entries.
Where a page has loaded the entries already, use `Gift.current_entry`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from core.db.chunks import chunks
from core.money import ZERO
from donations.models import Gift, Reversal

_TABLES = {"gift": Gift, "reversal": Reversal}
# UNION removes duplicates, so that even a cycle would end; it would have no last entry.
_CHAINS = """
WITH RECURSIVE chain (asked, entry) AS (
    SELECT id, id FROM {gift} WHERE id IN ({keys})
    UNION
    SELECT chain.asked, reversal.replacement_id
    FROM chain JOIN {reversal} reversal ON reversal.gift_id = chain.entry
    WHERE reversal.replacement_id IS NOT NULL
)
SELECT chain.asked, chain.entry, reversal.id IS NOT NULL
FROM chain LEFT JOIN {reversal} reversal ON reversal.gift_id = chain.entry
WHERE reversal.replacement_id IS NULL
"""


class _Last(NamedTuple):
    """The last entry of a gift's corrections, by its key."""

    gift_id: int
    is_reversed: bool


def current_entry_ids(keys: Iterable[int]) -> dict[int, int]:
    """The key of each gift's current entry, by the gift's key. Left out: gifts that were reversed without a
    replacement, and keys of no gift."""
    return {key: last.gift_id for key, last in _last_entries(keys).items() if not last.is_reversed}


def current_entries_of(gifts: Iterable[Gift]) -> dict[int, Gift | None]:
    """The current entry of each gift, by the gift's key; None for one that was reversed without a replacement."""
    known = {gift.pk: gift for gift in gifts}
    now = current_entry_ids(known)
    found = Gift.objects.in_bulk(list(set(now.values()) - known.keys())) | known
    return {key: found[now[key]] if key in now else None for key in known}


def current_entry(gift: Gift) -> Gift | None:
    """The current entry of a gift: itself if never corrected, None if it was reversed without a replacement."""
    return current_entries_of([gift])[gift.pk]


def latest(gift: Gift) -> Gift:
    """The last entry in a gift's chain of corrections. It may itself be reversed without a replacement
    (`is_reversed`)."""
    last = _last_entries([gift.pk]).get(gift.pk)
    return gift if last is None or last.gift_id == gift.pk else Gift.objects.get(pk=last.gift_id)


def is_reversed(gift: Gift) -> bool:
    """Whether the last entry of a gift was reversed and nothing recorded in its place."""
    return gift.pk not in current_entry_ids([gift.pk])


def left_of(gift: Gift | None) -> Decimal:
    """What remains of a gift after corrections and refunds; zero for None and for a reversed gift."""
    now = current_entry(gift) if gift is not None else None
    return now.net_amount if now is not None else ZERO


def _last_entries(keys: Iterable[int]) -> dict[int, _Last]:
    return {
        asked: _Last(entry, bool(is_reversed))
        for some in chunks(sorted(set(keys)))
        for asked, entry, is_reversed in _walked(some)
    }


def _walked(keys: list[int]) -> Iterator[tuple[int, int, bool]]:
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in _TABLES.items()}
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS.format(keys=", ".join(["%s"] * len(keys)), **names), keys)
        yield from cursor.fetchall()
