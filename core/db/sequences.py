"""Gapless numbers: a counter row, incremented in the transaction that uses the number."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.sql import Query

from core.db import compiled
from core.models import Sequence


def next_numbers(*, series: str, count: int = 1) -> range:
    """Take the next `count` numbers of a series, from 1. Call inside the transaction that stores them.

    The counter's row stays locked until that transaction ends, so a rollback returns the numbers and there are no gaps:
    on PostgreSQL by the row lock, on SQLite by its single writer.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Numbers must be allocated inside the transaction that uses them.")
    if not _raise_counter(series, count):
        _start_counter(series)
        _raise_counter(series, count)
    ((last,),) = compiled.rows(_last, [], series)
    return range(last - count + 1, last + 1)


def _raise_counter(series: str, count: int) -> int:
    return compiled.execute(_raised, [], series, count)


def _raised(_: list[int], series: str, count: int) -> Query:
    return compiled.updating(Sequence.objects.filter(series=series), last=F("last") + count)


def _last(_: list[int], series: str) -> QuerySet[Any, Any]:
    return Sequence.objects.filter(series=series).values_list("last")


def _start_counter(series: str) -> None:
    try:
        with transaction.atomic():
            Sequence.objects.create(series=series, last=0)
    except IntegrityError:
        pass  # another transaction inserted it at the same time
