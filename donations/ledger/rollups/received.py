"""Money received in a period, from the totals by month where months are whole and by day around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from core.db.date_functions import MonthStart
from core.money import ZERO
from core.periods import Period
from core.periods import month as month_of
from donations.models import DayTotal, FundRestriction, MonthTotal
from donations.models.movements import MoneyByDay

Totals = MoneyByDay[Any]


@dataclass(frozen=True)
class Received:
    """Totals that together make up a period; each part is asked, and the answers are added."""

    parts: tuple[Totals, ...]

    def only(self, chosen: Callable[[Totals], Totals]) -> Received:
        """What `chosen` lets through of each part."""
        return Received(tuple(chosen(part) for part in self.parts))

    def total(self) -> Decimal:
        return sum((part.total() for part in self.parts), ZERO)

    def sums(self, *columns: str, by_month: bool = False) -> dict[tuple[Any, ...], Decimal]:
        """The sums by some columns, the first day of the month last among them where `by_month`."""
        found: defaultdict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
        for part in self.parts:
            rows: Any = part.annotate(month=MonthStart("gift_on")) if by_month else part
            key = (*columns, "month") if by_month else columns
            for *values, amount in rows.order_by().values_list(*key).annotate(total=Sum("amount")):
                found[tuple(values)] += amount
        return found


def raised_in(period: Period) -> Received:
    """What counts as raised, by date of gift; a refund by the day it was made."""
    return Received(tuple(part.raised() for part in _parts(period)))


def raised_by_restriction(period: Period) -> Received:
    """The same with `restricted`: whether the fund had a donor restriction on the date of gift."""
    starts = FundRestriction.objects.filter(starts_on__gt=period.start, starts_on__lt=period.end)
    changed = {day.replace(day=1) for day in starts.values_list("starts_on", flat=True) if day.day > 1}
    return Received(tuple(part.raised().with_restriction() for part in _parts(period, apart=changed)))


def _parts(period: Period, *, apart: Collection[date] = ()) -> Iterator[Totals]:
    """The totals of whole months, then those of the days before and after and of the months named `apart`."""
    months = list(period.months())
    whole = [each for each in months if each == month_of(each.start) and each.start not in apart]
    if whole:
        rows = MonthTotal.objects.given_in(Period(whole[0].start, whole[-1].end))
        yield rows.exclude(gift_on__in=list(apart)) if apart else rows
    for each in months:
        if each not in whole and each.start < each.end:
            yield DayTotal.objects.given_in(each)
