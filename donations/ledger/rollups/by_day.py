"""Totals by day, and the number of movements by month. A write to some gifts adds the difference between their amounts
after and before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Count, Func, IntegerField, QuerySet, Sum, Value

from core.db import compiled
from core.db.date_functions import MonthStart
from core.db.set_wise import insert_from, insert_many
from core.money import ZERO, MoneyField, to_cents
from donations.models import DayCount, DayTotal, Gift, Movement, MovementTotal, SoftCredit

_MONEY = (*DayTotal.KEY, "amount")
_COUNTS = ("gift_on", "nature", "gifts", "soft")
_MOVEMENTS = (*DayTotal.KEY, "kind", "movements", "amount")
_ADD_MONEY = (
    "(gift_on, fund_id, COALESCE(campaign_id, 0), origin, method, nature, line_kind)"
    " DO UPDATE SET amount = donations_daytotal.amount + excluded.amount"
)
_ADD_COUNTS = (
    "(gift_on, nature) DO UPDATE SET gifts = donations_daycount.gifts + excluded.gifts,"
    " soft = donations_daycount.soft + excluded.soft"
)
_ADD_MOVEMENTS = (
    "(gift_on, fund_id, COALESCE(campaign_id, 0), origin, method, nature, line_kind, kind)"
    " DO UPDATE SET movements = donations_movementtotal.movements + excluded.movements,"
    " amount = donations_movementtotal.amount + excluded.amount"
)
NOTHING = Value(0, MoneyField())


class StillCredited(Func):
    """A soft credit less its share of refunds, in cents; arguments are credit, gift and refunded."""

    output_field = MoneyField()

    def as_sql(self, compiler: Any, connection: Any, *rest: Any, **more: Any) -> tuple[str, Any]:
        parts = [compiler.compile(each) for each in self.source_expressions]
        (credit, given, back), params = [text for text, _ in parts], [list(each) for _, each in parts]
        # Integer arithmetic, rounded half up.
        text = f"((2 * {credit} * ({given} - {back}) + {given}) / (2 * {given}))"
        return text, [*params[0], *params[1], *params[2], *params[1], *params[1]]


class Amounts:
    """What some gifts contribute to the totals of their days; read before and after a write and compared."""

    def __init__(self) -> None:
        self.money: defaultdict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
        self.counts: defaultdict[tuple[Any, ...], tuple[int, Decimal]] = defaultdict(lambda: (0, ZERO))
        self.movements: defaultdict[tuple[Any, ...], tuple[int, Decimal]] = defaultdict(lambda: (0, ZERO))

    def read(self, gifts: Collection[int]) -> None:
        """Add what the ledger now says about these gifts."""
        keys = list(gifts)
        for day, *key, kind, number, amount in compiled.rows(_movements_of, keys):
            self.money[(day, *key)] += amount
            _add(self.movements, (day.replace(day=1), *key, kind), number, amount)
        for *key, count, soft in [*compiled.rows(_counted_of, keys), *compiled.rows(_credited_of, keys)]:
            _add(self.counts, tuple(key), count, soft)

    def less(self, other: Amounts) -> None:
        """Subtract what the same gifts contributed before."""
        for key, amount in other.money.items():
            self.money[key] -= amount
        for mine, others in ((self.counts, other.counts), (self.movements, other.movements)):
            for key, (count, amount) in others.items():
                _add(mine, key, -count, -amount)

    def add(self) -> None:
        """Add the difference to the rows of these days and months, by key, and delete rows that become empty."""
        money_rows = [(*key, to_cents(amount)) for key, amount in sorted(self.money.items(), key=_in_order) if amount]
        insert_many(money_rows, into=DayTotal, columns=_MONEY, on_conflict=_ADD_MONEY)
        insert_many(_rows(self.counts), into=DayCount, columns=_COUNTS, on_conflict=_ADD_COUNTS)
        insert_many(_rows(self.movements), into=MovementTotal, columns=_MOVEMENTS, on_conflict=_ADD_MOVEMENTS)
        if less := {key[0] for key, amount in self.money.items() if amount < 0}:
            DayTotal.objects.filter(gift_on__in=less, amount=NOTHING).delete()
        if fewer := {key[0] for key, (count, soft) in self.counts.items() if count < 0 or soft < 0}:
            DayCount.objects.filter(gift_on__in=fewer, gifts=0, soft=NOTHING).delete()
        if fewer := {key[0] for key, (number, _) in self.movements.items() if number < 0}:
            MovementTotal.objects.filter(gift_on__in=fewer, movements=0).delete()


def _add(totals: defaultdict[tuple[Any, ...], tuple[int, Decimal]], key: tuple[Any, ...], *more: Any) -> None:
    (number, amount), (fresh, further) = totals[key], more
    totals[key] = (number + fresh, amount + (further or ZERO))


def _rows(totals: dict[tuple[Any, ...], tuple[int, Decimal]]) -> list[tuple[Any, ...]]:
    """The numbers and sums that are not nothing, in order, amounts in cents."""
    ordered = sorted(totals.items(), key=_in_order)
    return [(*key, number, to_cents(amount)) for key, (number, amount) in ordered if number or amount]


def _in_order(item: tuple[tuple[Any, ...], Any]) -> tuple[Any, ...]:
    """Sort key; no campaign sorts first."""
    return tuple(0 if part is None else part for part in item[0])


def write_all() -> None:
    """Fill the empty tables with the totals of all days and months."""
    every = Movement.objects.filter(gift__gt=0)
    insert_from(money(every), into=DayTotal, columns=_MONEY)
    insert_from(movements(every), into=MovementTotal, columns=_MOVEMENTS)
    for rows in (counted(Gift.objects.all()), credited(SoftCredit.objects.all())):
        insert_from(rows, into=DayCount, columns=_COUNTS, on_conflict=_ADD_COUNTS)


def _movements_of(gifts: list[int]) -> QuerySet[Any, Any]:
    key = (*DayTotal.KEY, "kind")
    by_day = Movement.objects.filter(gift__in=gifts).values(*key).order_by(*key)
    return by_day.annotate(number=Count("pk"), total=Sum("amount")).values_list(*key, "number", "total")


def _counted_of(gifts: list[int]) -> QuerySet[Any, Any]:
    return counted(Gift.objects.filter(pk__in=gifts))


def _credited_of(gifts: list[int]) -> QuerySet[Any, Any]:
    return credited(SoftCredit.objects.filter(gift__in=gifts))


def money(rows: QuerySet[Movement]) -> QuerySet[Any, Any]:
    """The sums of movements, by the key of `DayTotal`."""
    summed = rows.values(*DayTotal.KEY).annotate(total=Sum("amount")).order_by(*DayTotal.KEY)
    return summed.exclude(total=NOTHING).values_list(*DayTotal.KEY, "total")


def movements(rows: QuerySet[Movement]) -> QuerySet[Any, Any]:
    """The number and the sums of movements, by the key of `MovementTotal`."""
    key = ("month", *DayTotal.KEY[1:], "kind")
    by_month = rows.annotate(month=MonthStart("gift_on")).values(*key).order_by(*key)
    return by_month.annotate(number=Count("pk"), total=Sum("amount")).values_list(*key, "number", "total")


def counted(rows: QuerySet[Gift]) -> QuerySet[Any, Any]:
    """The number of these gifts that count, by the key of `DayCount`."""
    by_day = rows.filter(status=Gift.Status.ACTIVE).values("gift_on", "kind").order_by("gift_on", "kind")
    found = by_day.annotate(gifts=Count("pk"), soft=Value(0, IntegerField()))
    return found.values_list("gift_on", "kind", "gifts", "soft")


def credited(rows: QuerySet[SoftCredit]) -> QuerySet[Any, Any]:
    """The sums of soft credits less refunds, by the key of `DayCount`."""
    left = StillCredited("amount", "gift__amount", "gift__refunded")
    key = ("gift__gift_on", "gift__kind")
    by_day = rows.filter(gift__status=Gift.Status.ACTIVE).values(*key).order_by(*key)
    found = by_day.annotate(gifts=Value(0, IntegerField()), soft=Sum(left))
    return found.values_list(*key, "gifts", "soft")
