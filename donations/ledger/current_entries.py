"""The entry that stands for a gift: a correction reverses one entry and records another in its place."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.money import ZERO
from donations.models import Gift, Reversal


def latest(gift: Gift) -> Gift:
    """The last entry in a gift's chain of corrections. It may itself be reversed without a replacement
    (`is_reversed`)."""
    seen = {gift.pk}
    while (reversal := _reversal(gift)) is not None and reversal.replacement is not None:
        gift = reversal.replacement
        if gift.pk in seen:
            break
        seen.add(gift.pk)
    return gift


def is_reversed(gift: Gift) -> bool:
    """Whether an entry was reversed and nothing recorded in its place."""
    return Reversal.objects.filter(gift=latest(gift)).exists()


def current_entries_of(gifts: Iterable[Gift]) -> dict[int, Gift | None]:
    """The current entry of each gift, by the gift's key; None for one that was reversed without a replacement.

    Takes as many queries as the longest chain of corrections has entries, however many gifts there are.
    """
    found: dict[int, Gift | None] = {gift.pk: gift for gift in gifts}
    while open_keys := {gift.pk for gift in found.values() if gift is not None}:
        rows = Reversal.objects.filter(gift__in=open_keys).select_related("replacement")
        follows = {row.gift_id: row.replacement for row in rows}
        if not follows:
            break
        found = {key: follows.get(gift.pk, gift) if gift is not None else None for key, gift in found.items()}
    return found


def left_of(gift: Gift | None) -> Decimal:
    """What remains of a gift after corrections and refunds; zero for None and for a gift that was reversed."""
    now = current_entries_of([gift])[gift.pk] if gift is not None else None
    return now.net_amount if now is not None else ZERO


def _reversal(gift: Gift) -> Reversal | None:
    return Reversal.objects.filter(gift=gift).select_related("replacement").first()
