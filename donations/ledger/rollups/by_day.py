"""Money and gifts by day: what a gift adds is taken out before it is written to and put back afterwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Func, IntegerField, QuerySet, Sum, Value

from core.db.set_wise import insert_from
from core.money import MoneyField
from donations.models import DayCount, DayTotal, Gift, Movement, SoftCredit

_MONEY = (*DayTotal.KEY, "amount")
_COUNTS = ("gift_on", "nature", "gifts", "soft")
_ADD_MONEY = (
    "(gift_on, fund_id, COALESCE(campaign_id, 0), origin, method, nature, line_kind)"
    " DO UPDATE SET amount = donations_daytotal.amount + excluded.amount"
)
_ADD_COUNTS = (
    "(gift_on, nature) DO UPDATE SET gifts = donations_daycount.gifts + excluded.gifts,"
    " soft = donations_daycount.soft + excluded.soft"
)
NOTHING = Value(0, MoneyField())


class StillCredited(Func):
    """A soft credit less its share of what was refunded, in cents: arguments are credit, gift and refunded."""

    output_field = MoneyField()

    def as_sql(self, compiler: Any, connection: Any, *rest: Any, **more: Any) -> tuple[str, Any]:
        parts = [compiler.compile(each) for each in self.source_expressions]
        (credit, given, back), params = [text for text, _ in parts], [list(each) for _, each in parts]
        # Rounded half up, in whole numbers.
        text = f"((2 * {credit} * ({given} - {back}) + {given}) / (2 * {given}))"
        return text, [*params[0], *params[1], *params[2], *params[1], *params[1]]


def add(gifts: Collection[int], *, sign: int) -> None:
    """Add what the ledger now says of these gifts (`sign` 1), or take it out (`sign` -1)."""
    write_money(Movement.objects.filter(gift__in=gifts), sign=sign)
    write_counts(Gift.objects.filter(pk__in=gifts), SoftCredit.objects.filter(gift__in=gifts), sign=sign)


def write_money(rows: QuerySet[Movement], *, sign: int = 1) -> None:
    """Add movements to the totals of their days, in the order of the key so that no two writers wait for each other."""
    insert_from(money(rows, sign=sign), into=DayTotal, columns=_MONEY, on_conflict=_ADD_MONEY)


def write_counts(gifts: QuerySet[Gift], credits_: QuerySet[SoftCredit], *, sign: int = 1) -> None:
    """Add gifts that count, and the soft credits of such gifts, to their days."""
    for rows in (counted(gifts, sign=sign), credited(credits_, sign=sign)):
        insert_from(rows, into=DayCount, columns=_COUNTS, on_conflict=_ADD_COUNTS)


def forget_empty(days: Collection[date]) -> None:
    """Delete the rows of these days that nothing is left of."""
    DayTotal.objects.filter(gift_on__in=days, amount=NOTHING).delete()
    DayCount.objects.filter(gift_on__in=days, gifts=0, soft=NOTHING).delete()


def money(rows: QuerySet[Movement], *, sign: int = 1) -> QuerySet[Any, Any]:
    """What movements come to, by the key of `DayTotal`."""
    summed = rows.values(*DayTotal.KEY).annotate(total=Sum("amount") * Value(sign)).order_by(*DayTotal.KEY)
    return summed.exclude(total=NOTHING).values_list(*DayTotal.KEY, "total")


def counted(rows: QuerySet[Gift], *, sign: int = 1) -> QuerySet[Any, Any]:
    """How many of these gifts count, by the key of `DayCount`."""
    by_day = rows.filter(status=Gift.Status.ACTIVE).values("gift_on", "kind").order_by("gift_on", "kind")
    found = by_day.annotate(gifts=Count("pk") * Value(sign), soft=Value(0, IntegerField()))
    return found.values_list("gift_on", "kind", "gifts", "soft")


def credited(rows: QuerySet[SoftCredit], *, sign: int = 1) -> QuerySet[Any, Any]:
    """What is left of soft credits, by the key of `DayCount`."""
    left = StillCredited("amount", "gift__amount", "gift__refunded")
    key = ("gift__gift_on", "gift__kind")
    by_day = rows.filter(gift__status=Gift.Status.ACTIVE).values(*key).order_by(*key)
    found = by_day.annotate(gifts=Value(0, IntegerField()), soft=Sum(left) * Value(sign))
    return found.values_list(*key, "gifts", "soft")
