"""Totals by month: of gifts, by all that their lists are divided by, and of money received, by all that reports are.

Triggers keep both (`monthly.py`). The second follow the totals by day, so that years are read from some hundred rows.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum, Value

from core import jobs
from core.db.date_functions import MonthStart
from core.db.set_wise import insert_from
from donations.ledger.rollups.monthly import Monthly
from donations.models import DayTotal, Gift, GiftTotal, MonthTotal

#: The hour after which the parts of a day are added up, in the charity's time zone.
HOUR = 4
GIFTS = Monthly(
    into=GiftTotal,
    of=Gift,
    key=GiftTotal.KEY,
    sums={"gifts": "1", "amount": "{0}amount", "refunded": "{0}refunded"},
)
MONEY = Monthly(into=MonthTotal, of=DayTotal, key=DayTotal.KEY, sums={"amount": "{0}amount"})
TRIGGERS = (*GIFTS.triggers(), *MONEY.triggers())


def write_all() -> None:
    """Write the totals of all gifts into an empty table; those of money follow as the days are written."""
    gifts = _of_gifts(Gift.objects.filter(pk__gt=0)).annotate(part=Value(0))
    insert_from(
        gifts.values_list(*_of_month(GiftTotal.KEY), "part", "count", "given", "back"),
        into=GiftTotal,
        columns=(*GiftTotal.KEY, "part", "gifts", "amount", "refunded"),
    )


def gifts_in_ledger() -> QuerySet[Any, Any]:
    """What the ledger says of gifts, by the key of `GiftTotal`."""
    return _of_gifts(Gift.objects.all()).values_list(*_of_month(GiftTotal.KEY), "count", "given", "back")


def gifts_stored() -> QuerySet[Any, Any]:
    """What is stored of gifts, of all parts."""
    by_key = GiftTotal.objects.values(*GiftTotal.KEY)
    found = by_key.annotate(count=Sum("gifts"), given=Sum("amount"), back=Sum("refunded"))
    return found.exclude(count=0, given=0, back=0).values_list(*GiftTotal.KEY, "count", "given", "back")


def money_by_day() -> QuerySet[Any, Any]:
    """What the totals by day say of months, by the key of `DayTotal`."""
    found = _of_days(DayTotal.objects.all()).exclude(total=0)
    return found.values_list(*_of_month(DayTotal.KEY), "total")


def money_stored() -> QuerySet[Any, Any]:
    """What is stored of money received, of all parts."""
    found = MonthTotal.objects.order_by().values(*DayTotal.KEY).annotate(total=Sum("amount")).exclude(total=0)
    return found.values_list(*DayTotal.KEY, "total")


@jobs.task()
@transaction.atomic
def fold() -> dict[str, str]:
    """Once a day: add up the rows that the transactions of the day left (see `Monthly.fold`)."""
    for totals in (GIFTS, MONEY):
        totals.fold()
    return {"text": "Monthly totals were added up."}


def _of_month(key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("month" if column == "gift_on" else column for column in key)


def _of_gifts(gifts: QuerySet[Gift]) -> QuerySet[Any, Any]:
    by_key = gifts.order_by().annotate(month=MonthStart("gift_on")).values(*_of_month(GiftTotal.KEY))
    return by_key.annotate(count=Count("pk"), given=Sum("amount"), back=Sum("refunded"))


def _of_days(days: QuerySet[DayTotal]) -> QuerySet[Any, Any]:
    by_key = days.order_by().annotate(month=MonthStart("gift_on")).values(*_of_month(DayTotal.KEY))
    return by_key.annotate(total=Sum("amount"))
